"""The row of headings of a wide table: the row of years; without years the row of units, else that of variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paneloom.errors import PaneloomError
from paneloom.sources.cells import Cell, is_blank, squeezed, text_of, year_of
from paneloom.sources.layouts.axes import Axes
from paneloom.sources.layouts.headings import HEADS, WHAT, Names
from paneloom.sources.layouts.table import HEAD_ROWS, declared, heading_texts, width_of
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Sheet
from paneloom.study.intake import Axis


@dataclass(frozen=True, slots=True)
class Lead:
    """The leading row of the headings.

    Parameters
    ----------
    axis
        What it holds.
    row
        Where it is.
    first
        Its first column that holds a year, a unit or a variable.
    top, height
        The first row of all headings, and their number.
    axes
        The axes of the table, with what the headings add to them.
    """

    axis: Axis
    row: int
    first: int
    top: int
    height: int
    axes: Axes

    @property
    def rows(self) -> range:
        """All rows of headings."""
        return range(self.top, self.top + self.height)


def lead_of(sheet: Sheet, axes: Axes, request: Request) -> Lead:
    """The first row that can lead the headings, and how many rows of headings there are.

    Raises
    ------
    PaneloomError
        ``no-header-row`` where years should stand across, else ``no-heading-row``.
    """
    axis: Axis = next(axis for axis in ("time", "unit", "variable") if axis in axes.across)
    heads = _heads(axes.down, request)
    for row in range(min(HEAD_ROWS, len(sheet.rows))):
        first = first_of(sheet, row, axis, heads, request)
        if first is None:
            continue
        top, height, found = _extent(sheet, row, first, axis, axes, request)
        return Lead(axis, row, first, top, height, found)
    seen = sheet.name or sheet.file
    if axis == "time":
        raise PaneloomError("no-header-row", where=sheet.at_row(0), seen=seen, known=HEADS["unit"][:4])
    known = HEADS[axes.down[0]][:4] if axes.down else ()
    raise PaneloomError(
        "no-heading-row",
        where=sheet.at_row(0),
        seen=seen,
        what_en=WHAT[axis][0],
        what_zh=WHAT[axis][1],
        known=known,
    )


def _heads(down: Sequence[Axis], request: Request) -> dict[str, None]:
    words = [word for axis in down for word in (*HEADS[axis], declared(axis, request))]
    return {squeezed(word): None for word in words}


def first_of(sheet: Sheet, row: int, axis: Axis, heads: dict[str, None], request: Request) -> int | None:
    """The first column of a row of headings that holds what leads; None when the row is none."""
    cells = sheet.rows[row]
    head = next(
        (n for n, cell in enumerate(cells) if isinstance(cell, str) and squeezed(cell) in heads), None
    )
    if axis == "time":
        return _first_year(sheet, row, head, heads, request)
    if axis == "unit":
        if request.is_unit is not None:
            units = [
                n for n, cell in enumerate(cells) if isinstance(cell, str) and cell and request.is_unit(cell)
            ]
            return units[0] if len(units) > 1 or (units and head is not None and head < units[0]) else None
        right = [n for n, cell in enumerate(cells) if head is not None and n > head and not is_blank(cell)]
        return right[0] if right else None
    if head is not None:
        return 0 if sum(not is_blank(cell) for cell in cells) > 1 else None
    names = Names(tuple(dict.fromkeys(text_of(cell) for cell in cells if isinstance(cell, str))))
    return 0 if any(names.find(wanted) for wanted in request.columns.values()) else None


def _first_year(
    sheet: Sheet, row: int, head: int | None, heads: dict[str, None], request: Request
) -> int | None:
    cells = sheet.rows[row]
    years = {number: year for number, cell in enumerate(cells) if (year := year_of(cell)) is not None}
    if not years:
        return None
    if head is not None:
        return next((number for number in years if number > head), None)
    first = min(years)
    left = [cell for cell in cells[:first] if not is_blank(cell)]
    if row and not left and any(squeezed(text_of(cell)) in heads for cell in sheet.rows[row - 1][:first]):
        return first
    others = sum(not is_blank(cell) for cell in cells[first:]) - len(years)
    if len(years) < 2 or 2 * others > len(years):
        return None
    if not left and first:
        return first
    # Here a row of data could be taken for one of years.
    return (
        first
        if len({*years.values()}) == len(years) and not any(_is_data(cell, request) for cell in left)
        else None
    )


def _is_data(cell: Cell, request: Request) -> bool:
    return not isinstance(cell, str) or (request.is_unit is not None and request.is_unit(cell))


def _extent(
    sheet: Sheet, row: int, first: int, axis: Axis, axes: Axes, request: Request
) -> tuple[int, int, Axes]:
    """The first row of the headings, their number, and the axes they hold."""
    header = request.source.header
    if not request.source.across and axis == "time":
        axes = _with_variables(sheet, row, first, axes)
    height = header or len(axes.across)
    if len(axes.across) > 1:
        top = row if axes.across[0] == axis else row - height + 1
    elif header is None and axis != "variable":
        # Units of measurement under the years are a second row of headings, which holds nothing that is asked.
        return row, 1 + _is_second(sheet, row + 1, first), axes
    else:
        top = row if _is_second(sheet, row + 1, first) else row - height + 1
    top = max(top, 0)
    return top, min(height, len(sheet.rows) - top), axes


def _with_variables(sheet: Sheet, row: int, first: int, axes: Axes) -> Axes:
    """The axes with variables across, where a row above or below that of years names several for each year."""
    if "variable" not in axes.missing:
        return axes
    width = width_of(sheet, (row,))
    years = {
        number: year_of(cell) for number, cell in enumerate(sheet.rows[row]) if year_of(cell) is not None
    }
    if row and len(dict.fromkeys(years.values())) < len(years):
        upper = heading_texts(sheet, (row - 1, row), width)[0]
        pairs = {(upper[number], year): None for number, year in years.items() if upper[number]}
        if len(pairs) == len(years):
            return replace(axes, across=("variable", "time"))
    if _is_second(sheet, row + 1, first):
        width = width_of(sheet, (row, row + 1))
        upper, lower = heading_texts(sheet, (row, row + 1), width)
        named = [(upper[number], lower[number]) for number in range(first, width) if lower[number]]
        several = len(dict.fromkeys(name for _, name in named)) > 1
        if several and len(dict.fromkeys(named)) == len(named):
            return replace(axes, across=("time", "variable"))
    return axes


def _is_second(sheet: Sheet, row: int, first: int) -> bool:
    """Whether a row goes on with the headings: nothing in its columns of keys, and texts to the right."""
    if row >= len(sheet.rows) or not first:
        return False
    cells = sheet.rows[row]
    if not all(is_blank(cell) for cell in cells[:first]):
        return False
    right = [cell for cell in cells[first:] if not is_blank(cell)]
    return bool(right) and all(isinstance(cell, str) and not _looks_numeric(cell) for cell in right)


def _looks_numeric(cell: str) -> bool:
    text = text_of(cell).replace(",", "")
    return not any(sign.isalpha() for sign in text)
