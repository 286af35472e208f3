"""Layout "long": a row for each unit and time, a column for each variable."""

from __future__ import annotations

from paneloom.sources.cells import text_of
from paneloom.sources.layouts.rows import Table, table, unit_rows, year_at
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book


def read_long(book: Book, request: Request) -> Found:
    """The readings of each variable asked for.

    Raises
    ------
    PaneloomError
        ``no-key-column``, ``no-such-column``, ``duplicate-column``, ``ragged-row``, ``short-row``, ``no-unit``,
        ``not-a-year``.
    """
    found = table(book.only(request.source.sheet))
    unit = found.key_column("unit", request)
    time = found.key_column("time", request)
    rows, entries = unit_rows(found.sheet, found.rows, (unit, time), request)
    times = tuple(year_at(found.sheet, row, time) for row in rows)
    return Found(columns_of(found, rows, unit, times, request), tuple(entries))


def columns_of(
    found: Table, rows: list[int], unit: int, times: tuple[int | None, ...], request: Request
) -> tuple[Readings, ...]:
    """One reading for each of the rows, in each column asked for."""
    sheet = found.sheet
    units = tuple(text_of(sheet.cell(row, unit)) for row in rows)
    readings: list[Readings] = []
    for variable, heading in request.columns.items():
        column = found.column(heading)
        values = tuple(sheet.cell(row, column) for row in rows)
        cells = tuple((row, column) for row in rows)
        readings.append(Readings(sheet, variable, units, times, values, cells, unit))
    return tuple(readings)
