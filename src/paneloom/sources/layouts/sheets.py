"""Layout "sheets": a workbook with a sheet for each variable, each year or each unit, laid out alike."""

from __future__ import annotations

from dataclasses import replace

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import year_of
from paneloom.sources.layouts.axes import AXES
from paneloom.sources.layouts.headings import WHAT
from paneloom.sources.layouts.wide import wide_sheet
from paneloom.sources.readings import Found, Readings, Request
from paneloom.sources.sheet import Book
from paneloom.study.intake import Axis


def read_sheets(book: Book, request: Request) -> Found:
    """The readings of each variable asked for.

    By default each sheet is called like the column of a variable, and within it units stand down and years
    across. Where ``down`` and ``across`` leave the time or the unit to the sheets, each is called like a year
    or a unit; sheets called otherwise are passed over, with an entry.

    Raises
    ------
    PaneloomError
        ``unknown-sheet``, ``no-sheet-of``; those of ``read_wide``.
    """
    axis = sheet_axis(request)
    if axis == "variable":
        parts = [
            wide_sheet(book.sheet(name), replace(request, columns={variable: name}, of_variable=name))
            for variable, name in request.columns.items()
        ]
        return _joined(parts)
    parts, entries = [], []
    for name, sheet in zip(book.names, book.sheets, strict=True):
        year = year_of(name)
        if axis == "time" and year is not None:
            parts.append(wide_sheet(sheet, replace(request, of_time=year)))
        elif axis == "unit" and (request.is_unit is None or request.is_unit(name)):
            parts.append(wide_sheet(sheet, replace(request, of_unit=name)))
        else:
            entries.append(Entry("dropped", f"sheet without a {axis}", before=name, place=sheet.at_row(0)))
    if not parts:
        raise PaneloomError(
            "no-sheet-of",
            where=book.sheets[0].at_row(0),
            seen=book.names,
            what_en=WHAT[axis][0],
            what_zh=WHAT[axis][1],
        )
    found = _joined(parts)
    return replace(found, entries=(*entries, *found.entries))


def sheet_axis(request: Request) -> Axis:
    """What each sheet stands for: what is neither down, nor across, nor told of the whole file."""
    source = request.source
    known = {"unit": request.of_unit, "time": request.known_time, "variable": request.of_variable}
    places = [*source.down, *source.across, *(axis for axis in AXES if known[axis] is not None)]
    left: list[Axis] = [axis for axis in ("variable", "time", "unit") if axis not in places]
    return left[0] if left else "variable"


def _joined(parts: list[Found]) -> Found:
    readings: list[Readings] = [one for part in parts for one in part.readings]
    totals = tuple(one for part in parts for one in part.totals)
    return Found(tuple(readings), tuple(entry for part in parts for entry in part.entries), totals)
