"""A file that another program writes while it is read would give a table that never was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paneloom.errors import PaneloomError, Place


@contextmanager
def unchanged(path: Path, file: str) -> Iterator[None]:
    """Hold a file against its size and time of change before it was read; what was read of another counts for nothing.

    Raises
    ------
    PaneloomError
        ``input-changed``, also in place of what a reader finds wrong with half a file.
    """
    before = _state(path)
    try:
        yield
    except PaneloomError:
        _check(path, file, before)
        raise
    _check(path, file, before)


def _check(path: Path, file: str, before: tuple[int, ...]) -> None:
    if _state(path) != before:
        raise PaneloomError("input-changed", where=Place(file)) from None


def _state(path: Path) -> tuple[int, ...]:
    """What tells one state of a file from another; nothing for one that is not there."""
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_size, about.st_mtime_ns, about.st_ino
