"""Shares outside their bounds, and shares in per cent that are fractions."""

from __future__ import annotations

import numpy as np

from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import Series, median, ones, spread

RULE = "outside share"
LEAST_VALUES = 20
NEARLY_ALL = 0.97
SPREADS = 4.0  # a per cent nearer to the others of its unit is a rate of growth, negative or not


def share(series: Series, *, percent: bool) -> tuple[Finding, ...]:
    """Values outside 0 to 100 where ``percent``, else above 1, in a variable nearly all of whose values are inside.

    Rates of growth, which may be negative or above 100 at will, are left alone by that. Where few of them are
    negative, a per cent below zero counts only when it lies four times as far from the median of its unit as
    values usually do. A fraction above 1 counts only in a unit whose own values are below. A variable in per
    cent whose values are all fractions is one finding.
    """
    values = series.values
    present = values[~np.isnan(values)]
    if present.size < LEAST_VALUES:
        return ()
    top = 100.0 if percent else 1.0
    if percent and np.all((present >= 0) & (present <= 1)) and np.any((present > 0) & (present < 1)):
        return (Finding(RULE, expected="x 100", seen=f"{present.min():.4g} – {present.max():.4g}"),)
    inside = (values >= 0) & (values <= top)
    if np.sum(inside) < NEARLY_ALL * present.size or np.ptp(present[(present >= 0) & (present <= top)]) == 0:
        return ()
    outside = ~np.isnan(values) & ~inside
    own = median(np.where(inside, values, np.nan), axis=1)[:, None]
    if percent:
        # With "not", so that a unit that is negative throughout, and has no median, counts.
        outside &= (values > top) | ~(values - own > -SPREADS * spread(values - own))
    else:
        outside &= (values < 0) | (values > 1.5 * own)
    return tuple(Finding(RULE, int(series.rows[i, j]), f"0 – {top:g}") for i, j in ones(outside))
