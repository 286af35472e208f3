"""Layout "wide": what is not down the rows stands across, in one row of headings or more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, squeezed
from paneloom.sources.layouts.axes import axes_of
from paneloom.sources.layouts.blocks import Block, Column, blocks_of
from paneloom.sources.layouts.headings import Names
from paneloom.sources.layouts.rows import Body, body_rows, left_out, year_at
from paneloom.sources.layouts.tidy import read_tidy
from paneloom.sources.names.orders import orders_of
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book, Sheet


def read_wide(book: Book, request: Request) -> Found:
    """The readings of each variable asked for.

    Above the headings stand titles and units of measurement; these, notes, totals and columns without a year
    are left out, with an entry each. Where the headings come again, a further block begins,
    with further years or variables for the same rows.

    Raises
    ------
    PaneloomError
        ``no-header-row``, ``no-key-column``, ``no-such-indicator``, ``ambiguous-column``, ``rows-in-order``,
        ``short-row``, ``no-unit``, ``no-indicator``, ``not-a-year``; those of ``axes_of``.
    """
    if len(request.source.down) == 3:
        return read_tidy(book, request)
    return wide_sheet(book.only(request.source.sheet), request)


def wide_sheet(sheet: Sheet, request: Request) -> Found:
    """The readings in one sheet; see ``read_wide``."""
    axes = axes_of(request)
    blocks, entries = blocks_of(sheet, axes, request)
    grids = [_grid(block, request) for block in blocks]
    names = _indicators(grids, request)
    readings: list[Readings] = []
    totals: list[Readings] = []
    for variable, name in names.items():
        for grid in grids:
            readings += grid.readings(variable, name, request)
            totals += grid.totals(variable, name, request)
    entries += [entry for grid in grids for entry in grid.entries]
    return Found(tuple(readings), tuple(entries), tuple(totals))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the unit, the time and the variable it is about, as far as the rows tell."""

    number: int
    unit: str
    time: int | None
    variable: str


@dataclass(frozen=True, slots=True)
class _Grid:
    """The rows and the columns of a block, totals apart."""

    block: Block
    rows: Sequence[_Row]
    total_rows: Sequence[_Row]
    columns: Sequence[Column]
    total_columns: Sequence[Column]
    entries: list[Entry]

    def readings(self, variable: str, name: str | None, request: Request) -> list[Readings]:
        """Those of an indicator; of the whole table when the name is None."""
        found = _crossed(self.block, self.rows, self.columns, variable, name, request)
        return [] if found is None else [found]

    def totals(self, variable: str, name: str | None, request: Request) -> list[Readings]:
        """Those of total rows and columns."""
        pairs = ((self.total_rows, self.columns), (self.rows, self.total_columns))
        found = [_crossed(self.block, rows, columns, variable, name, request) for rows, columns in pairs]
        return [one for one in found if one is not None]


def _grid(block: Block, request: Request) -> _Grid:
    sheet, keys = block.sheet, block.keys
    body = body_rows(sheet, block.rows, keys, request, block.width)
    rows = _rows(block, body.kept)
    ordered = block.in_order(request)
    if ordered and len(rows) != len(request.order):
        raise PaneloomError(
            "rows-in-order",
            where=sheet.at_row(block.rows.start),
            rows=len(rows),
            registry=request.source.order or "",
            units=len(request.order),
            fitting=orders_of(len(rows)),
        )
    entries = [*block.entries, *body.entries]
    if ordered:
        rows = [
            _Row(row.number, unit, row.time, row.variable)
            for row, unit in zip(rows, request.order, strict=True)
        ]
        place = sheet.place(rows[0].number, 0)
        registry = request.source.order or ""
        entries.append(Entry("renamed", "order of a registry", after=registry, place=place, count=len(rows)))
    sums = {squeezed(word) for word in request.totals} if "unit" in block.axes.across else {}
    columns = [column for column in block.columns if squeezed(column.unit) not in sums]
    total_columns = [column for column in block.columns if squeezed(column.unit) in sums] if sums else []
    header = sheet.header if block.unit_row is None else block.unit_row
    entries += [left_out(sheet, header, column.number, "total column") for column in total_columns]
    return _Grid(block, rows, _total_rows(block, body), columns, total_columns, entries)


def _rows(block: Block, numbers: list[int]) -> list[_Row]:
    sheet, keys = block.sheet, block.keys
    unit, time, variable = keys.get("unit"), keys.get("time"), keys.get("variable")
    return [
        _Row(
            row,
            unit.text(sheet, row) if unit else "",
            year_at(sheet, row, time) if time else None,
            variable.text(sheet, row) if variable else "",
        )
        for row in numbers
    ]


def _total_rows(block: Block, body: Body) -> list[_Row]:
    try:
        return _rows(block, body.totals)
    except PaneloomError:
        # A total over all years belongs to none.
        return []


def _indicators(grids: Sequence[_Grid], request: Request) -> Mapping[str, str | None]:
    """The indicator of each variable asked for; None where the table has but one."""
    axes = grids[0].block.axes
    if "variable" in axes.down:
        texts = [row.variable for grid in grids for row in grid.rows]
    elif "variable" in axes.across:
        texts = [column.variable for grid in grids for column in grid.columns]
    else:
        return dict.fromkeys(request.columns)
    sheet = grids[0].block.sheet
    lower = {column.variable: column.lower for grid in grids for column in grid.columns if column.lower}
    names = Names(tuple(dict.fromkeys(text for text in texts if text)), lower)
    where = sheet.at_row(sheet.header)
    return {
        variable: names.only(wanted, "no-such-indicator", where)
        for variable, wanted in request.columns.items()
    }


def _crossed(
    block: Block,
    rows: Sequence[_Row],
    columns: Sequence[Column],
    variable: str,
    name: str | None,
    request: Request,
) -> Readings | None:
    """The cells where the rows and the columns of an indicator cross, row by row; None when there are none."""
    down, across = "variable" in block.axes.down, "variable" in block.axes.across
    columns = [column for column in columns if not across or column.variable == name]
    columns = [column for column in columns if request.asks(column.time)]
    rows = [row for row in rows if (not down or row.variable == name) and request.asks(row.time)]
    if not rows or not columns:
        return None
    sheet = block.sheet
    numbers = [column.number for column in columns]
    known = request.known_time if "time" in block.axes.told else None
    units_across = [column.unit or request.of_unit or "" for column in columns]
    times_across = [known if column.time is None else column.time for column in columns]
    units: list[str] = []
    times: list[int | None] = []
    values: list[Cell] = []
    for row in rows:
        line = sheet.rows[row.number]
        units += [row.unit] * len(numbers) if row.unit else units_across
        times += times_across if row.time is None else [row.time] * len(numbers)
        values += [line[number] if number < len(line) else None for number in numbers]
    key = block.keys.get("unit")
    return Readings(
        sheet=sheet,
        variable=variable,
        units=tuple(units),
        times=tuple(times),
        values=tuple(values),
        cells=tuple((row.number, number) for row in rows for number in numbers),
        unit_column=key.number if key else -1,
        unit_row=block.unit_row,
    )
