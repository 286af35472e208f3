"""Layout "sheets": a workbook as yearbooks look, a sheet for each variable, units down and years across."""

from __future__ import annotations

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import is_blank, squeezed, text_of, year_of
from paneloom.sources.layouts.rows import HEADS, unit_rows, with_header
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book, Sheet


def read_sheets(book: Book, request: Request) -> Found:
    """The readings of each variable asked for, from the sheet that is called like its column.

    Above the row of years stand titles and units of measurement; they are passed over. Note rows, total rows
    and columns without a year are left out, with an entry each.

    Raises
    ------
    PaneloomError
        ``unknown-sheet``, ``no-header-row``, ``short-row``, ``no-unit``.
    """
    readings: list[Readings] = []
    entries: list[Entry] = []
    for variable, name in request.columns.items():
        sheet = book.sheet(name)
        one, left_out = _read(sheet, variable, request)
        readings.append(one)
        entries += left_out
    return Found(tuple(readings), tuple(entries))


def _read(sheet: Sheet, variable: str, request: Request) -> tuple[Readings, list[Entry]]:
    header, unit = _header(sheet, request)
    sheet = with_header(sheet, header)
    years, entries = _years(sheet, header, unit)
    rows, left_out = unit_rows(sheet, range(header + 1, len(sheet.rows)), (unit,), request)
    cells = tuple((row, column) for row in rows for column in years)
    readings = Readings(
        sheet=sheet,
        variable=variable,
        units=tuple(text_of(sheet.cell(row, unit)) for row, _ in cells),
        times=tuple(years[column] for _, column in cells),
        values=tuple(sheet.cell(*cell) for cell in cells),
        cells=cells,
        unit_column=unit,
    )
    return readings, entries + left_out


def _header(sheet: Sheet, request: Request) -> tuple[int, int]:
    """The first row in which a heading for units has a year to its right, and the column of that heading."""
    heads = {squeezed(word) for word in (*HEADS["unit"], request.unit_column)}
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            years_follow = any(year_of(other) is not None for other in cells[column + 1 :])
            if isinstance(cell, str) and squeezed(cell) in heads and years_follow:
                return row, column
    raise PaneloomError(
        "no-header-row", where=sheet.at_row(0), seen=sheet.name or sheet.file, known=HEADS["unit"][:4]
    )


def _years(sheet: Sheet, header: int, unit: int) -> tuple[dict[int, int], list[Entry]]:
    """The year of each column to the right of the units, and an entry for each column that has none."""
    years: dict[int, int] = {}
    entries: list[Entry] = []
    for column in range(unit + 1, len(sheet.rows[header])):
        cell = sheet.cell(header, column)
        year = year_of(cell)
        if year is not None:
            years[column] = year
        elif not is_blank(cell):
            place = sheet.place(header, column)
            entries.append(Entry("dropped", "column without a year", before=text_of(cell), place=place))
    return years, entries
