"""Words to the terminal, whatever it can print."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from paneloom.render.characters import legal
from paneloom.wording import Language, catalogue


def guard_streams() -> None:
    """Let no character that the terminal does not have end a run, nor a stream that is closed.

    The character is shown by its code; what is told to a closed stream goes nowhere.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence(*streams: TextIO) -> None:
    """Let what still waits in a stream that takes no more go nowhere, so that the interpreter does not complain."""
    for stream in streams:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(text: str, language: Language) -> None:
    """A message on the error stream, headed by the word for error."""
    label = catalogue("errors")["label"]["error"][language]
    tell(f"{label}{'：' if language == 'zh' else ': '}{text}")


def tell(text: str) -> None:
    """A line on the error stream, where progress goes too, so that results can be piped.

    A full disk behind that stream does not end a run.
    """
    try:
        print(legal(text), file=sys.stderr, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        silence(sys.stderr)


def columns_of_terminal() -> int | None:
    """How wide the terminal is that results are printed to; None where they go to a pipe or a file."""
    try:
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    except ValueError:  # a closed stream
        return None


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def can_print_chinese() -> bool:
    """Whether both streams have Chinese characters."""
    return all(_has_chinese(getattr(stream, "encoding", None)) for stream in (sys.stdout, sys.stderr))


def _has_chinese(encoding: str | None) -> bool:
    try:
        "中文".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
