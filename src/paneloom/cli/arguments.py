"""The grammar of the command line, in the reader's language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

from paneloom.cli.languages import language_asked, language_of_locale, spoken
from paneloom.cli.parser import Parser, path
from paneloom.cli.terminal import can_print_chinese
from paneloom.panel.ledger import Action
from paneloom.wording import LANGUAGES, Language, say

COMMANDS = ("run", "check", "init", "convert", "ledger", "data", "selftest")
LANGUAGE_OPTIONS = ("--lang", "--language")
ACTIONS: tuple[Action, ...] = get_args(Action)
ACTION_WORDS = tuple(f"panel.action_{action.replace('-', '_')}" for action in ACTIONS)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was asked for; "" and None where nothing was."""

    command: str
    study: str = ""
    part: str | None = None
    data: str | None = None
    output: str | None = None
    language: Language | None = None
    quiet: bool = False
    brief: bool = False
    only: Action | None = None
    csv: bool = False
    excel: bool = False
    target: str | None = None
    variable: str | None = None
    page: str | None = None
    json: bool = False
    debug: bool = False

    @property
    def spoken(self) -> Language:
        """The language of messages."""
        return spoken(self.language, self.study)


def read_arguments(given: Sequence[str]) -> Arguments | int:
    """The arguments, or an exit code when everything was said already (help, version, wrong usage)."""
    parser = _parser(language_of(given))
    try:
        found = parser.parse_args(given)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    if found.command is None:
        parser.print_help()
        return 0
    return Arguments(**vars(found))


def language_of(given: Sequence[str]) -> Language:
    """The language of help, and of what is said before or without the arguments parsed."""
    for word, after in pairwise((*given, "")):
        option, is_joined, value = word.partition("=")
        value = value if is_joined else after
        if option in LANGUAGE_OPTIONS and value in LANGUAGES:
            return "zh" if value == "zh" else "en"
    found = language_asked()
    return found or (language_of_locale() if can_print_chinese() else "en")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from importlib.metadata import version

        print(f"paneloom {version('paneloom')}")
        parser.exit()


def _parser(language: Language) -> Parser:
    """The whole grammar. What holds for every command may stand before it too."""

    def words(key: str) -> str:
        return say(f"cli.{key}", language)

    parser = Parser(
        language=language, prog="paneloom", description=words("description"), epilog=words("epilog")
    )
    _add_common(parser, language)
    parser.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help=words("version")
    )
    parser.set_defaults(command=None)
    below = parser.add_subparsers(title=words("commands"), metavar=words("command"))
    for command in COMMANDS:
        text = words(f"{command}_help")
        one = below.add_parser(command, language=language, help=text, description=text)
        one.set_defaults(command=command)
        _ADD[command](one, language)
        _add_common(one, language)
    return parser


def _add_common(parser: Parser, language: Language) -> None:
    def add(*names: str, **settings: Any) -> None:
        # A default here would undo what was said before the command.
        parser.add_argument(*names, default=argparse.SUPPRESS, **settings)

    add(*LANGUAGE_OPTIONS, dest="language", choices=LANGUAGES, help=say("cli.lang", language))
    add("--quiet", action="store_true", help=say("cli.quiet", language))
    add("--debug", action="store_true", help=say("cli.debug", language))


def _add_study(parser: Parser, language: Language) -> None:
    parser.add_argument(
        "study", type=path, metavar=say("cli.study_name", language), help=say("cli.study", language)
    )


def _add_data(parser: Parser, language: Language) -> None:
    parser.add_argument("--data", type=path, metavar=_folder(language), help=say("cli.data", language))


def _add_run(parser: Parser, language: Language) -> None:
    _add_study(parser, language)
    parser.add_argument(
        "part", metavar=say("cli.part_name", language), nargs="?", help=say("cli.part", language)
    )
    _add_data(parser, language)
    parser.add_argument("--output", type=path, metavar=_folder(language), help=say("cli.output", language))


def _add_check(parser: Parser, language: Language) -> None:
    _add_study(parser, language)
    _add_data(parser, language)
    parser.add_argument("--brief", action="store_true", help=say("cli.brief", language))
    parser.add_argument("--json", action="store_true", help=say("cli.referee_json", language))


def _add_init(parser: Parser, language: Language) -> None:
    parser.add_argument(
        "output", type=path, nargs="?", metavar=_folder(language), help=say("cli.init_dir", language)
    )
    parser.add_argument(
        "-o",
        "--output",
        dest="target",
        type=path,
        metavar=_folder(language),
        help=say("cli.init_output", language),
    )
    parser.add_argument("--excel", action="store_true", help=say("cli.excel", language))


def _add_convert(parser: Parser, language: Language) -> None:
    _add_study(parser, language)
    parser.add_argument(
        "target", type=path, metavar=say("cli.file_name", language), help=say("cli.convert_target", language)
    )


def _add_ledger(parser: Parser, language: Language) -> None:
    _add_study(parser, language)
    _add_data(parser, language)
    parser.add_argument(
        "--only", metavar=say("cli.action_name", language), choices=ACTIONS, help=_only(language)
    )
    parser.add_argument("--csv", action="store_true", help=say("cli.csv", language))


def _add_data_report(parser: Parser, language: Language) -> None:
    _add_study(parser, language)
    _add_data(parser, language)
    parser.add_argument(
        "--variable", metavar=say("cli.variable_name", language), help=say("cli.variable", language)
    )
    parser.add_argument(
        "--page", type=path, metavar=say("cli.file_name", language), help=say("cli.page", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def _add_nothing(_parser: Parser, _language: Language) -> None:
    """A command that takes what every command takes."""


def _folder(language: Language) -> str:
    return say("cli.folder_name", language)


def _only(language: Language) -> str:
    """The actions with what each is called."""
    said = [say(key, language) for key in ACTION_WORDS]
    named = [
        action if action == word else f"{action} ({word})" for action, word in zip(ACTIONS, said, strict=True)
    ]
    return say("cli.only", language, actions=", ".join(named))


_ADD = {
    "run": _add_run,
    "check": _add_check,
    "init": _add_init,
    "convert": _add_convert,
    "ledger": _add_ledger,
    "data": _add_data_report,
    "selftest": _add_nothing,
}
