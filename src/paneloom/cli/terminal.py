"""Words to the terminal, whatever it can print."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from paneloom.wording import Language, catalogue


def guard_streams() -> None:
    """Let no character that the terminal does not have end a run: it is shown by its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def complain(text: str, language: Language) -> None:
    """A message on the error stream, headed by the word for error."""
    label = catalogue("errors")["label"]["error"][language]
    tell(f"{label}{'：' if language == 'zh' else ': '}{text}")


def tell(text: str) -> None:
    """A line on the error stream, where progress goes too, so that results can be piped."""
    print(text, file=sys.stderr, flush=True)


def can_print_chinese() -> bool:
    """Whether both streams have Chinese characters."""
    return all(_has_chinese(getattr(stream, "encoding", None)) for stream in (sys.stdout, sys.stderr))


def _has_chinese(encoding: str | None) -> bool:
    try:
        "中文".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
