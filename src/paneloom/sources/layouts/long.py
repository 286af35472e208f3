"""Layouts with a column for each variable: "long", a row for each unit and time; "units" and "times", a row for each."""

from __future__ import annotations

from collections.abc import Sequence

from paneloom.sources.cells import squeezed
from paneloom.sources.layouts.headings import VALUE_HEADS, Names
from paneloom.sources.layouts.keyed import keyed_rows
from paneloom.sources.layouts.table import Table, declared, tables
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book
from paneloom.study.intake import Axis


def read_long(book: Book, request: Request) -> Found:
    """A row for each unit and time; where the whole file is about one of them, for each of the other.

    Titles above the headings are left out, with an entry each. Where the headings come again, a further block
    begins, with further columns for the same keys or with further rows. Where the whole file is about one
    variable, its values stand in the column ``value``, or in the only one that is no key.

    Raises
    ------
    PaneloomError
        ``no-key-column``, ``no-such-column``, ``ambiguous-column``, ``duplicate-column``, ``ragged-row``,
        ``short-row``, ``no-unit``, ``not-a-year``, ``year-disagrees``.
    """
    return _read(book, request, ("unit", "time"))


def read_units(book: Book, request: Request) -> Found:
    """A row for each unit, which holds for every time.

    Raises
    ------
    PaneloomError
        Those of ``read_long``, of times apart.
    """
    return _read(book, request, ("unit",))


def read_times(book: Book, request: Request) -> Found:
    """A row for each time, which holds for every unit.

    Raises
    ------
    PaneloomError
        Those of ``read_long``, of units apart.
    """
    return _read(book, request, ("time",))


def _read(book: Book, request: Request, axes: Sequence[Axis]) -> Found:
    told = {"unit": request.of_unit is not None, "time": request.known_time is not None}
    blocks, entries = tables(
        book.only(request.source.sheet), request, tuple(axis for axis in axes if not told[axis])
    )
    columns = _columns(blocks, request)
    readings: dict[str, list[Readings]] = {variable: [] for variable in request.columns}
    totals: list[Readings] = []
    for block in blocks:
        own = {name: block.headings.index(text) for name, text in columns.items() if text in block.headings}
        if not own:
            continue
        kept, total, left_out = keyed_rows(block, axes, request)
        # Rows outside the years asked for are as if they were not there.
        some = bool(kept.rows) or (len(blocks) == 1 and request.source.years is None)
        for variable, column in own.items():
            readings[variable] += [kept.readings(variable, column)] if some else []
            totals += [total.readings(variable, column)] if total.rows else []
        entries += left_out
    found = tuple(one for several in readings.values() for one in several)
    return Found(found, tuple(entries), tuple(totals))


def _columns(blocks: list[Table], request: Request) -> dict[str, str]:
    """The heading of each variable asked for, in whichever block it stands."""
    first = blocks[0]
    where = first.sheet.at_row(first.sheet.header)
    texts = tuple(dict.fromkeys(name for block in blocks for name in block.headings if name))
    names = Names(texts, {name: lower for block in blocks for name, lower in block.lower.items()})
    if request.of_variable is None:
        return {
            variable: names.only(heading, "no-such-column", where)
            for variable, heading in request.columns.items()
        }
    return dict.fromkeys(
        request.columns,
        _value_column(names, request) or names.only(request.source.value, "no-such-column", where),
    )


def _value_column(names: Names, request: Request) -> str:
    """The column of values in a table of one variable: headed so, or the only one that is no key; else ""."""
    if names.find(request.source.value):
        return ""
    keys = [squeezed(declared("unit", request)), squeezed(declared("time", request))]
    others = [text for text in names.texts if squeezed(text) not in keys]
    headed = [text for text in others if squeezed(text) in VALUE_HEADS]
    found = headed if len(headed) == 1 else others
    return found[0] if len(found) == 1 else ""
