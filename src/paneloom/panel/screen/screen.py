"""The screen: every rule over every variable, as entries of the ledger. Nothing is changed by it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paneloom.algebra.record import Integers
from paneloom.errors import Place
from paneloom.panel.assemble import Assembly
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations
from paneloom.panel.screen import break_in_all as shared_breaks
from paneloom.panel.screen import copied_run, vintages
from paneloom.panel.screen.break_in_one import break_in_one
from paneloom.panel.screen.carried_forward import carried_forward
from paneloom.panel.screen.check_sum import AGREES, check_sum, distances
from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.level import level
from paneloom.panel.screen.power_of_ten import power_of_ten, slipped
from paneloom.panel.screen.series import Series, on_grid
from paneloom.panel.screen.share import share
from paneloom.panel.screen.sign import sign
from paneloom.panel.screen.zero import zero
from paneloom.study.base import Text
from paneloom.study.intake import Variable
from paneloom.study.measures import Measure, measure_of

# Above this many rows variables are no longer compared with each other.
PAIRWISE_ROWS = 200_000
# Cells of the grid of units and times for each row; a sparser frame has no series to speak of.
SPARSE = 50
TOLERANCE = 0.005


def screen(assembly: Assembly, variables: Mapping[str, Variable]) -> tuple[Entry, ...]:
    """The doubtful cells of an assembly, variable by variable, then those found by comparing variables.

    Looked at are numbers that belong to units and times of their own. ``variables`` says in which units of
    measurement they stand and how far two vintages may differ.
    """
    frame = assembly.frame
    names = [name for name in frame.numbers if _in_series(assembly.origins[name].observations)]
    rows, times = _grid(frame.unit, frame.time, len(frame.units))
    if not names or rows.size > SPARSE * max(len(frame), 1):
        return ()
    grids = {name: on_grid(rows, times, frame.numbers[name]) for name in names}
    entries: list[Entry] = []
    for name, series in grids.items():
        unit = variables[name].unit if name in variables else ""
        entries += [_entry(assembly, name, finding) for finding in _findings(series, unit, frame.units)]
    if len(frame) <= PAIRWISE_ROWS:
        entries += _copies(assembly, grids)
        entries += _vintages(assembly, names, variables)
    return tuple(entries)


def check_sums(assembly: Assembly, totals: Mapping[str, Observations]) -> tuple[Entry, ...]:
    """For each variable, how many printed totals agree with the sum over units; an entry where some differ.

    ``totals`` are the total rows of each variable by time; they have no units.
    """
    frame = assembly.frame
    rows, times = _grid(frame.unit, frame.time, len(frame.units))
    entries = []
    for name, total in totals.items():
        if name not in frame.numbers or not total.timed or total.is_category:
            continue
        at = np.flatnonzero(total.present)
        printed = {int(total.time[n]): float(total.values[n]) for n in at}
        place = {int(total.time[n]): int(n) for n in at}
        series = on_grid(rows, times, frame.numbers[name])
        found = check_sum(series, printed)
        compared = len(distances(series, printed))
        agree = compared - sum(finding.count for finding in found)
        if compared:
            entries.append(
                Entry("checked", AGREES, variable=name, before=f"{agree} / {compared}", count=agree)
            )
        for finding in found:
            time = finding.time or 0
            entries.append(_whole(name, finding, total.place(place[time])))
    return tuple(entries)


def _findings(series: Series, unit: Text, units: tuple[str, ...]) -> list[Finding]:
    """What each rule finds in one variable; cells that are off by a power of ten disturb no later rule."""
    found = list(power_of_ten(series))
    if found:
        series = series.without(slipped(series))
    for finding in shared_breaks.break_in_all(series):
        apart = [units[code] for code in shared_breaks.most_apart(series, finding.time or 0)]
        expected = f"{finding.expected} ({', '.join(apart)})"
        found.append(Finding(finding.rule, None, expected, finding.time, finding.seen))
    found += [*break_in_one(series), *level(series), *sign(series), *zero(series), *carried_forward(series)]
    measure = measure_of(unit) if unit else None
    if measure == Measure(0.01):
        found += share(series, percent=True)
    elif not unit:
        found += share(series, percent=False)
    return found


def _copies(assembly: Assembly, grids: dict[str, Series]) -> list[Entry]:
    names, frame = list(grids), assembly.frame
    entries = []
    for copy in copied_run.copied_runs(list(grids.values())):
        name, other = names[copy.series[0]], names[copy.other[0]]
        series = grids[name]
        first, there = int(series.times[copy.start]), int(series.times[copy.other_start])
        twin = frame.units[copy.other[1]]
        expected = f"= {other}, {twin}, {there}–{int(series.times[copy.other_start + copy.length - 1])}"
        row = int(series.rows[copy.series[1], copy.start])
        finding = Finding(copied_run.RULE, row, expected, first, count=copy.length)
        entries.append(_entry(assembly, name, finding))
    return entries


def _vintages(assembly: Assembly, names: list[str], variables: Mapping[str, Variable]) -> list[Entry]:
    numbers = assembly.frame.numbers
    entries = []
    for first, second in vintages.alike(np.column_stack([numbers[name] for name in names])):
        one, other = names[first], names[second]
        tolerance = max(
            variables[name].tolerance if name in variables else TOLERANCE for name in (one, other)
        )
        found = vintages.vintages(numbers[one], numbers[other], tolerance)
        if found is not None and _same_unit(variables, one, other):
            expected = f"{other} {found.largest:+.1%} ({found.count}/{found.cells})"
            finding = Finding(vintages.RULE, found.row, expected, count=found.count)
            entries.append(_entry(assembly, one, finding))
    return entries


def _same_unit(variables: Mapping[str, Variable], one: str, other: str) -> bool:
    """Whether two variables may be one thing by their units; they may when one has none that is understood."""
    first, second = (measure_of(variables[name].unit) if name in variables else None for name in (one, other))
    return first is None or second is None or first == second


def _entry(assembly: Assembly, name: str, finding: Finding) -> Entry:
    if finding.row is None:
        return _whole(name, finding, None)
    frame, row = assembly.frame, finding.row
    return Entry(
        "flagged",
        finding.rule,
        unit=frame.units[int(frame.unit[row])],
        time=int(frame.time[row]),
        variable=name,
        before=finding.seen or f"{frame.numbers[name][row]:.10g}",
        after=finding.expected,
        place=assembly.origins[name].place(row),
        count=finding.count,
    )


def _whole(name: str, finding: Finding, place: Place | None) -> Entry:
    """An entry for a whole year or variable."""
    return Entry(
        "flagged",
        finding.rule,
        time=finding.time,
        variable=name,
        before=finding.seen,
        after=finding.expected,
        place=place,
        count=finding.count,
    )


def _grid(unit: Integers, time: Integers, units: int) -> tuple[Integers, Integers]:
    """(u, T) the row of each unit and time, -1 for none, and the (T,) times."""
    times, column = np.unique(time, return_inverse=True)
    rows = np.full((units, times.size), -1, dtype=np.int64)
    rows[unit, column] = np.arange(unit.size)
    return rows, times


def _in_series(one: Observations) -> bool:
    return one.timed and one.united and not one.is_category
