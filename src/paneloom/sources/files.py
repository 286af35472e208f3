"""A file of any kind that can be read, told by its first bytes and not by its name."""

from __future__ import annotations

from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.sources.csv_table import read_csv
from paneloom.sources.excel import read_workbook
from paneloom.sources.sheet import Book
from paneloom.study.contents import contents
from paneloom.study.intake import Source

SIZE_LIMIT = 512 * 2**20
_ZIP = b"PK\x03\x04"
_UNREAD = ((b"\xd0\xcf\x11\xe0", "xls"), (b"PAR1", "Parquet"), (b"<stata_dta>", "Stata"), (b"%PDF", "PDF"))


def read_book(path: Path, file: str, source: Source | None = None) -> Book:
    """The sheets of a workbook, or the one sheet that a CSV file is.

    Parameters
    ----------
    path
        Where the file is; ``study.paths.inside`` has made sure that it is there.
    file
        How messages call it: the path as the study file spells it.
    source
        Its section in the study file, which may name an encoding or a password.

    Raises
    ------
    PaneloomError
        ``file-too-large``, ``file-unreadable``, ``unread-format``, and those of the readers.
    """
    size = path.stat().st_size
    if size > SIZE_LIMIT:
        raise PaneloomError(
            "file-too-large", where=Place(file), seen=f"{size / 2**20:.0f} MB", limit=SIZE_LIMIT // 2**20
        )
    start = contents(path, Place(file), first=16)
    for mark, kind in _UNREAD:
        if start.startswith(mark):
            raise PaneloomError("unread-format", where=Place(file), seen=kind)
    return read_workbook(path, file) if start.startswith(_ZIP) else read_csv(path, file)
