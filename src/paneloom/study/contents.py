"""The bytes of a file that a study names; one that cannot be opened is an error with its place."""

from __future__ import annotations

from pathlib import Path

from paneloom.errors import PaneloomError, Place


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
