"""Which variables a table holds, by the names it gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paneloom.sources.cells import year_of
from paneloom.sources.layouts.axes import axes_of
from paneloom.sources.layouts.blocks import blocks_of
from paneloom.sources.layouts.headings import named_column
from paneloom.sources.layouts.keyed import keyed_rows
from paneloom.sources.layouts.rows import body_rows
from paneloom.sources.layouts.sheets import sheet_axis
from paneloom.sources.layouts.table import declared, says, tables
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Book, Sheet
from paneloom.study.intake import Axis


def names_in(book: Book, request: Request) -> tuple[str, ...]:
    """The names of the variables in the order of the table; () where it holds one that it does not name.

    Parameters
    ----------
    book
        The file.
    request
        Its source, with its layout; the columns asked for are of no account.

    Raises
    ------
    PaneloomError
        Those of the layout.
    """
    request = replace(request, columns={})
    source = request.source
    if source.layout == "sheets":
        return _distinct(_of_sheets(book, request))
    if source.layout == "wide" and len(source.down) < 3:
        return _distinct(_of_wide(book.only(source.sheet), request))
    sheet = book.only(source.sheet)
    if source.layout in ("tidy", "wide"):
        return _distinct(_of_tidy(sheet, request))
    axes: dict[str | None, tuple[Axis, ...]] = {"units": ("unit",), "times": ("time",)}
    return _distinct(_of_columns(sheet, axes.get(source.layout, ("unit", "time")), request))


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _untold(axes: tuple[Axis, ...], request: Request) -> tuple[Axis, ...]:
    told = {"unit": request.of_unit is not None, "time": request.known_time is not None}
    return tuple(axis for axis in axes if not told.get(axis, False))


def _of_columns(sheet: Sheet, axes: tuple[Axis, ...], request: Request) -> Iterator[str]:
    blocks, _ = tables(sheet, request, _untold(axes, request))
    for block in blocks:
        keys = [
            named_column(declared(axis, request), block.headings, letter=says(axis, request)) for axis in axes
        ]
        yield from (text for number, text in enumerate(block.headings) if number not in keys)


def _of_tidy(sheet: Sheet, request: Request) -> Iterator[str]:
    axes: tuple[Axis, ...] = ("unit", "time")
    blocks, _ = tables(sheet, request, _untold(axes, request))
    for block in blocks:
        kept, _, _ = keyed_rows(block, axes, request)
        indicator = block.key("variable", request)
        yield from (indicator.text(kept.sheet, row) for row in kept.rows)


def _of_wide(sheet: Sheet, request: Request) -> Iterator[str]:
    blocks, _ = blocks_of(sheet, axes_of(request), request)
    for block in blocks:
        yield from (column.variable for column in block.columns)
        if "variable" in block.keys:
            body = body_rows(block.sheet, block.rows, block.keys, request, block.width)
            yield from (block.keys["variable"].text(block.sheet, row) for row in body.kept)


def _of_sheets(book: Book, request: Request) -> Iterator[str]:
    axis = sheet_axis(request)
    for name, sheet in zip(book.names, book.sheets, strict=True):
        year = year_of(name)
        if axis == "variable":
            yield name
        elif axis == "time" and year is not None:
            yield from _of_wide(sheet, replace(request, of_time=year))
        elif axis == "unit" and (request.is_unit is None or request.is_unit(name)):
            yield from _of_wide(sheet, replace(request, of_unit=name))
