"""Zeros that stand for a missing value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import Series, median, ones, resolution

RULE = "zero"
LEAST_VALUES = 4
FEW = 0.02
DIGITS = 50


def zero(series: Series) -> tuple[Finding, ...]:
    """Runs of exact zeros of units whose other values are all far above the last digit printed.

    Nothing is found in a variable with negative values, or where zeros are common: they are then part of it.
    """
    values = series.values
    zeros = values == 0
    count, present = int(np.sum(zeros)), int(np.sum(~np.isnan(values)))
    if not count or np.any(values < 0) or count > max(3.0, FEW * present):
        return ()
    positive = np.where(values > 0, values, np.nan)
    own = np.sum(~np.isnan(positive), axis=1)
    least = np.min(np.where(np.isnan(positive), np.inf, positive), axis=1)
    high = (own >= LEAST_VALUES) & (least >= DIGITS * resolution(values)) & (own > np.sum(zeros, axis=1))
    typical = median(positive, axis=1)
    doubtful = zeros & high[:, None]
    found: list[Finding] = []
    for unit, at in ones(doubtful):
        if at and doubtful[unit, at - 1]:
            found[-1] = replace(found[-1], count=found[-1].count + 1)
        else:
            found.append(Finding(RULE, int(series.rows[unit, at]), f"~ {typical[unit]:.4g}"))
    return tuple(found)
