"""Series along the calendar of each unit: shifts, running sums, base years. Rows are sorted by unit and time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers


def at_shifted_time(values: Floats, unit: Integers, time: Integers, periods: int) -> Floats:
    """The value of the same unit ``periods`` later (earlier when negative); NaN where there is no such row."""
    if time.size == 0:
        return values
    # Room on both sides, so that a shifted time never reaches into another unit's keys.
    room = abs(periods)
    start = int(time.min()) - room
    width = int(time.max()) - start + room + 1
    keys = unit * width + (time - start)
    wanted = keys + periods
    at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[at] == wanted, values[at], np.nan)


def running_sum(values: Floats, unit: Integers, time: Integers) -> Floats:
    """The sum (n,) of a unit's values from its first present one on.

    A missing value or a year that is not there breaks the sum: from then on it is NaN.
    """
    result = np.full(values.size, np.nan)
    for start, stop in _runs(unit):
        present = np.flatnonzero(~np.isnan(values[start:stop]))
        if present.size == 0:
            continue
        first = start + int(present[0])
        broken = np.isnan(values[first:stop]) | (np.diff(time[first:stop], prepend=time[first] - 1) != 1)
        end = first + int(np.argmax(broken)) if broken.any() else stop
        result[first:end] = np.cumsum(values[first:end])
    return result


def first_value(values: Floats, unit: Integers) -> Floats:
    """The earliest present value (n,) of each unit; NaN for a unit without any."""
    present = np.flatnonzero(~np.isnan(values))
    if present.size == 0:
        return np.full(values.size, np.nan)
    known, at = np.unique(unit[present], return_index=True)
    found = np.full(int(unit.max()) + 1, np.nan)
    found[known] = values[present[at]]
    return found[unit]


def value_in(values: Floats, unit: Integers, time: Integers, year: int) -> Floats:
    """The value (n,) of each unit in one year; NaN for a unit without it."""
    return first_value(np.where(time == year, values, np.nan), unit)


def moving_mean(values: Floats, unit: Integers, time: Integers, periods: int) -> Floats:
    """The mean (n,) of the last ``periods`` years, this one among them; NaN unless all are present."""
    total = values
    for back in range(1, periods):
        total = total + at_shifted_time(values, unit, time, -back)
    return total / periods


Series = Callable[[Floats, Integers, Integers, tuple[float, ...]], Floats]
SERIES: Mapping[str, Series] = MappingProxyType(
    {
        "cum": lambda values, unit, time, _: running_sum(values, unit, time),
        "first": lambda values, unit, time, _: first_value(values, unit),  # noqa: ARG005
        "base": lambda values, unit, time, constants: value_in(values, unit, time, int(constants[0])),
        "movav": lambda values, unit, time, constants: moving_mean(values, unit, time, int(constants[0])),
    }
)


def _runs(unit: Integers) -> zip[tuple[int, int]]:
    """The first row of each unit, and the row behind its last."""
    firsts = np.flatnonzero(np.diff(unit, prepend=-1)).tolist()
    return zip(firsts, [*firsts[1:], unit.size][: len(firsts)], strict=True)
