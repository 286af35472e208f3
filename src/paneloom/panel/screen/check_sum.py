"""The sum of the units against the total that the source prints."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import Series

RULE, AGREES = "check sum", "check sum agrees"
LIKE_A_SUM = 0.05


def check_sum(series: Series, totals: Mapping[int, float], tolerance: float = 0.01) -> tuple[Finding, ...]:
    """One finding at the time where sum and total differ most, with the number of times they do.

    Nothing is found where a unit is missing, and nothing at all unless sum and total agree within 5 % in
    most years: the total row of a yield or of an income per head is no sum.
    """
    off = distances(series, totals)
    apart = {time: one for time, one in off.items() if abs(one) > tolerance}
    if not apart:
        return ()
    worst = max(apart, key=lambda time: (abs(apart[time]), -time))
    at = int(np.searchsorted(series.times, worst))
    seen = f"{np.sum(series.values[:, at]):.10g} ({apart[worst]:+.1%})"
    return (Finding(RULE, time=worst, seen=seen, expected=f"{totals[worst]:.10g}", count=len(apart)),)


def distances(series: Series, totals: Mapping[int, float]) -> dict[int, float]:
    """How far the sum of each time that is compared lies from its total, as a share of that."""
    complete = ~np.any(np.isnan(series.values), axis=0)
    sums = np.sum(series.values, axis=0)
    off = {
        int(time): float(total_sum) / totals[int(time)] - 1
        for time, total_sum, whole in zip(series.times, sums, complete, strict=True)
        if whole and totals.get(int(time))
    }
    if len(series) < 2 or not off or float(np.median(np.abs(list(off.values())))) > LIKE_A_SUM:
        return {}
    return off
