"""Breaks that many units share: another definition, another base year of prices, another census."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import NORMAL, Series, beyond_neighbours, median, spread

RULE = "break in all"
LEAST_UNITS, LEAST_STEPS = 10, 5
LEAST_JUMP, LEAST_SPREAD = 0.08, 0.05  # in logarithms
JUMPS, SPREADS = 3.4, 3.0
NAMED = 5
NEAR = 3  # what an industry does that grows up says nothing of its later years


def break_in_all(series: Series) -> tuple[Finding, ...]:
    """One finding for each time at which the units together do what they never do.

    Either the median change lies outside what it was just before and just after, by far more than the
    usual differences between units and between years; or the changes differ between units three times as
    much as they usually do, in these years and in all.
    """
    if len(series) < LEAST_UNITS or series.steps.shape[1] < LEAST_STEPS:
        return ()
    enough = np.sum(~np.isnan(series.steps), axis=0) >= LEAST_UNITS
    steps = np.where(enough, series.steps, np.nan)
    common = median(steps, axis=0)
    apart = steps - common
    jump = beyond_neighbours(common)
    usual = NORMAL * median(np.abs(apart)) + spread(common) / 3
    jumps = (np.abs(jump) > LEAST_JUMP) & (np.abs(jump) > JUMPS * usual)
    width = spread(apart, axis=0)
    ordinary = np.array([_around(width, at) for at in range(width.size)])
    scatters = (width > LEAST_SPREAD) & (width > SPREADS * ordinary)
    scatters[0] = False
    found = []
    for at in np.flatnonzero(jumps | scatters).tolist():
        time = int(series.times[at + 1])
        if jumps[at]:
            expected = _percent(float(common[at] - jump[at]))
            found.append(Finding(RULE, time=time, seen=_percent(float(common[at])), expected=expected))
        else:
            seen, expected = (f"± {value:.0%}" for value in (float(width[at]), float(ordinary[at])))
            found.append(Finding(RULE, time=time, seen=seen, expected=expected))
    return tuple(found)


def _around(width: Floats, at: int) -> float:
    """The usual difference between units: over all years, or over those near by when it was larger then."""
    return float(np.fmax(median(width), median(width[max(0, at - NEAR) : at + NEAR + 1])))


def most_apart(series: Series, time: int) -> tuple[int, ...]:
    """The units whose change to ``time`` differs most from that of the others, most first, at most five."""
    step: Floats = series.steps[:, int(np.searchsorted(series.times, time)) - 1]
    apart = np.nan_to_num(np.abs(step - median(step)))
    return tuple(int(unit) for unit in np.argsort(-apart, kind="stable")[:NAMED])


def _percent(log_change: float) -> str:
    return f"{np.expm1(log_change):+.0%}"
