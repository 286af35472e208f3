"""A table with a heading for each column: where its headings are, and the blocks in which it goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from paneloom.errors import PaneloomError, nearest
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import is_blank, squeezed, text_of
from paneloom.sources.layouts.headings import HEADS, WHAT, Names, headed_like, named_column
from paneloom.sources.layouts.rows import KeyColumn, is_note, key_column, left_out
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Sheet
from paneloom.study.intake import Axis

JOIN = "/"
_CONTINUED = re.compile(r".{0,40}(?:续表|\(续[^()]{0,9}\)|continued)", re.IGNORECASE)
_MEASURED = ("单位:", "计量单位:", "Unit:", "Unit of measurement:")
# A heading further down is none: what stands so far below is data.
HEAD_ROWS = 60


@dataclass(frozen=True, slots=True)
class Table:
    """One block of a sheet: a heading for each column, and the rows below.

    ``sheet.header`` is the last row of headings; ``lower`` has the lower part of each heading of two rows;
    ``height`` is the number of rows of headings.
    """

    sheet: Sheet
    headings: tuple[str, ...]
    rows: range
    lower: dict[str, str]
    height: int = 1

    @property
    def names(self) -> Names:
        """The headings, as names of the study are compared with them."""
        return Names(tuple(dict.fromkeys(name for name in self.headings if name)), self.lower)

    def column(self, heading: str) -> int:
        """The number of a column.

        Raises
        ------
        PaneloomError
            ``no-such-column``, ``ambiguous-column``.
        """
        where = self.sheet.at_row(self.sheet.header)
        return self.headings.index(self.names.only(heading, "no-such-column", where))

    def key(self, axis: Axis, request: Request) -> KeyColumn:
        """The column of units, times or indicators.

        Raises
        ------
        PaneloomError
            ``no-key-column``, with the setting that names the column, of the likely heading if there is one.
        """
        found = named_column(declared(axis, request), self.headings, letter=says(axis, request))
        if found is None:
            raise no_key_column(self.sheet, self.headings, axis, request)
        return key_column(self.sheet, found)


def declared(axis: Axis, request: Request) -> str:
    """The heading of a key column as the study gives it."""
    if axis == "variable":
        return request.source.variable
    return request.unit_column if axis == "unit" else request.time_column


def says(axis: Axis, request: Request) -> bool:
    """Whether the study names the column of a key, so that a letter may be meant."""
    if axis == "variable":
        return "variable" in request.source.model_fields_set
    return (request.source.unit if axis == "unit" else request.source.time) is not None


def no_key_column(sheet: Sheet, headings: Sequence[str], axis: Axis, request: Request) -> PaneloomError:
    """The error for a key column that was not found."""
    heading = declared(axis, request)
    known = tuple(name for name in headings if name)
    likely = headed_like(axis, known)
    offered = nearest(text_of(heading), known) if likely is None else known[likely]
    return PaneloomError(
        "no-key-column",
        where=sheet.at_row(sheet.header),
        seen=heading,
        what_en=WHAT[axis][0],
        what_zh=WHAT[axis][1],
        setting=f'{axis} = "{offered or "..."}"',
        section=request.section,
        known=known,
    )


def tables(sheet: Sheet, request: Request, axes: Sequence[Axis]) -> tuple[list[Table], list[Entry]]:
    """The blocks of a table, and an entry for each title above one of them.

    The headings stand in the first row that has the heading of the first of ``axes``; without one, in the
    first row that is not blank. Where that heading comes again in its column, another block begins, with
    further columns or further rows.

    Raises
    ------
    PaneloomError
        ``empty-table``, ``duplicate-column``, ``ragged-row`` (a cell to the right of the last heading).
    """
    if all(is_blank(cell) for row in sheet.rows for cell in row):
        raise PaneloomError("empty-table", where=sheet.at_row(0), seen=sheet.file)
    row, column = _first_heading(sheet, request, axes)
    top, height = _extent(sheet, row, column, request.source.header)
    starts = [top]
    if column is not None:
        head = text_of(sheet.cell(row, column))
        starts += [
            again - (row - top)
            for again in range(top + height, len(sheet.rows))
            if column < len(sheet.rows[again]) and text_of(sheet.rows[again][column]) == head
        ]
    is_unit = request.is_unit if axes[:1] == ("unit",) else None
    entries: list[Entry] = []
    found: list[Table] = []
    for number, start in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(sheet.rows)
        above = range(start) if number == 0 else titles_above(sheet, start, found[-1].rows, is_unit)
        entries += [
            left_out(sheet, row, _first_filled(sheet, row), "title row") for row in above if _any(sheet, row)
        ]
        if number:
            found[-1] = replace(found[-1], rows=range(found[-1].rows.start, above.start))
        found.append(_table(sheet, start, height, last))
    for one in found:
        _check_width(one)
    return found, entries


def titles_above(sheet: Sheet, start: int, rows: range, is_unit: Callable[[str], bool] | None) -> range:
    """The rows of titles right above a block that goes on: one cell each, such as "续表 1"."""
    top = start
    for row in reversed(rows):
        if row >= start:
            continue
        filled = [cell for cell in sheet.rows[row] if not is_blank(cell)]
        if len(filled) > 1:
            break
        text = text_of(filled[0]) if filled else ""
        no_unit = is_unit is not None and not is_unit(text) and not is_note(text)
        if filled and not (no_unit or _CONTINUED.match(text) or text.startswith(_MEASURED)):
            break
        top = row
    while top < start and not _any(sheet, top):
        top += 1
    return range(top, start)


def heading_texts(sheet: Sheet, rows: Sequence[int], width: int) -> list[tuple[str, ...]]:
    """The texts of each row of headings, merged cells repeated.

    In a row of headings above another a blank takes the text to its left, where nothing says which cells are
    merged.
    """
    found: list[tuple[str, ...]] = []
    for row in rows:
        texts = [text_of(sheet.cell(row, column)) for column in range(width)]
        spans = [span for span in sheet.merged if span[0] <= row <= span[2]]
        for top, left, _, right in spans:
            for column in range(left, min(right + 1, width)):
                texts[column] = texts[column] or text_of(sheet.cell(top, left))
        if not any(right > left for _, left, _, right in spans) and row != rows[-1]:
            for column in range(1, width):
                texts[column] = texts[column] or texts[column - 1]
        found.append(tuple(texts))
    return found


def width_of(sheet: Sheet, rows: Sequence[int]) -> int:
    """The number of columns up to the last heading."""
    return max(
        (number + 1 for row in rows for number, cell in enumerate(sheet.rows[row]) if not is_blank(cell)),
        default=0,
    )


def _first_heading(sheet: Sheet, request: Request, axes: Sequence[Axis]) -> tuple[int, int | None]:
    """The row and the column of the first heading of a key; of one that looks like it; else the first row."""
    ways = [{squeezed(declared(axis, request)): None} for axis in axes]
    ways += [dict.fromkeys(HEADS[axis]) for axis in axes]
    if not axes:
        ways = [{squeezed(name): None for name in request.columns.values()}]
    for heads in ways:
        for row, cells in enumerate(sheet.rows[:HEAD_ROWS]):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and cell and squeezed(cell) in heads:
                    return row, column
    return sheet.header, None


def _extent(sheet: Sheet, row: int, column: int | None, header: int | None) -> tuple[int, int]:
    """The first row of headings and their number, given the row and the column of the heading of a key.

    Two rows where the study or merged cells say so, else one. The key may be headed in either of them.
    """
    for first, left, last, right in sheet.merged:
        if first == row and last > row and left == column:
            return row, header or last - row + 1
        if first == last == row and right > left:
            return row, header or 2
        if first == last == row - 1 and right > left > (column or 0):
            return row - 1, header or 2
    height = header or 1
    below = sheet.cell(row + 1, column or 0) if row + 1 < len(sheet.rows) else None
    return (row if is_blank(below) else max(row - height + 1, 0)), height


def _table(sheet: Sheet, top: int, height: int, last: int) -> Table:
    heads = range(top, min(top + height, len(sheet.rows)))
    sheet = replace(sheet, header=heads[-1])
    width = width_of(sheet, heads)
    levels = heading_texts(sheet, heads, width)
    joined = [tuple(dict.fromkeys(part for part in parts if part)) for parts in zip(*levels, strict=True)]
    headings = tuple(JOIN.join(parts) for parts in joined)
    met: dict[str, None] = {}
    for number, name in enumerate(headings):
        if name in met:
            raise PaneloomError("duplicate-column", where=sheet.place(heads[-1], number), seen=name)
        if name:
            met[name] = None
    lower = {name: parts[-1] for name, parts in zip(headings, joined, strict=True) if len(parts) > 1}
    return Table(sheet, headings, range(heads[-1] + 1, last), lower, height)


def _check_width(found: Table) -> None:
    sheet, width = found.sheet, len(found.headings)
    for row in found.rows:
        for number, cell in enumerate(sheet.rows[row][width:], start=width):
            if not is_blank(cell):
                raise PaneloomError("ragged-row", where=sheet.place(row, number), seen=str(cell))


def _any(sheet: Sheet, row: int) -> bool:
    return any(not is_blank(cell) for cell in sheet.rows[row])


def _first_filled(sheet: Sheet, row: int) -> int:
    return next((number for number, cell in enumerate(sheet.rows[row]) if not is_blank(cell)), 0)
