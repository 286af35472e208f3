"""The bytes of a file that a study names, one that cannot be opened being an error with its place; the size of a study."""

from __future__ import annotations

from pathlib import Path

from paneloom.errors import PaneloomError, Place

STUDY_LIMIT = 2 * 2**20


def check_study_size(path: Path, file: str) -> None:
    """Refuse a study that would take minutes to read, before it is; one that is not there is left to its reader.

    Raises
    ------
    PaneloomError
        ``study-too-large``.
    """
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return
    if size > STUDY_LIMIT:
        seen = f"{size / 2**20:.1f} MB"
        raise PaneloomError("study-too-large", where=Place(file), seen=seen, limit=STUDY_LIMIT // 2**20)


def contents(path: Path, where: Place, first: int = -1) -> bytes:
    """The first bytes of a file, or all of them when ``first`` is -1; messages say that it is at ``where``.

    Raises
    ------
    PaneloomError
        ``file-unreadable`` when the system does not let the file be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(first)
    except OSError as fault:
        raise PaneloomError("file-unreadable", where=where, seen=fault.strerror) from fault
