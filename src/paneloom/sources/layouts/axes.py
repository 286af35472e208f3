"""Where each of the three axes of a table stands: down the rows, across, told of the whole table, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.errors import PaneloomError, Place
from paneloom.sources.layouts.headings import WHAT
from paneloom.sources.readings import Request
from paneloom.study.intake import Axis

AXES: tuple[Axis, ...] = ("unit", "time", "variable")


@dataclass(frozen=True, slots=True)
class Axes:
    """``down`` has key columns, ``across`` rows of headings, ``told`` is about the whole table.

    An axis in none of them is nowhere: only the variable may be, in a table of one.
    """

    down: tuple[Axis, ...]
    across: tuple[Axis, ...]
    told: tuple[Axis, ...]

    @property
    def missing(self) -> tuple[Axis, ...]:
        """The axes that stand nowhere."""
        return tuple(axis for axis in AXES if axis not in (*self.down, *self.across, *self.told))


def axes_of(request: Request) -> Axes:
    """Where the axes stand, by what the study says and, for what it does not say, by custom.

    Years stand across, else variables; units stand down, else years, else variables.

    Raises
    ------
    PaneloomError
        ``axis-twice``, ``axis-nowhere``.
    """
    source = request.source
    known = {"unit": request.of_unit, "time": request.known_time, "variable": request.of_variable}
    told = tuple(axis for axis in AXES if known[axis] is not None)
    across, down = source.across, source.down
    if not across:
        # Several years are what spreads a table; without them variables do, and units only where they must.
        order: tuple[Axis, ...] = ("time", "unit", "variable") if down else ("time", "variable", "unit")
        across = tuple(axis for axis in order if axis not in (*told, *down))[:1]
    if not down:
        down = tuple(axis for axis in AXES if axis not in (*told, *across))[:1]
    found = Axes(down, across, told)
    _check(found, request)
    return found


def _check(axes: Axes, request: Request) -> None:
    where = Place(request.source.file, key=request.section)
    # Where the whole file is about one of each, nothing is left to stand across.
    places = (*axes.down, *(axes.across or ("time",)), *axes.told)
    for axis in AXES:
        what_en, what_zh = WHAT[axis]
        if places.count(axis) > 1:
            raise PaneloomError(
                "axis-twice",
                where=where,
                seen=f"down = {list(axes.down)}, across = {list(axes.across)}",
                what_en=what_en,
                what_zh=what_zh,
                section=request.section,
            )
    for axis in axes.missing:
        if axis == "variable":
            continue
        raise PaneloomError(
            "axis-nowhere",
            where=where,
            what_en=WHAT[axis][0],
            what_zh=WHAT[axis][1],
            setting='files = "unit"' if axis == "unit" else "year = 2020",
            layout="times" if axis == "unit" else "units",
            section=request.section,
        )


def check_variable(axes: Axes, request: Request, where: Place) -> None:
    """Make sure that a table without a place for variables is asked for one.

    Raises
    ------
    PaneloomError
        ``which-variable``.
    """
    if "variable" in axes.missing and len(request.columns) > 1:
        raise PaneloomError(
            "which-variable", where=where, seen=tuple(request.columns), section=request.section
        )
