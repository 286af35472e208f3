"""Gaps in the series of each unit: what may fill them, in calendar time and never across units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen

Gaps = Literal["leave", "linear"]
Ends = Literal["leave", "nearest", "trend", "trend-all"]


class Fill(IntEnum):
    """How a cell came by its value, or why it has none."""

    OBSERVED = 0
    LINEAR = 1
    NEAREST = 2
    TREND = 3
    TREND_ALL = 4
    LEFT = -1
    TOO_LONG = -2
    NO_DATA = -3
    ONE_VALUE = -4


@dataclass(frozen=True, slots=True, eq=False)
class Filled(Record):
    """(n,) values, and for each the code of ``Fill`` that says where it came from."""

    values: Floats
    codes: Integers


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
        "linear" puts interior gaps on the line between their two neighbours, in calendar time.
    ends
        What is done before the first and after the last observation of a unit: "nearest" repeats it, "trend"
        continues the line through the two nearest observations, "trend-all" the least-squares line through
        all of them. A line needs two observations.
    max_gap
        The longest run of missing periods that is filled, at the ends too, counted on the calendar.

    A unit without any value is never filled.
    """
    result = values.copy()
    codes = np.where(np.isnan(values), Fill.LEFT, Fill.OBSERVED).astype(np.int64)
    firsts = np.flatnonzero(np.r_[True, unit[1:] != unit[:-1]]) if unit.size else np.zeros(0, dtype=np.int64)
    for first, last in zip(firsts, np.r_[firsts[1:], unit.size], strict=True):
        rows = slice(int(first), int(last))
        if np.isnan(values[rows]).any():
            result[rows], codes[rows] = _fill_unit(
                time[rows].astype(np.float64), values[rows], gaps, ends, max_gap
            )
    return Filled(frozen(result), frozen(codes, np.int64))


def _fill_unit(
    time: Floats, values: Floats, gaps: Gaps, ends: Ends, max_gap: int | None
) -> tuple[Floats, Integers]:
    seen = np.flatnonzero(~np.isnan(values))
    codes = np.full(values.size, Fill.NO_DATA, dtype=np.int64)
    if seen.size == 0:
        return values, codes
    result = values.copy()
    codes[seen] = Fill.OBSERVED
    limit = np.inf if max_gap is None else max_gap
    t, x = time[seen], values[seen]
    for a, b in pairwise(seen):
        inside = slice(int(a) + 1, int(b))
        run = time[b] - time[a] - 1
        if gaps == "linear" and run <= limit:
            share = (time[inside] - time[a]) / (time[b] - time[a])
            # Between its neighbours whatever the rounding: a + s (b - a) can pass b by one unit in the last place.
            low, high = min(values[a], values[b]), max(values[a], values[b])
            result[inside] = np.clip(values[a] * (1 - share) + values[b] * share, low, high)
            codes[inside] = Fill.LINEAR
        else:
            codes[inside] = Fill.LEFT if gaps == "leave" else Fill.TOO_LONG
    start, end = slice(0, int(seen[0])), slice(int(seen[-1]) + 1, values.size)
    for rows, run in ((start, t[0] - time[0]), (end, time[-1] - t[-1])):
        codes[rows] = _end_code(ends, seen.size, fits=run <= limit)
        if ends != "leave" and codes[rows].size and codes[rows][0] > 0:
            result[rows] = _extended(time[rows], t, x, ends, at_start=rows is start)
    return result, codes


def _end_code(ends: Ends, observed: int, *, fits: bool) -> Fill:
    if ends == "leave":
        return Fill.LEFT
    if not fits:
        return Fill.TOO_LONG
    if ends == "nearest":
        return Fill.NEAREST
    if observed < 2:
        return Fill.ONE_VALUE
    return Fill.TREND if ends == "trend" else Fill.TREND_ALL


def _extended(time: Floats, t: Floats, x: Floats, ends: Ends, *, at_start: bool) -> Floats:
    """Values outside the observed times ``t``, from the observed values ``x``."""
    near, next_to = (0, 1) if at_start else (-1, -2)
    if ends == "nearest":
        return np.full(time.size, x[near])
    if ends == "trend":
        slope = float((x[next_to] - x[near]) / (t[next_to] - t[near]))
        return np.asarray(x[near] + slope * (time - t[near]))
    centred = t - t.mean()
    slope = float(centred @ (x - x.mean()) / (centred @ centred))
    return np.asarray(x.mean() + slope * (time - t.mean()))
