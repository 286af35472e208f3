"""What the layouts share: headings, keys of a row, rows that are no observations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from paneloom.errors import PaneloomError, nearest
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import ErrorCell, is_blank, squeezed, text_of, year_of
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Sheet

Key = Literal["unit", "time"]
HEADS: dict[Key, tuple[str, ...]] = {
    "unit": (
        "地区", "省份", "省市", "省区市", "省", "区域", "城市", "单位名称", "地区名称", "province", "provinces",
        "state", "states", "region", "regions", "area", "city", "county", "country", "unit",
    ),
    "time": ("年份", "年度", "年", "时间", "year", "years", "time", "period", "date"),
}  # fmt: skip
_NOTE = re.compile(
    r"资料来源|数据来源|(?:注|附注|说明|备注|来源)(?:\d*[:.、]|$|\d|\s|[^:]{0,8}:)|(?:notes?|sources?)(?:\d*[:.]|\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with one heading for each column, and the rows below."""

    sheet: Sheet
    headings: tuple[str, ...]

    @property
    def rows(self) -> range:
        """The numbers of the rows below the headings."""
        return range(self.sheet.header + 1, len(self.sheet.rows))

    def column(self, heading: str) -> int:
        """The number of a column.

        Raises
        ------
        PaneloomError
            ``no-such-column``.
        """
        wanted = text_of(heading)
        if wanted not in self.headings:
            known = tuple(name for name in self.headings if name)
            raise PaneloomError(
                "no-such-column",
                where=self.sheet.at_row(self.sheet.header),
                seen=heading,
                nearest=nearest(wanted, known),
                known=known,
            )
        return self.headings.index(wanted)

    def key_column(self, key: Key, request: Request) -> int:
        """The number of the column of units or times.

        Raises
        ------
        PaneloomError
            ``no-key-column``, with the setting that names the column, of the likely heading if there is one.
        """
        heading = request.unit_column if key == "unit" else request.time_column
        wanted = text_of(heading)
        if wanted in self.headings:
            return self.headings.index(wanted)
        known = tuple(name for name in self.headings if name)
        likely = next((name for name in known if squeezed(name) in HEADS[key]), "")
        raise PaneloomError(
            "no-key-column",
            where=self.sheet.at_row(self.sheet.header),
            seen=heading,
            what_en={"unit": "units", "time": "times"}[key],
            what_zh={"unit": "地区", "time": "时间"}[key],
            setting=f'{key} = "{likely or nearest(wanted, known) or "..."}"',
            section=request.section,
            known=known,
        )


def table(sheet: Sheet) -> Table:
    """A sheet whose first row that is not blank holds the headings.

    Raises
    ------
    PaneloomError
        ``empty-table``, ``duplicate-column``, ``ragged-row`` (a cell to the right of the last heading).
    """
    if not any(not is_blank(cell) for row in sheet.rows for cell in row):
        raise PaneloomError("empty-table", where=sheet.at_row(0), seen=sheet.file)
    width = _width(sheet)
    headings = tuple(text_of(cell) for cell in sheet.rows[sheet.header][:width])
    met: set[str] = set()
    for number, name in enumerate(headings):
        if name in met:
            raise PaneloomError("duplicate-column", where=sheet.place(sheet.header, number), seen=name)
        if name:
            met.add(name)
    for row in range(sheet.header + 1, len(sheet.rows)):
        for number, cell in enumerate(sheet.rows[row][width:], start=width):
            if not is_blank(cell):
                raise PaneloomError("ragged-row", where=sheet.place(row, number), seen=str(cell))
    return Table(sheet, headings)


def is_note(text: str) -> bool:
    """Whether the text at the head of a row says that it is a note: 注：…, 资料来源：…, Note: …, Source: …."""
    return _NOTE.match(text_of(text)) is not None


def unit_rows(
    sheet: Sheet, rows: range, keys: tuple[int, ...], request: Request
) -> tuple[list[int], list[Entry]]:
    """The rows that hold observations, and an entry for each note and each total left out.

    Blank rows are passed over. A row that begins like a note is one when it holds nothing else, or when each
    of its ``keys`` is blank or is that beginning: what has a unit and a time is an observation, whatever
    stands before them. A row below the last values that holds one cell, after a blank row, is a note too,
    whatever it says; in between it is a unit without values.

    Parameters
    ----------
    sheet
        The sheet.
    rows
        The rows to look at.
    keys
        The column of the units and, where there is one, that of the times.
    request
        Tells the names of total rows.

    Raises
    ------
    PaneloomError
        ``no-unit`` when a row holds values and no unit; ``short-row`` when a row of a CSV file has fewer
        cells than the headings, so that a cell may have been lost and the others have moved.
    """
    unit_column = keys[0]
    totals = {squeezed(word) for word in request.totals}
    # The reader of workbooks cuts empty cells at the end of a row; a CSV file has their separators.
    shortest = _width(sheet) if sheet.name is None else 0
    kept: list[int] = []
    entries: list[Entry] = []
    filled_in = {
        row: [number for number, cell in enumerate(sheet.rows[row]) if not is_blank(cell)] for row in rows
    }
    last = max((row for row, filled in filled_in.items() if len(filled) > 1), default=-1)
    after_blank = False
    for row, filled in filled_in.items():
        if not filled:
            after_blank = True
            continue
        unit = sheet.cell(row, unit_column)
        keyless = not (set(keys) - {filled[0]}).intersection(filled)
        noted = is_note(text_of(sheet.cell(row, filled[0]))) and (len(filled) == 1 or keyless)
        alone = after_blank and row > last
        if noted or alone:
            entries.append(_left_out(sheet, row, filled[0], "note row"))
        elif squeezed(text_of(unit)) in totals:
            entries.append(_left_out(sheet, row, unit_column, "total row"))
        elif is_blank(unit) or isinstance(unit, ErrorCell):
            raise PaneloomError("no-unit", where=sheet.place(row, unit_column), seen=str(unit or ""))
        else:
            if len(sheet.rows[row]) < shortest:
                raise _short(sheet, row, shortest)
            kept.append(row)
    return kept, entries


def _width(sheet: Sheet) -> int:
    """The number of columns up to the last heading."""
    cells = sheet.rows[sheet.header]
    return max(number for number, cell in enumerate(cells) if not is_blank(cell)) + 1


def _short(sheet: Sheet, row: int, headings: int) -> PaneloomError:
    cells = sheet.rows[row]
    return PaneloomError(
        "short-row", where=sheet.at_row(row), seen=cells, cells=len(cells), headings=headings
    )


def year_at(sheet: Sheet, row: int, column: int) -> int:
    """The year in a cell.

    Raises
    ------
    PaneloomError
        ``not-a-year``.
    """
    cell = sheet.cell(row, column)
    year = year_of(cell)
    if year is None:
        raise PaneloomError("not-a-year", where=sheet.place(row, column), seen=str(cell or ""))
    return year


def with_header(sheet: Sheet, row: int) -> Sheet:
    """The sheet with its headings in another row."""
    return replace(sheet, header=row)


def _left_out(sheet: Sheet, row: int, column: int, rule: str) -> Entry:
    return Entry("dropped", rule, before=text_of(sheet.cell(row, column)), place=sheet.place(row, column))
