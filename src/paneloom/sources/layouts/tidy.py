"""Layout "tidy": a row for each unit, time and variable, the variable named in a column."""

from __future__ import annotations

from dataclasses import replace

from paneloom.sources.layouts.headings import Names
from paneloom.sources.layouts.keyed import KeyedRows, keyed_rows
from paneloom.sources.layouts.rows import KeyColumn
from paneloom.sources.layouts.table import tables
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book
from paneloom.study.intake import Axis


def read_tidy(book: Book, request: Request) -> Found:
    """The readings of each variable asked for; rows of other variables are passed over.

    Raises
    ------
    PaneloomError
        ``no-such-indicator``, ``no-key-column``, ``no-such-column``, ``ambiguous-column``,
        ``duplicate-column``, ``ragged-row``, ``short-row``, ``no-unit``, ``not-a-year``.
    """
    told = {"unit": request.of_unit is not None, "time": request.known_time is not None}
    axes: tuple[Axis, ...] = ("unit", "time")
    blocks, entries = tables(
        book.only(request.source.sheet), request, tuple(axis for axis in axes if not told[axis])
    )
    first = blocks[0].sheet
    every_year = replace(request, source=request.source.model_copy(update={"years": None}))
    parts: list[tuple[KeyedRows, KeyedRows, dict[str, list[int]], dict[str, list[int]], int]] = []
    for block in blocks:
        # Of all years: a variable that has others than those asked for is there all the same.
        kept, totals, left_out = keyed_rows(block, axes, every_year)
        value = block.column(request.source.value)
        indicator = block.key("variable", request)
        parts.append((kept, totals, _by_indicator(kept, indicator), _by_indicator(totals, indicator), value))
        entries += left_out
    names = Names(tuple(dict.fromkeys(name for part in parts for name in part[2])))
    readings: list[Readings] = []
    sums: list[Readings] = []
    for variable, wanted in request.columns.items():
        name = names.only(wanted, "no-such-indicator", first.at_row(first.header))
        for kept, totals, own, of_total, value in parts:
            for rows, numbers, found in ((kept, own, readings), (totals, of_total, sums)):
                asked = [number for number in numbers.get(name, ()) if request.asks(rows.times[number])]
                if asked:
                    found.append(rows.only(asked).readings(variable, value))
    return Found(tuple(readings), tuple(entries), tuple(sums))


def _by_indicator(found: KeyedRows, indicator: KeyColumn) -> dict[str, list[int]]:
    """The rows of each indicator, by their numbers among those found."""
    rows_of: dict[str, list[int]] = {}
    for number, row in enumerate(found.rows):
        name = indicator.text(found.sheet, row)
        if name:
            rows_of.setdefault(name, []).append(number)
    return rows_of
