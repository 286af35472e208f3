"""Centring within groups of adjacent rows, twice, so that a mean of 1e8 costs nothing."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers


def centred_within(values: Floats, starts: Integers, weights: Floats) -> Floats:
    """``values`` (n, k) less the weighted mean of their group; ``starts`` (u,) are the first rows of the groups.

    The second round removes what rounding left of the first: the mean of n numbers near 1e8 is known to
    1e-8 only, that of their deviations to 1e-16.
    """
    if values.shape[0] == 0:
        return values.copy()
    counts = np.diff(np.r_[starts, values.shape[0]])
    total = np.add.reduceat(weights, starts)[:, None]
    centred = values
    for _ in range(2):
        means = np.add.reduceat(centred * weights[:, None], starts, axis=0) / total
        centred = centred - np.repeat(means, counts, axis=0)
    return centred
