"""How a table is laid out, told from what its cells look like. Where two readings fit, nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from paneloom.errors import PaneloomError
from paneloom.sources.cells import is_blank, squeezed, text_of, year_of
from paneloom.sources.layouts.axes import AXES, Axes
from paneloom.sources.layouts.headings import HEADS, VALUE_HEADS, Names
from paneloom.sources.layouts.lead import Lead, first_of, lead_of
from paneloom.sources.layouts.looks import ColumnLook, heading_row, look, sample
from paneloom.sources.layouts.table import HEAD_ROWS, declared, heading_texts, says, tables, width_of
from paneloom.sources.names.orders import orders_of
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Book, Sheet
from paneloom.study.intake import Axis, Source


def guess(book: Book, request: Request) -> Source:
    """The source of a request with what the study does not say filled in.

    Parameters
    ----------
    book
        The first file of the source.
    request
        What is asked of it; its names of variables and its registry of units tell the layouts apart.

    Raises
    ------
    PaneloomError
        ``layout-unclear`` when none or several layouts fit, ``which-sheet``, ``unknown-sheet``, ``empty-table``.
    """
    source = request.source
    if source.layout is not None:
        return source
    if source.sheet is None and len(book.sheets) > 1:
        return _of_sheets(book, request)
    return _of_sheet(book.only(source.sheet), request)


def _of_sheets(book: Book, request: Request) -> Source:
    """The layout of several sheets that stand for variables, years or units; of the one that is not empty."""
    named = dict(zip(map(text_of, book.names), book.sheets, strict=True))
    wanted = list(request.columns.values())
    if wanted and all(text_of(name) in named for name in wanted):
        first = _of_sheet(named[text_of(wanted[0])], replace(request, of_variable=wanted[0]))
        if first.layout == "wide":
            return _filled(first, layout="sheets")
    years = [name for name in named if year_of(name) is not None]
    units = [name for name in named if request.is_unit is not None and request.is_unit(name)]
    if len(years) > 1 and request.known_time is None:
        return _sheets_of(_of_sheet(named[years[0]], replace(request, of_time=year_of(years[0]))))
    if len(units) > 1 and request.of_unit is None:
        return _sheets_of(_of_sheet(named[units[0]], replace(request, of_unit=units[0])))
    filled = [
        name for name, sheet in named.items() if any(not is_blank(c) for row in sheet.rows for c in row)
    ]
    if len(filled) != 1:
        book.only(None)
    return _filled(_of_sheet(named[filled[0]], request), sheet=filled[0])


def _sheets_of(first: Source) -> Source:
    """The layout of sheets alike, given that of the first: a row for each unit or time is wide in variables."""
    if first.layout == "wide":
        return _filled(first, layout="sheets")
    down: tuple[Axis, ...] = ("time",) if first.unit is None else ("unit",)
    return _filled(first, layout="sheets", down=down, across=("variable",))


def _of_sheet(sheet: Sheet, request: Request) -> Source:
    if all(is_blank(cell) for row in sheet.rows for cell in row):
        raise PaneloomError("empty-table", where=sheet.at_row(0), seen=sheet.file)
    heads = {squeezed(word): None for axis in AXES for word in (*HEADS[axis], declared(axis, request))}
    for row in range(min(HEAD_ROWS, len(sheet.rows))):
        filled = [cell for cell in sheet.rows[row] if not is_blank(cell)]
        if first_of(sheet, row, "time", heads, request) is not None:
            return _wide(sheet, "time", request)
        if _is_row_of_units(sheet, row, heads, request):
            return _wide(sheet, "unit", request)
        headed = len(filled) > 1 and any(isinstance(cell, str) and squeezed(cell) in heads for cell in filled)
        if headed and not _is_upper(sheet, row, heads, request):
            break
    return _keyed(sheet, request)


def _is_upper(sheet: Sheet, row: int, heads: dict[str, None], request: Request) -> bool:
    """Whether the row below goes on with the headings of this one, and has the years."""
    if row + 1 == len(sheet.rows) or first_of(sheet, row + 1, "time", heads, request) is None:
        return False
    first = next(number for number, cell in enumerate(sheet.rows[row]) if not is_blank(cell))
    return is_blank(sheet.cell(row + 1, first))


def _is_row_of_units(sheet: Sheet, row: int, heads: dict[str, None], request: Request) -> bool:
    """Whether units stand across in a row; a row of data names one, or a few beside its numbers."""
    is_unit = request.is_unit
    if is_unit is None or first_of(sheet, row, "unit", heads, request) is None:
        return False
    cells = sheet.rows[row]
    units = sum(not is_blank(cell) and is_unit(text_of(cell)) for cell in cells)
    return units > 2 and sum(isinstance(cell, int | float) for cell in cells) <= units


def _wide(sheet: Sheet, lead_axis: Axis, request: Request) -> Source:
    """Years across, or units: what the columns to their left hold goes down."""
    told: list[Axis] = []
    if request.of_variable is not None:
        told.append("variable")
    if lead_axis == "unit" and request.known_time is not None:
        told.append("time")
    source = request.source
    start: Axes = Axes(
        source.down or tuple(a for a in AXES if a != lead_axis), source.across or (lead_axis,), tuple(told)
    )
    if not source.down and "variable" not in told:
        start = replace(start, down=tuple(axis for axis in start.down if axis != "variable"))
    lead = lead_of(sheet, start, request)
    across = lead.axes.across
    looks = _left_looks(sheet, lead, request)
    down = source.down or _down(sheet, looks, lead, request)
    return _filled(source, layout="wide", down=down, across=across, header=lead.height)


@dataclass(frozen=True, slots=True)
class _Left:
    """A column to the left of the years or units, and the indicators asked for that it names."""

    look: ColumnLook
    names: bool


def _left_looks(sheet: Sheet, lead: Lead, request: Request) -> list[_Left]:
    width = width_of(sheet, lead.rows)
    levels = heading_texts(sheet, lead.rows, width)
    rows = range(lead.rows[-1] + 1, len(sheet.rows))
    found: list[_Left] = []
    for number in range(lead.first):
        heading = next((level[number] for level in levels if level[number]), "")
        one = look(number, heading, sample(sheet, number, rows), request.is_unit)
        if one.kind != "blank":
            texts = dict.fromkeys(text_of(sheet.cell(row, number)) for row in rows)
            names = Names(tuple(text for text in texts if text))
            found.append(_Left(one, any(names.find(wanted) for wanted in request.columns.values())))
    return found


def _down(sheet: Sheet, left: Sequence[_Left], lead: Lead, request: Request) -> tuple[Axis, ...]:
    """What goes down, in the order of the columns."""
    open_axes: list[Axis] = [axis for axis in AXES if axis not in (*lead.axes.across, *lead.axes.told)]
    if request.of_unit is not None and "unit" in open_axes:
        open_axes.remove("unit")
    found: dict[Axis, int] = {}
    for number, one in enumerate(left):
        for axis in open_axes:
            if axis not in found and _is_key(axis, one, request):
                found[axis] = number
                break
    rest = [n for n, one in enumerate(left) if n not in found.values() and one.look.kind in ("text", "unit")]
    needed = [axis for axis in open_axes if axis not in found and axis != "variable"]
    if not left and request.order and "unit" in needed:
        found["unit"] = 0
        needed.remove("unit")
    if len(needed) == 1 and len(rest) == 1 and (request.is_unit is None or needed[0] != "unit"):
        found[needed.pop()] = rest[0]
    elif not needed and not found and len(rest) == 1 and "variable" in open_axes:
        found["variable"] = rest[0]
    if needed or not found:
        if "unit" in needed and not left:
            _without_names(sheet, lead, request)
        _unclear(sheet, lead.row, _settings(needed), request)
    return tuple(sorted(found, key=lambda axis: found[axis]))


def _is_key(axis: Axis, one: _Left, request: Request) -> bool:
    word, heading = squeezed(one.look.heading), declared(axis, request)
    if says(axis, request):
        return text_of(heading) in (one.look.heading, one.look.letter)
    if axis == "variable":
        return one.look.kind != "unit" and (word in HEADS["variable"] or one.names)
    if one.names and one.look.kind == "text":
        return False
    return one.look.kind == axis or (bool(word) and word in (*HEADS[axis], squeezed(heading)))


def _settings(needed: Sequence[Axis]) -> str:
    if "unit" in needed:
        return 'down = ["unit"]; files = "unit"; layout = "times"'
    return 'year = 2020; files = "time"; down = ["time"]'


def _without_names(sheet: Sheet, lead: Lead, request: Request) -> NoReturn:
    """Ask for the order in which the rows stand: one with as many units, or names where there is none."""
    body = sheet.rows[lead.rows[-1] + 1 :]
    # A note stands alone in its row.
    fewest = min(2, width_of(sheet, lead.rows))
    rows = sum(sum(not is_blank(cell) for cell in row) >= fewest for row in body)
    settings = "; ".join(f'order = "{name}"' for name in orders_of(rows))
    _unclear(sheet, lead.row, settings, request, unordered="" if settings else str(rows))


def _keyed(sheet: Sheet, request: Request) -> Source:
    """A row for each unit and time, for each of one of them, or for each of the variables too."""
    row = heading_row(sheet, request.is_unit)
    unit, time = _key(sheet, row, "unit", request), _key(sheet, row, "time", request)
    named = {axis: heading for axis, heading in (("unit", unit), ("time", time)) if heading is not None}
    known = _filled(request.source, **named)
    if unit is None and request.of_unit is None and (time is None or request.order):
        _unclear(sheet, row, 'unit = "..."; layout = "wide"', request)
    block = tables(sheet, replace(request, source=known), tuple(axis for axis in AXES if axis in named))[0][0]
    known = _filled(known, header=block.height)
    columns = _looks(sheet, block.headings, block.rows, request)
    others = [one for one in columns if one.heading and one.heading not in named.values()]
    tidy = _tidy(sheet, columns, others, block.rows, request)
    if tidy is not None:
        return _filled(known, layout="tidy", **tidy)
    untimed = time is None and request.known_time is None
    if not untimed and (unit is not None or request.of_unit is not None):
        return _filled(known, layout="long")
    if untimed and any(one.kind == "number" for one in _asked(others, request)):
        _unclear(sheet, row, 'year = 2020; files = "time"; layout = "units"', request)
    key = block.headings.index(unit or time or "") if (unit or time) in block.headings else None
    if key is not None and _repeats(sheet, key, block.rows):
        _unclear(sheet, row, 'unit = "..."; time = "..."', request)
    return _filled(known, layout="units" if untimed else "times")


def _repeats(sheet: Sheet, column: int, rows: range) -> bool:
    """Whether a key comes twice, so that it does not tell the rows apart."""
    texts = [text for row in rows if (text := text_of(sheet.cell(row, column)))]
    return len(dict.fromkeys(texts)) < len(texts)


def _asked(others: Sequence[ColumnLook], request: Request) -> list[ColumnLook]:
    """The columns asked for; all of them when none is found."""
    names = Names(tuple(dict.fromkeys(one.heading for one in others)))
    found = [text for wanted in request.columns.values() for text in names.find(wanted)]
    return [one for one in others if one.heading in found] or list(others)


def _key(sheet: Sheet, row: int, axis: Axis, request: Request) -> str | None:
    """The heading of a key column, or its letter when it has none; None when there is no such column."""
    if (request.of_unit if axis == "unit" else request.known_time) is not None:
        return None
    width = width_of(sheet, (row,))
    headings = heading_texts(sheet, (row,), width)[0]
    wanted = text_of(declared(axis, request))
    if says(axis, request) or wanted in headings:
        return wanted
    columns = _looks(sheet, headings, range(row + 1, len(sheet.rows)), request)
    fits = [one for one in columns if one.kind == axis]
    usual = [one for one in fits or columns if squeezed(one.heading) in HEADS[axis] and one.kind != "blank"]
    found = (usual or fits)[:1]
    return (found[0].heading or found[0].letter) if found else None


def _looks(sheet: Sheet, headings: Sequence[str], rows: range, request: Request) -> list[ColumnLook]:
    return [
        look(number, heading, sample(sheet, number, rows), request.is_unit)
        for number, heading in enumerate(headings)
    ]


def _tidy(
    sheet: Sheet, columns: Sequence[ColumnLook], others: Sequence[ColumnLook], rows: range, request: Request
) -> dict[str, str] | None:
    """The columns of indicators and of values, when variables go down; None when they stand across."""
    source = request.source
    if request.of_variable is not None:
        return None
    values = [one.heading for one in others if one.kind == "number"]
    usual = [one.heading for one in others if squeezed(one.heading) in (*VALUE_HEADS, squeezed(source.value))]
    texts = [one for one in others if one.kind == "text"]
    wanted = list(request.columns.values())
    naming = [one.heading for one in texts if _names_all(sheet, columns.index(one), rows, wanted)]
    headed = Names(tuple(dict.fromkeys(one.heading for one in others)))
    across = bool(wanted) and all(headed.find(name) for name in wanted)
    if not naming and not across:
        # Nothing asked for is found: the shape alone tells, and the reader says what is missing.
        naming = [one.heading for one in texts if squeezed(one.heading) in HEADS["variable"]]
        naming = naming if len(values) == 1 or usual else []
    if not naming:
        return None
    value = usual[0] if usual else values[0] if len(values) == 1 else ""
    if across or len(naming) > 1 or not value:
        settings = 'layout = "long"; layout = "tidy", variable = "{}", value = "{}"'
        _unclear(sheet, rows.start - 1, settings.format(naming[0], value or "..."), request)
    return {"variable": naming[0], "value": value}


def _names_all(sheet: Sheet, column: int, rows: range, wanted: Sequence[str]) -> bool:
    if not wanted:
        return False
    texts = dict.fromkeys(text_of(sheet.cell(row, column)) for row in rows)
    names = Names(tuple(text for text in texts if text))
    return all(names.find(name) for name in wanted)


def _filled(source: Source, **found: object) -> Source:
    return source.model_copy(update=found)


def _unclear(sheet: Sheet, row: int, settings: str, request: Request, unordered: str = "") -> NoReturn:
    shown = sheet.rows[row] if row < len(sheet.rows) else ()
    raise PaneloomError(
        "layout-unclear",
        where=sheet.at_row(row),
        seen=tuple(text_of(cell) for cell in shown if not is_blank(cell)),
        section=request.section,
        settings=settings,
        unordered=unordered,
    )
