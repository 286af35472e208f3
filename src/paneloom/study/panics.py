"""Damaged files on which the reader of workbooks breaks off, with a trace of its own on the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

_ERROR_OUTPUT = 2


def is_panic(fault: BaseException) -> bool:
    """Whether the reader met what it did not expect; no class of its own is public."""
    return type(fault).__name__ == "PanicException"


@contextmanager
def without_trace() -> Iterator[None]:
    """Keep from the screen what a reader prints there as it breaks off; all else is printed at the end."""
    try:
        screen = os.dup(_ERROR_OUTPUT)
    except OSError:
        # There is no screen.
        yield
        return
    with TemporaryFile() as said:
        broken = False
        try:
            if sys.stderr is not None:
                sys.stderr.flush()
            os.dup2(said.fileno(), _ERROR_OUTPUT)
            yield
        except BaseException as fault:
            broken = is_panic(fault)
            raise
        finally:
            os.dup2(screen, _ERROR_OUTPUT)
            os.close(screen)
            if not broken:
                said.seek(0)
                os.write(_ERROR_OUTPUT, said.read())
