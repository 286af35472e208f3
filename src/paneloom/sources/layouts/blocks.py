"""The blocks of a wide table: for each the columns of its keys, and what each other column is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, is_blank, text_of, year_of
from paneloom.sources.layouts.axes import Axes, check_variable
from paneloom.sources.layouts.headings import Names, headed_like, named_column
from paneloom.sources.layouts.lead import Lead, first_of, lead_of
from paneloom.sources.layouts.looks import sample
from paneloom.sources.layouts.rows import KeyColumn, key_column, left_out
from paneloom.sources.layouts.table import (
    JOIN,
    declared,
    heading_texts,
    no_key_column,
    says,
    titles_above,
    width_of,
)
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Sheet, letters
from paneloom.study.intake import Axis


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values, and the unit, the time and the variable it is about, as far as headings tell.

    ``lower`` is the lower part of a variable named in two rows, else "".
    """

    number: int
    unit: str
    time: int | None
    variable: str
    lower: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a wide table; ``sheet.header`` is its last row of headings.

    ``unit_row`` is where the names of units stand across, None where they do not; ``width`` is the number of
    columns up to the last heading.
    """

    sheet: Sheet
    axes: Axes
    rows: range
    keys: Mapping[Axis, KeyColumn]
    columns: tuple[Column, ...]
    unit_row: int | None
    width: int
    entries: list[Entry]

    def in_order(self, request: Request) -> bool:
        """Whether the rows have no names and stand in the order of a registry."""
        return "unit" in self.axes.down and "unit" not in self.keys and bool(request.order)


def blocks_of(sheet: Sheet, axes: Axes, request: Request) -> tuple[list[Block], list[Entry]]:
    """The blocks of a wide table, and an entry for each title above them and between them.

    Raises
    ------
    PaneloomError
        ``no-header-row``, ``no-heading-row``, ``no-key-column``, ``which-variable``.
    """
    lead = lead_of(sheet, axes, request)
    check_variable(lead.axes, request, sheet.at_row(lead.row))
    sheet = replace(sheet, header=lead.rows[-1])
    keys = _keys(sheet, lead, request)
    tops = [lead.top, *_again(sheet, lead, keys, request)]
    is_unit = request.is_unit if "unit" in keys else None
    entries = _titles(sheet, range(lead.top))
    blocks: list[Block] = []
    for number, top in enumerate(tops):
        own = replace(lead, top=top, row=lead.row + top - lead.top)
        last = tops[number + 1] if number + 1 < len(tops) else len(sheet.rows)
        rows = range(own.rows[-1] + 1, last)
        if number + 1 < len(tops):
            above = titles_above(sheet, last, rows, is_unit)
            rows = range(rows.start, above.start)
            entries += _titles(sheet, above)
        blocks.append(_block(sheet, own, rows, keys))
    return blocks, entries


def _titles(sheet: Sheet, rows: range) -> list[Entry]:
    """An entry for each of these rows that holds anything, at the first of its cells."""
    first = {
        row: next((n for n, cell in enumerate(sheet.rows[row]) if not is_blank(cell)), None) for row in rows
    }
    return [left_out(sheet, row, column, "title row") for row, column in first.items() if column is not None]


def _block(sheet: Sheet, lead: Lead, rows: range, keys: Mapping[Axis, KeyColumn]) -> Block:
    sheet = replace(sheet, header=lead.rows[-1])
    width = width_of(sheet, lead.rows)
    levels = heading_texts(sheet, lead.rows, width)
    leading = levels[lead.row - lead.top]
    second: Axis | None = next((axis for axis in lead.axes.across if axis != lead.axis), None)
    taken = [key.number for key in keys.values()]
    start = 0 if lead.axis == "variable" else max((n for n in taken if n < lead.first), default=-1) + 1
    columns: list[Column] = []
    entries: list[Entry] = []
    for number in range(start, width):
        if number in taken:
            continue
        time = _year(sheet, lead.row, number, leading[number]) if lead.axis == "time" else None
        if lead.axis == "time" and time is None:
            entries += _without_year(sheet, lead, number, rows)
            continue
        parts = [level[number] for level in levels if lead.axis == "variable" or level is not leading]
        parts = list(dict.fromkeys(part for part in parts if part))
        label: dict[Axis | None, str] = {second: JOIN.join(parts), lead.axis: leading[number]}
        if lead.axis == "variable":
            label = {"variable": JOIN.join(parts)}
        if second is not None and not label[second]:
            continue
        lower = parts[-1] if "variable" in label and len(parts) > 1 else ""
        columns.append(Column(number, label.get("unit", ""), time, label.get("variable", ""), lower))
    columns = [one for one in columns if lead.axis == "time" or one.unit or one.variable]
    unit_row = None
    if "unit" in lead.axes.across:
        unit_row = lead.row if lead.axis == "unit" else next(row for row in lead.rows if row != lead.row)
    return Block(sheet, lead.axes, rows, keys, tuple(columns), unit_row, width, entries)


def _year(sheet: Sheet, row: int, column: int, text: str) -> int | None:
    """The year that heads a column; a merged cell heads all of its columns."""
    year = year_of(sheet.cell(row, column))
    return year if year is not None else year_of(text)


def _without_year(sheet: Sheet, lead: Lead, number: int, rows: range) -> list[Entry]:
    blank = is_blank(sheet.cell(lead.row, number))
    if blank and all(is_blank(sheet.cell(row, number)) for row in rows):
        return []
    return [left_out(sheet, lead.row, number, "column without a year")]


def _keys(sheet: Sheet, lead: Lead, request: Request) -> dict[Axis, KeyColumn]:
    """The column of each axis that goes down: as the study names it, as it is headed, as its cells look."""
    width = width_of(sheet, lead.rows)
    levels = heading_texts(sheet, lead.rows, width)
    heads = [next((level[n] for level in reversed(levels) if level[n]), "") for n in range(width)]
    if lead.axis != "variable":
        heads = [next((level[n] for level in levels if level[n]), "") for n in range(lead.first)]
    ordered = bool(request.order) and request.source.unit is None
    wanted = [axis for axis in lead.axes.down if not (axis == "unit" and ordered)]
    found: dict[Axis, int] = {}
    for axis in wanted:
        number = named_column(declared(axis, request), heads, letter=says(axis, request))
        if number is not None:
            found[axis] = number
        elif says(axis, request):
            raise no_key_column(sheet, heads, axis, request)
    _find_others(sheet, wanted, found, heads, range(lead.rows[-1] + 1, len(sheet.rows)), request)
    return {axis: key_column(sheet, found[axis]) for axis in wanted}


def _find_others(
    sheet: Sheet,
    wanted: Sequence[Axis],
    found: dict[Axis, int],
    heads: list[str],
    rows: range,
    request: Request,
) -> None:
    """Add to the columns found those that the study does not name."""
    free = [number for number in range(len(heads)) if number not in found.values()]
    samples = {number: sample(sheet, number, rows) for number in free}

    def by_heading(axis: Axis) -> int | None:
        return headed_like(axis, [name if number in samples else "" for number, name in enumerate(heads)])

    def by_what_is_left(_: Axis) -> int | None:
        return _only_text(samples) if len(found) + 1 == len(wanted) else None

    ways: tuple[Callable[[Axis], int | None], ...] = (
        by_heading,
        lambda axis: _by_content(axis, samples, request),
        lambda axis: _by_name(sheet, axis, samples, rows, request),
        by_what_is_left,
    )
    for way in ways:
        for axis in wanted:
            number = None if axis in found else way(axis)
            if number is not None:
                found[axis] = number
                del samples[number]
    for axis in wanted:
        if axis not in found:
            filled = [letters(number) for number, cells in samples.items() if cells]
            raise no_key_column(sheet, [name for name in heads if name] or filled, axis, request)


def _by_content(axis: Axis, samples: Mapping[int, Sequence[Cell]], request: Request) -> int | None:
    """The first column most of whose cells are names of units, or years."""
    for number, cells in samples.items():
        if axis == "unit" and request.is_unit is not None:
            fits = sum(request.is_unit(text_of(cell)) for cell in cells)
        elif axis == "time":
            fits = sum(year_of(cell) is not None for cell in cells)
        else:
            return None
        if cells and 2 * fits > len(cells):
            return number
    return None


def _by_name(sheet: Sheet, axis: Axis, free: Iterable[int], rows: range, request: Request) -> int | None:
    """The one column in which the indicators asked for are named."""
    if axis != "variable" or not request.columns:
        return None
    found = []
    for number in free:
        texts = dict.fromkeys(text_of(sheet.cell(row, number)) for row in rows)
        names = Names(tuple(text for text in texts if text))
        found += [number] * any(names.find(wanted) for wanted in request.columns.values())
    return found[0] if len(found) == 1 else None


def _only_text(samples: Mapping[int, Sequence[Cell]]) -> int | None:
    """The one column of texts."""
    found = [number for number, cells in samples.items() if cells and isinstance(cells[0], str)]
    return found[0] if len(found) == 1 else None


def _again(sheet: Sheet, lead: Lead, keys: Mapping[Axis, KeyColumn], request: Request) -> list[int]:
    """The first row of each further block: where the heading of a key comes again, or a row of years alone."""
    heads = [
        (row, key.number, text_of(sheet.cell(row, key.number)))
        for key in keys.values()
        for row in lead.rows
        if not is_blank(sheet.cell(row, key.number))
    ]
    below = range(lead.rows[-1] + 1, len(sheet.rows))
    if heads:
        at, column, head = heads[0]
        words: dict[str, None] = {"".join(head.split()).casefold(): None}
        return [
            row - (at - lead.top)
            for row in below
            if text_of(sheet.cell(row, column)) == head
            and row + lead.row - at < len(sheet.rows)
            and (at != lead.row or first_of(sheet, row, lead.axis, words, request) is not None)
        ]
    if not keys or lead.axis != "time":
        return []
    return [
        row - (lead.row - lead.top)
        for row in below
        if all(is_blank(sheet.cell(row, key.number)) for key in keys.values()) and _is_run(sheet.rows[row])
    ]


def _is_run(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but years one after the other: no data look so."""
    filled = [cell for cell in cells if not is_blank(cell)]
    years = [year_of(cell) for cell in filled]
    known = [year for year in years if year is not None]
    steps = {after - before: None for before, after in pairwise(known)}
    return len(known) == len(filled) > 1 and tuple(steps) in ((1,), (-1,))
