"""A file of records as a sheet: the names of its columns, then its records, which are counted from 1."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from paneloom.errors import PaneloomError, Place
from paneloom.sources.cells import Cell
from paneloom.sources.sheet import CELL_LIMIT, Book, Sheet

# The texts of a file together; ten characters of each of the cells it may have.
TEXT_LIMIT = 256 * 2**20


def check_extent(file: str, rows: int, columns: int, texts: int = 0) -> None:
    """Refuse records that would take too much memory.

    Parameters
    ----------
    file
        How messages call the file.
    rows, columns
        How many there are.
    texts
        The bytes that the texts of all records together may take.

    Raises
    ------
    PaneloomError
        ``sheet-too-large``; that of ``check_texts``.
    """
    if rows * columns > CELL_LIMIT:
        raise PaneloomError(
            "sheet-too-large", where=Place(file), seen=f"{rows} x {columns}", limit=f"{CELL_LIMIT:,}"
        )
    check_texts(file, texts)


def check_texts(file: str, size: int) -> None:
    """Refuse texts that would take too much memory together; ``size`` is in bytes or characters.

    Raises
    ------
    PaneloomError
        ``texts-too-large``.
    """
    if size > TEXT_LIMIT:
        raise PaneloomError(
            "texts-too-large",
            where=Place(file),
            seen=f"{size / 2**20:.0f} MB",
            limit=TEXT_LIMIT // 2**20,
        )


def table_book(
    file: str, names: Iterable[str], records: Iterable[Sequence[Cell]], encoding: str = ""
) -> Book:
    """The one sheet that a file of records is; NaN, which such files write for a missing number, becomes None."""
    rows: list[tuple[Cell, ...]] = [tuple(names)]
    rows += (tuple(map(_cell, record)) for record in records)
    return Book(file, (Sheet(file, None, tuple(rows), tuple(range(len(rows)))),), encoding)


def _cell(value: Cell) -> Cell:
    return None if isinstance(value, float) and math.isnan(value) else value
