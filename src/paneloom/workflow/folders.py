"""The folders that a run writes into: never beyond a link, and gone again when the run leaves them empty."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paneloom.errors import PaneloomError, Place


@contextmanager
def new_folders() -> Iterator[Callable[[Path], None]]:
    """A function that makes a folder and those above it; the new ones that are empty in the end are removed."""
    made: list[Path] = []

    def make(folder: Path) -> None:
        for path in (*reversed(folder.parents), folder):
            if not path.is_dir():
                path.mkdir()
                made.append(path)

    try:
        yield make
    finally:
        for path in reversed(made):
            # One that holds something stays.
            with suppress(OSError):
                path.rmdir()


def check_below(folder: Path, name: str) -> None:
    """Refuse a name that a link below ``folder`` leads out of it.

    Raises
    ------
    PaneloomError
        ``output-outside`` with the name and where it leads.
    """
    path = folder / name
    try:
        parent = path.parent.resolve()
        is_below = parent.is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        # Links that go round in a circle.
        parent, is_below = path.parent, False
    if not is_below:
        raise PaneloomError("output-outside", where=Place(str(path)), seen=parent)


def is_plain_file(path: Path) -> bool:
    """Whether the path is a file itself, and no link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
