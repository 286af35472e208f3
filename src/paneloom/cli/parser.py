"""The standard parser, speaking the reader's language: its own words, and its complaints as errors of ours."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from paneloom.cli.terminal import complain
from paneloom.errors import PaneloomError, nearest
from paneloom.wording import Language, say

EMPTY = "an empty path"
# How the standard parser words its complaints, and what we call them.
COMPLAINTS = (
    (re.compile(r"the following arguments are required: (?P<seen>.+)"), "usage-lacking"),
    (re.compile(r"unrecognized arguments: (?P<seen>.+)"), "usage-unknown"),
    (re.compile(r"argument (?P<seen>.+): expected .+"), "usage-value"),
    (re.compile(r"argument (?P<seen>.+): ignored explicit argument .+"), "usage-no-value"),
    (re.compile(rf"argument (?P<seen>.+): {EMPTY}"), "usage-lacking"),
)


def path(text: str) -> str:
    """A path as it was given; an empty one is a mistake, and not the folder that one happens to be in."""
    if not text:
        raise argparse.ArgumentTypeError(EMPTY)
    return text


class Parser(argparse.ArgumentParser):
    """A parser of one language; wrong usage is told with the usage and ends with exit code 2."""

    def __init__(self, *, language: Language, **settings: Any) -> None:
        self.language = language
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_formatter(language), **settings)
        self._positionals.title = say("cli.arguments", language)
        self._optionals.title = say("cli.options", language)
        self.add_argument("-h", "--help", action="help", help=say("cli.help", language))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a word that is no choice with the nearest one."""
        if action.choices is not None and value not in action.choices:
            known = tuple(str(choice) for choice in action.choices)
            like = nearest(str(value), known)
            seen = " ".join((*action.option_strings[:1], str(value)))
            self.refuse(PaneloomError("usage-choice", seen=seen, nearest=like, known=known))

    def error(self, message: str) -> NoReturn:
        """Refuse what the standard parser complains of."""
        for pattern, slug in COMPLAINTS:
            found = pattern.fullmatch(message)
            if found is not None:
                self.refuse(PaneloomError(slug, seen=found["seen"], nearest=self._like(found["seen"])))
        self.refuse(PaneloomError("usage", seen=message))

    def refuse(self, problem: PaneloomError) -> NoReturn:
        """Tell the usage and the problem, and leave."""
        complain(problem.text(self.language), self.language)
        self.exit(2, self.format_usage())

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help so that a full disk is known; the standard parser keeps that to itself."""
        if file is sys.stdout:
            file.write(message)
        else:
            super()._print_message(message, file)

    def _like(self, words: str) -> str:
        """The option most like the first of the words, of this parser or of a command below it."""
        word = re.split(r"[ =]", words, maxsplit=1)[0]
        below = [action for action in self._actions if isinstance(action, argparse._SubParsersAction)]
        parsers = [self, *(parser for action in below for parser in action.choices.values())]
        options = [name for parser in parsers for name in parser._option_string_actions]
        return nearest(word, options) if word.startswith("-") else ""


def _formatter(language: Language) -> type[argparse.HelpFormatter]:
    """The standard layout of help, with our word for "usage"."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[Any],
            prefix: str | None = None,
        ) -> None:
            before = say("cli.usage", language) if prefix is None else prefix
            super().add_usage(usage, actions, groups, before)

    return Formatter
