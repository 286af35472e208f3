"""Layout "tidy": a row for each unit, time and variable, the variable named in a column."""

from __future__ import annotations

from paneloom.errors import PaneloomError, nearest
from paneloom.sources.cells import text_of
from paneloom.sources.layouts.rows import Table, table, unit_rows, year_at
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book


def read_tidy(book: Book, request: Request) -> Found:
    """The readings of each variable asked for; rows of other variables are passed over.

    Raises
    ------
    PaneloomError
        ``no-such-indicator``, ``no-key-column``, ``no-such-column``, ``duplicate-column``, ``ragged-row``,
        ``short-row``, ``no-unit``, ``not-a-year``.
    """
    found = table(book.only(request.source.sheet))
    sheet = found.sheet
    unit = found.key_column("unit", request)
    time = found.key_column("time", request)
    value = found.column(request.source.value)
    rows, entries = unit_rows(sheet, found.rows, (unit, time), request)
    rows_of = _rows_by_indicator(found, rows, request)
    readings: list[Readings] = []
    for variable, indicator in request.columns.items():
        own = rows_of.get(text_of(indicator))
        if own is None:
            raise PaneloomError(
                "no-such-indicator",
                where=sheet.at_row(sheet.header),
                seen=indicator,
                nearest=nearest(indicator, rows_of),
            )
        readings.append(
            Readings(
                sheet=sheet,
                variable=variable,
                units=tuple(text_of(sheet.cell(row, unit)) for row in own),
                times=tuple(year_at(sheet, row, time) for row in own),
                values=tuple(sheet.cell(row, value) for row in own),
                cells=tuple((row, value) for row in own),
                unit_column=unit,
            )
        )
    return Found(tuple(readings), tuple(entries))


def _rows_by_indicator(found: Table, rows: list[int], request: Request) -> dict[str, list[int]]:
    column = found.column(request.source.variable)
    rows_of: dict[str, list[int]] = {}
    for row in rows:
        name = text_of(found.sheet.cell(row, column))
        if name:
            rows_of.setdefault(name, []).append(row)
    return rows_of
