"""What the columns of a table look like: names of units, years, numbers or texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from paneloom.sources.cells import Cell, is_blank, squeezed, text_of, year_of
from paneloom.sources.layouts.headings import HEADS
from paneloom.sources.layouts.table import HEAD_ROWS, heading_texts, width_of
from paneloom.sources.sheet import Sheet, letters

Kind = Literal["unit", "time", "number", "text", "blank"]
SAMPLE = 60


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column: its letter, its heading, what it seems to hold, the share of numbers in it and an example."""

    letter: str
    heading: str
    kind: Kind
    numbers: float
    example: str


def columns_of_book(
    sheet: Sheet, is_unit: Callable[[str], bool] | None = None, header: int | None = None
) -> tuple[ColumnLook, ...]:
    """What each column of a sheet looks like.

    Parameters
    ----------
    sheet
        The sheet.
    is_unit
        Whether a text names a unit.
    header
        The row of headings, from 0; without it, the first row that looks like one.
    """
    if not sheet.rows:
        return ()
    row = heading_row(sheet, is_unit) if header is None else header
    body = range(row + 1, len(sheet.rows))
    width = max(width_of(sheet, (row,)), 1)
    headings = heading_texts(sheet, (row,), width)[0]
    return tuple(
        look(number, heading, sample(sheet, number, body), is_unit) for number, heading in enumerate(headings)
    )


def heading_row(sheet: Sheet, is_unit: Callable[[str], bool] | None = None) -> int:
    """The first row with a usual heading of a key, or two years or units; else the first with two cells."""
    heads = {word: None for words in HEADS.values() for word in words}
    first = None
    for row, cells in enumerate(sheet.rows[:HEAD_ROWS]):
        filled = [cell for cell in cells if not is_blank(cell)]
        if len(filled) < 2:
            continue
        first = row if first is None else first
        if any(isinstance(cell, str) and squeezed(cell) in heads for cell in filled):
            return row
        if sum(year_of(cell) is not None for cell in filled) > max(1, len(filled) / 2):
            return row
        if is_unit is not None and sum(is_unit(text_of(cell)) for cell in filled) > 1:
            return row
    return sheet.header if first is None else first


def look(
    number: int, heading: str, cells: Sequence[Cell], is_unit: Callable[[str], bool] | None
) -> ColumnLook:
    """What one column looks like, by its heading and by some of its cells."""
    numbers = share_of(cells, is_number)
    kind: Kind = "number" if numbers > 0.5 else "text"
    word = squeezed(heading)
    if not cells:
        kind = "blank"
    elif word in HEADS["time"] or (not heading and share_of(cells, is_year) == 1):
        kind = "time" if share_of(cells, is_year) > 0.5 else kind
    elif (is_unit is not None and share_of(cells, lambda cell: is_unit(text_of(cell))) > 0.5) or (
        is_unit is None and word in HEADS["unit"] and kind == "text"
    ):
        kind = "unit"
    return ColumnLook(letters(number), heading, kind, numbers, text_of(cells[0]) if cells else "")


def sample(sheet: Sheet, column: int, rows: range) -> list[Cell]:
    """The first cells of a column that hold something."""
    found: list[Cell] = []
    for row in rows:
        cell = sheet.cell(row, column)
        if not is_blank(cell):
            found.append(cell)
            if len(found) == SAMPLE:
                break
    return found


def share_of(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    """The share of cells that pass a test; 0 of none."""
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0.0


def is_year(cell: Cell) -> bool:
    """Whether a cell holds a year."""
    return year_of(cell) is not None


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, separators and signs of per cent apart."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return True
    try:
        float(text_of(cell).replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True
