"""Values that have lost their sign: the one negative number among the positive ones of a unit."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import Series, median, ones, resolution

RULE = "sign"
LEAST_VALUES = 5  # positive ones of the unit
FEW = 0.01  # the share of negative values above which they are part of the variable
CALM = 0.3  # the usual change, in logarithms
STEPS = 3.0  # usual changes that the value may lie from its neighbours, its sign apart
LEAST_DISTANCE = 0.05
DIGITS = 20


def sign(series: Series) -> tuple[Finding, ...]:
    """Negative values that would lie between their neighbours, were they positive.

    Balances, temperatures and rates of growth may be negative: nothing is found where negative values are
    common, where the unit has another one, where the series is not calm, or where the value without its
    sign would itself be unusual, as that of a slump is.
    """
    values = series.values
    negative = values < 0
    count, present = int(np.sum(negative)), int(np.sum(~np.isnan(values)))
    if not count or count > max(1.0, FEW * present) or not series.steps.size:
        return ()
    usual = float(median(np.abs(series.steps)))
    if not usual <= CALM:
        return ()
    positive = np.sum(values > 0, axis=1)
    alone = (np.sum(negative, axis=1) == 1) & (np.sum(values == 0, axis=1) == 0) & (positive >= LEAST_VALUES)
    found = []
    for unit, at in ones(negative & alone[:, None] & (-values > DIGITS * resolution(values))):
        distance = abs(np.log(-values[unit, at]) - _between(series, unit, at))
        if distance <= max(LEAST_DISTANCE, STEPS * usual):
            found.append(Finding(RULE, int(series.rows[unit, at]), f"~ {-values[unit, at]:.10g}"))
    return tuple(found)


def _between(series: Series, unit: int, at: int) -> float:
    """The logarithm to be expected: on the line between the nearest values, or the nearest one at an end."""
    logs: Floats = series.logs[unit]
    known = ~np.isnan(logs)
    return float(np.interp(series.times[at], series.times[known], logs[known]))
