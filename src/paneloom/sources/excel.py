"""Workbooks (.xlsx, .xlsm), read with calamine after a look at their size and at cells without a value."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from paneloom.errors import PaneloomError, Place
from paneloom.sources.cells import Cell, ErrorCell
from paneloom.sources.sheet import Book, Sheet
from paneloom.sources.workbook_parts import Scan, check_size, scan, sheet_parts
from paneloom.study.contents import contents

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# RuntimeError is what the archive raises for a member with a password or in a packing it does not know.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError, StopIteration, expat.ExpatError,
)  # fmt: skip


def read_workbook(path: Path, file: str) -> Book:
    """Every sheet of a workbook; cells are text, numbers, truth values, dates, or ``ErrorCell``.

    Raises
    ------
    PaneloomError
        ``file-unreadable``, ``not-a-workbook`` (with a password, too), ``workbook-too-large``, ``sheet-too-large``.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    data = contents(path, Place(file))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_size(archive, file)
            parts = sheet_parts(archive)
            scans = {
                name: scan(archive.read(part), Place(file, sheet=name))
                for name, part in parts.items()
                if part.startswith("xl/worksheets/")
            }
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return Book(file, tuple(_sheet(workbook, file, name, found) for name, found in scans.items()))
    except (*_DAMAGED, CalamineError):
        raise PaneloomError("not-a-workbook", where=Place(file)) from None


def _sheet(workbook: CalamineWorkbook, file: str, name: str, found: Scan) -> Sheet:
    raw = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows: list[list[Cell]] = [list(row) for row in raw]
    for (row, column), text in found.faults.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = ErrorCell(text)
    header = next(
        (number for number, row in enumerate(rows) if any(cell not in ("", None) for cell in row)), 0
    )
    return Sheet(file, name, tuple(map(tuple, rows)), header=header)
