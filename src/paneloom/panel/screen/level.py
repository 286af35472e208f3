"""Units that stand a power of ten from all others throughout."""

from __future__ import annotations

import numpy as np

from paneloom.panel.screen.finding import Finding, times_ten
from paneloom.panel.screen.series import Series, median, resolution, spread

RULE = "level"
LEAST_UNITS = 10
SPREADS = 4.0
GAP = 1.5  # to the nearest other unit, in powers of ten
DIGITS = 20  # a unit of values near the last digit printed is small, not mistaken


def level(series: Series) -> tuple[Finding, ...]:
    """One finding for a unit whose whole series is far from that of every other unit; extreme cases only."""
    if len(series) < LEAST_UNITS:
        return ()
    own = median(series.logs, axis=1) / np.log(10)
    own[median(series.values, axis=1) < DIGITS * resolution(series.values)] = np.nan
    known = np.flatnonzero(~np.isnan(own))
    if known.size < LEAST_UNITS:
        return ()
    order = known[np.argsort(own[known], kind="stable")]
    middle, width = float(median(own)), float(spread(own))
    found = []
    for unit, next_one in ((order[0], order[1]), (order[-1], order[-2])):
        off, gap = own[unit] - middle, abs(own[unit] - own[next_one])
        if abs(off) > SPREADS * width and gap > GAP:
            at = int(np.flatnonzero(~np.isnan(series.logs[unit]))[0])
            count = int(np.sum(~np.isnan(series.logs[unit])))
            row = int(series.rows[unit, at])
            found.append(Finding(RULE, row, times_ten(-round(off)), count=count))
    return tuple(found)
