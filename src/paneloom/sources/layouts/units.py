"""Layout "units": a row for each unit, which holds for every time."""

from __future__ import annotations

from paneloom.sources.layouts.long import columns_of
from paneloom.sources.layouts.rows import table, unit_rows
from paneloom.sources.readings import Found, Request
from paneloom.sources.sheet import Book


def read_units(book: Book, request: Request) -> Found:
    """The readings of each variable asked for, without times.

    Raises
    ------
    PaneloomError
        ``no-key-column``, ``no-such-column``, ``duplicate-column``, ``ragged-row``, ``short-row``, ``no-unit``.
    """
    found = table(book.only(request.source.sheet))
    unit = found.key_column("unit", request)
    rows, entries = unit_rows(found.sheet, found.rows, (unit,), request)
    return Found(columns_of(found, rows, unit, (None,) * len(rows), request), tuple(entries))
