"""The rows below the headings: which hold observations, which are totals, notes or blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, ErrorCell, as_written, is_blank, squeezed, text_of, year_of
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Sheet
from paneloom.study.intake import Axis

_NOTE = re.compile(
    r"资料来源|数据来源|(?:注|附注|说明|备注|来源)(?:\d*[:.、]|$|\d|\s|[^:]{0,8}:)|(?:notes?|sources?)(?:\d*[:.]|\s|$)",
    re.IGNORECASE,
)
# What is left of a note when a program that knows only numbers has cut it.
_CUT = ("数", "数据", "数据来", "资", "资料", "资料来", "附", "说", "备")


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A column of names or years, and the cell that each of its merged cells repeats."""

    number: int
    merged: Mapping[int, tuple[int, int]]

    def cell(self, sheet: Sheet, row: int) -> Cell:
        """The key of a row; that of the whole rectangle where cells are merged."""
        cell = sheet.cell(row, self.number)
        if row in self.merged and is_blank(cell):
            return sheet.cell(*self.merged[row])
        return cell

    def text(self, sheet: Sheet, row: int) -> str:
        """Its text."""
        return text_of(self.cell(sheet, row))


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table: observations, totals, and an entry for each total and note."""

    kept: list[int]
    totals: list[int]
    entries: list[Entry]


def key_column(sheet: Sheet, number: int) -> KeyColumn:
    """A column as a key, with its merged cells."""
    merged = {
        row: (top, left)
        for top, left, bottom, right in sheet.merged
        if left <= number <= right
        for row in range(top, bottom + 1)
    }
    return KeyColumn(number, merged)


def is_note(text: str) -> bool:
    """Whether the text at the head of a row says that it is a note: 注：…, 资料来源：…, Note: …, Source: …."""
    return _NOTE.match(text_of(text)) is not None


def body_rows(
    sheet: Sheet, rows: range, keys: Mapping[Axis, KeyColumn], request: Request, width: int
) -> Body:
    """The rows that hold observations, and those that hold totals.

    Blank rows are passed over. A row that begins like a note is one when it holds nothing else, or when each
    of its ``keys`` is blank or is that beginning: what has a unit and a time is an observation, whatever
    stands before them. A row below the last values that holds one cell, after a blank row or a note, is a note
    too, whatever it says; in between it is a unit without values.

    Parameters
    ----------
    sheet
        The sheet.
    rows
        The rows to look at.
    keys
        The columns of names and years, by what they hold.
    request
        Tells the names of total rows.
    width
        The number of columns up to the last heading.

    Raises
    ------
    PaneloomError
        ``no-unit`` or ``no-indicator`` when a row holds values and no name; ``short-row`` when a row of a CSV
        file has fewer cells than the headings, so that a cell may have been lost and the others have moved.
    """
    totals = {squeezed(word) for word in request.totals}
    unit = keys.get("unit")
    # The reader of workbooks cuts empty cells at the end of a row; a CSV file has their separators.
    shortest = width if sheet.name is None else 0
    filled_in = {row: _filled(sheet.rows[row]) for row in rows}
    last = max((row for row, filled in filled_in.items() if len(filled) > 1), default=-1)
    columns = [key.number for key in keys.values()]
    found = Body([], [], [])
    after_gap = False
    for row, filled in filled_in.items():
        if not filled:
            after_gap = True
            continue
        first = text_of(sheet.cell(row, filled[0]))
        keyless = not any(number in columns for number in filled[1:])
        noted = (len(filled) == 1 or keyless) and is_note(first)
        foot = len(filled) == 1 and row > last
        if noted or (foot and (after_gap or first in _CUT)):
            found.entries.append(left_out(sheet, row, filled[0], "note row"))
            after_gap = True
            continue
        if unit is not None and squeezed(unit.text(sheet, row)) in totals:
            found.entries.append(left_out(sheet, row, unit.number, "total row"))
            found.totals.append(row)
            continue
        _check_names(sheet, row, keys)
        if len(sheet.rows[row]) < shortest:
            cells = sheet.rows[row]
            raise PaneloomError(
                "short-row", where=sheet.at_row(row), seen=cells, cells=len(cells), headings=shortest
            )
        found.kept.append(row)
    return found


def _filled(cells: tuple[Cell, ...]) -> list[int]:
    return [number for number, cell in enumerate(cells) if not is_blank(cell)]


def _check_names(sheet: Sheet, row: int, keys: Mapping[Axis, KeyColumn]) -> None:
    for axis, key in keys.items():
        cell = key.cell(sheet, row)
        if axis == "time" or not (is_blank(cell) or isinstance(cell, ErrorCell)):
            continue
        where = sheet.place(row, key.number)
        if axis == "unit":
            raise PaneloomError("no-unit", where=where, seen=str(cell or ""))
        raise PaneloomError("no-indicator", where=where, seen=str(cell or ""))


def year_at(sheet: Sheet, row: int, key: KeyColumn) -> int:
    """The year in a cell.

    Raises
    ------
    PaneloomError
        ``not-a-year``.
    """
    cell = key.cell(sheet, row)
    year = year_of(cell)
    if year is None:
        raise PaneloomError("not-a-year", where=sheet.place(row, key.number), seen=str(cell or ""))
    return year


def left_out(sheet: Sheet, row: int, column: int, rule: str) -> Entry:
    """The entry for a cell or a row that is no observation."""
    return Entry("dropped", rule, before=as_written(sheet.cell(row, column)), place=sheet.place(row, column))
