"""The bounds between which each indicator was scaled, in the unit of its data, for the table of indicators."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.index.index import Index


def bounds_used(index: Index) -> Floats:
    """(J, 2) the lower and the upper bound of each indicator, by value whatever the direction.

    NaN for an indicator that has none in its own unit: one with a best value is scaled by its distance from
    that. Bounds of logarithms and powers are told as the values that these were taken of.
    """
    made = index.scaling.preparation
    ends = np.sort(np.vstack([index.scaling.zero[0], index.scaling.one[0]]).T, axis=1)
    for j in np.flatnonzero(~np.isnan(made.power)):
        ends[j] = _untransformed(ends[j], float(made.power[j]))
    ends[~np.isnan(made.best[:, 0])] = np.nan
    return frozen(ends)


def has_own_bounds(index: Index) -> bool:
    """Whether bounds of all years are others than the smallest and the largest value.

    They are when they were given, are of one year or quantiles, or when outliers were treated.
    """
    part = index.part
    if part.scale != "minmax" or part.bounds == "year":
        return False
    made = index.scaling.preparation
    return part.bounds != "pooled" or bool((made.raised + made.lowered).any())


def _untransformed(ends: Floats, power: float) -> Floats:
    """The values of which Box and Cox's transform are ``ends``."""
    return np.exp(ends if power == 0 else np.log1p(power * ends) / power)
