"""A unit in a year: where it stands far above and far below the median of that year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.reading.by_year import ranks

# The median absolute deviation of a normal variable times this is its standard deviation.
NORMAL = 1.482602218505602


@dataclass(frozen=True, slots=True, eq=False)
class Profile(Record):
    """A ``unit`` in year ``time`` by indicator (J,): its scaled value, the median, its rank among the units.

    ``distance`` (J,) is (value - median) / (1.4826 times the median absolute deviation from the median), over
    the units of that year; NaN for a missing value, and for an indicator of which half of the units have one
    value. ``strengths`` are the indicators with a distance of at least ``threshold``, the farthest first,
    ``weaknesses`` those of at most minus ``threshold``.
    """

    unit: int
    time: int
    names: tuple[str, ...]
    value: Floats
    median: Floats
    distance: Floats
    rank: Floats
    of: Integers
    threshold: float
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]


def profile(
    index: Index,
    values: Floats,
    units: Integers,
    times: Integers,
    unit: int,
    time: int,
    threshold: float = 1.0,
) -> Profile:
    """The profile of a unit from raw ``values`` (n, J); scaled values point the same way, so above is better.

    Raises
    ------
    PaneloomError
        ``index-no-year`` when the unit has no row in that year.
    """
    year = np.flatnonzero(times == time)
    own = np.flatnonzero(units[year] == unit)
    if not own.size:
        known = tuple(int(one) for one in np.unique(times[units == unit]))
        raise PaneloomError("index-no-year", year=time, known=known)
    return _profiles(index, values[year], units[year], time, own[:1], threshold)[0]


def profiles(
    index: Index, values: Floats, units: Integers, times: Integers, time: int, threshold: float = 1.0
) -> tuple[Profile, ...]:
    """The profiles of all units that have a row in year ``time``, in the order of the rows."""
    year = np.flatnonzero(times == time)
    return _profiles(index, values[year], units[year], time, np.arange(year.size), threshold)


def _profiles(
    index: Index, values: Floats, units: Integers, time: int, own: Integers, threshold: float
) -> tuple[Profile, ...]:
    """Of the rows ``own`` among those of one year."""
    z = index.stages(values, np.full(len(values), time, dtype=np.int64)).scaled
    names = index.recipe.variables
    median = np.array([_median(column) for column in z.T])
    spread = NORMAL * np.array([_median(np.abs(column - m)) for column, m in zip(z.T, median, strict=True)])
    distance = np.divide(z - median, spread, out=np.full(z.shape, np.nan), where=spread > 0)
    place, of = ranks(z), frozen((~np.isnan(z)).sum(axis=0), np.int64)
    order = np.argsort(-distance, axis=1, kind="stable")
    return tuple(
        Profile(
            int(units[i]), time, names, frozen(z[i]), frozen(median), frozen(distance[i]), frozen(place[i]), of,
            threshold,
            tuple(names[j] for j in order[i] if distance[i, j] >= threshold),
            tuple(names[j] for j in order[i, ::-1] if distance[i, j] <= -threshold),
        )
        for i in own
    )  # fmt: skip


def _median(column: Floats) -> float:
    present = column[~np.isnan(column)]
    return float(np.median(present)) if present.size else float("nan")
