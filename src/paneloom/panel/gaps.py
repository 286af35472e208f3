"""Gaps in the series of each unit: what may fill them, in calendar time and never across units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers, Record, sealed
from paneloom.study.intake import Ends, Gaps

Mask = NDArray[np.bool_]


class Fill(IntEnum):
    """How a cell came by its value, or why it has none."""

    OBSERVED = 0
    LINEAR = 1
    NEAREST = 2
    TREND = 3
    TREND_ALL = 4
    GROWTH = 5
    LEFT = -1
    TOO_LONG = -2
    NO_DATA = -3
    ONE_VALUE = -4
    NOT_POSITIVE = -5


@dataclass(frozen=True, slots=True, eq=False)
class Filled(Record):
    """(n,) values, and for each the code of ``Fill`` that says where it came from."""

    values: Floats
    codes: NDArray[np.int8]


def fill_gaps(
    unit: Integers,
    time: Integers,
    values: Floats,
    gaps: Gaps,
    ends: Ends = "leave",
    max_gap: int | None = None,
) -> Filled:
    """Fill the missing values of a variable.

    Parameters
    ----------
    unit, time
        (n,) codes of the units and times; rows sorted by both.
    values
        (n,) with NaN for missing.
    gaps
        "linear" puts interior gaps on the line between their two neighbours, in calendar time; "growth"
        lets them grow from one to the other at a constant rate, and leaves a gap beside a value that is
        not positive, with the code ``NOT_POSITIVE``.
    ends
        What is done before the first and after the last observation of a unit: "nearest" repeats it, "trend"
        continues the line through the two nearest observations, "trend-all" the least-squares line through
        all of them. A line needs two observations.
    max_gap
        The longest run of missing periods that is filled, at the ends too, counted on the calendar.

    A unit without any value is never filled.
    """
    if not np.isnan(values).any():
        return Filled(values, sealed(np.full(values.size, Fill.OBSERVED, dtype=np.int8)))
    series = _Series.of(unit, time.astype(np.float64), values)
    result = values.astype(np.float64)
    codes = np.where(series.present, Fill.OBSERVED, Fill.NO_DATA).astype(np.int8)
    limit = np.inf if max_gap is None else max_gap
    _fill_inside(series, gaps, limit, result, codes)
    for rows, at_start in ((series.leading, True), (series.trailing, False)):
        if rows.size:
            codes[rows] = _end_codes(series, rows, ends, limit, at_start=at_start)
            chosen = rows[codes[rows] > 0]
            result[chosen] = _extended(series, chosen, ends, at_start=at_start)
    return Filled(sealed(result), sealed(codes))


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """(n,) values, and for each row the row of the last observation at or before it and of the next at or
    after it in its unit; ``inside``, ``leading`` and ``trailing`` are the missing rows with both or with one.
    """

    time: Floats
    values: Floats
    present: Mask
    starts: Integers
    number: Integers
    before: Integers
    after: Integers
    inside: Integers
    leading: Integers
    trailing: Integers

    @classmethod
    def of(cls, unit: Integers, time: Floats, values: Floats) -> _Series:
        n = values.size
        present = ~np.isnan(values)
        rows = np.arange(n)
        first = np.ones(n, dtype=bool)
        first[1:] = unit[1:] != unit[:-1]
        starts, number = np.flatnonzero(first), np.cumsum(first) - 1
        before = np.maximum.accumulate(np.where(present, rows, -1))
        after = np.minimum.accumulate(np.where(present, rows, n)[::-1])[::-1]
        has_before = before >= starts[number]
        has_after = after < np.r_[starts[1:], n][number]
        return cls(
            time,
            values,
            present,
            starts,
            number,
            before,
            after,
            np.flatnonzero(~present & has_before & has_after),
            np.flatnonzero(~present & ~has_before & has_after),
            np.flatnonzero(~present & has_before & ~has_after),
        )

    @property
    def observed(self) -> Integers:
        """(u,) how many values each unit has."""
        return np.bincount(self.number[self.present], minlength=self.starts.size)

    @property
    def edges(self) -> tuple[Floats, Floats]:
        """(u,) the first and the last time of each unit."""
        return self.time[self.starts], self.time[np.r_[self.starts[1:], self.time.size] - 1]


def _fill_inside(series: _Series, gaps: Gaps, limit: float, result: Floats, codes: NDArray[np.int8]) -> None:
    rows = series.inside
    codes[rows] = Fill.LEFT
    if gaps == "leave" or rows.size == 0:
        return
    time, a, b = series.time, series.before[rows], series.after[rows]
    low, high = series.values[a], series.values[b]
    share = (time[rows] - time[a]) / (time[b] - time[a])
    fits = time[b] - time[a] - 1 <= limit
    codes[rows] = np.where(fits, Fill.LINEAR if gaps == "linear" else Fill.GROWTH, Fill.TOO_LONG)
    if gaps == "linear":
        made = low * (1 - share) + high * share
    else:
        positive = (low > 0) & (high > 0)
        codes[rows[fits & ~positive]] = Fill.NOT_POSITIVE
        made = np.where(positive, low, 1) ** (1 - share) * np.where(positive, high, 1) ** share
    # Between its neighbours whatever the rounding: a + s (b - a) can pass b by one unit in the last place.
    made = np.clip(made, np.minimum(low, high), np.maximum(low, high))
    chosen = codes[rows] > 0
    result[rows[chosen]] = made[chosen]


def _end_codes(series: _Series, rows: Integers, ends: Ends, limit: float, *, at_start: bool) -> Integers:
    if ends == "leave":
        return np.full(rows.size, Fill.LEFT, dtype=np.int64)
    unit = series.number[rows]
    first, last = series.edges
    run = (
        series.time[series.after[rows]] - first[unit]
        if at_start
        else last[unit] - series.time[series.before[rows]]
    )
    code = {"nearest": Fill.NEAREST, "trend": Fill.TREND, "trend-all": Fill.TREND_ALL}[ends]
    enough = np.where(series.observed[unit] >= (1 if ends == "nearest" else 2), code, Fill.ONE_VALUE)
    return np.where(run <= limit, enough, Fill.TOO_LONG).astype(np.int64)


def _extended(series: _Series, rows: Integers, ends: Ends, *, at_start: bool) -> Floats:
    """Values before the first or after the last observation of a unit."""
    time, values = series.time, series.values
    near = series.after[rows] if at_start else series.before[rows]
    if ends in ("leave", "nearest"):
        return values[near]
    if ends == "trend":
        seen = np.flatnonzero(series.present)
        other = seen[np.searchsorted(seen, near) + (1 if at_start else -1)]
        slope = (values[other] - values[near]) / (time[other] - time[near])
        return np.asarray(values[near] + slope * (time[rows] - time[near]))
    mean_time, mean, slope = _lines(series)
    unit = series.number[rows]
    return np.asarray(mean[unit] + slope[unit] * (time[rows] - mean_time[unit]))


def _lines(series: _Series) -> tuple[Floats, Floats, Floats]:
    """(u,) mean time, mean and slope of the least-squares line of each unit; NaN with less than two values."""
    unit, count = series.number[series.present], series.observed
    t, x = series.time[series.present], series.values[series.present]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_time = np.bincount(unit, t, count.size) / count
        mean = np.bincount(unit, x, count.size) / count
        t = t - mean_time[unit]
        slope = np.bincount(unit, t * (x - mean[unit]), count.size) / np.bincount(unit, t * t, count.size)
    return mean_time, mean, slope
