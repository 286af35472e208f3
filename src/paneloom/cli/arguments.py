"""The grammar of the command line, in the reader's language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from paneloom.cli.languages import language_asked, language_of_locale, spoken
from paneloom.cli.terminal import can_print_chinese
from paneloom.wording import LANGUAGES, Language, say

COMMANDS = ("run", "check", "init", "ledger")


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
    csv: bool = False
    debug: bool = False

    @property
    def spoken(self) -> Language:
        """The language of messages."""
        return spoken(self.language, self.study)


def read_arguments(given: Sequence[str]) -> Arguments | int:
    """The arguments, or an exit code when everything was said already (help, version, wrong usage)."""
    parser = _parser(_language(given))
    try:
        found = parser.parse_args(given)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    if found.command is None:
        parser.print_help()
        return 0
    return Arguments(**vars(found))


def _language(given: Sequence[str]) -> Language:
    """The language of help, before anything is parsed."""
    for at, word in enumerate(given):
        value = given[at + 1] if word == "--lang" and at + 1 < len(given) else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in LANGUAGES:
            return "zh" if value == "zh" else "en"
    found = language_asked()
    return found or (language_of_locale() if can_print_chinese() else "en")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from importlib.metadata import version

        print(f"paneloom {version('paneloom')}")
        parser.exit()


def _parser(language: Language) -> argparse.ArgumentParser:
    """The whole grammar."""

    def words(key: str) -> str:
        return say(f"cli.{key}", language)

    parser = argparse.ArgumentParser(
        prog="paneloom", description=words("description"), epilog=words("epilog"), add_help=False
    )
    _add_general(parser, language)
    parser.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help=words("version")
    )
    parser.set_defaults(command=None)
    below = parser.add_subparsers(title=words("commands"), metavar=words("command"))
    for command in COMMANDS:
        text = words(f"{command}_help")
        one = below.add_parser(command, help=text, description=text, add_help=False)
        one.set_defaults(command=command)
        _add_general(one, language)
        _ADD[command](one, language)
    return parser


def _add_general(parser: argparse.ArgumentParser, language: Language) -> None:
    parser._positionals.title = say("cli.arguments", language)
    parser._optionals.title = say("cli.options", language)
    parser.add_argument("-h", "--help", action="help", help=say("cli.help", language))


def _add_study(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("study", metavar="STUDY", help=say("cli.study", language))


def _add_common(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--lang", dest="language", choices=LANGUAGES, help=say("cli.lang", language))
    parser.add_argument("--debug", action="store_true", help=say("cli.debug", language))


def _add_data(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--data", metavar="DIR", help=say("cli.data", language))


def _add_run(parser: argparse.ArgumentParser, language: Language) -> None:
    _add_study(parser, language)
    parser.add_argument("part", metavar="PART", nargs="?", help=say("cli.part", language))
    _add_data(parser, language)
    parser.add_argument("--output", metavar="DIR", help=say("cli.output", language))
    parser.add_argument("--quiet", action="store_true", help=say("cli.quiet", language))
    _add_common(parser, language)


def _add_check(parser: argparse.ArgumentParser, language: Language) -> None:
    _add_study(parser, language)
    _add_data(parser, language)
    _add_common(parser, language)


def _add_init(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("output", metavar="DIR", help=say("cli.init_dir", language))
    _add_common(parser, language)


def _add_ledger(parser: argparse.ArgumentParser, language: Language) -> None:
    _add_study(parser, language)
    _add_data(parser, language)
    parser.add_argument("--csv", action="store_true", help=say("cli.csv", language))
    _add_common(parser, language)


_ADD = {"run": _add_run, "check": _add_check, "init": _add_init, "ledger": _add_ledger}
