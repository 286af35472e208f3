"""Centring within groups of adjacent rows, twice, so that a mean of 1e8 costs nothing; and on a trend as well."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.block import Block
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


def detrended_within(values: Floats, trend: Floats, starts: Integers, weights: Floats) -> Floats:
    """``values`` (n, k) less the weighted mean and slope of their group, twice; ``trend`` (n, 1) from ``trends``.

    A group whose trend is zero has no slope.
    """
    if values.shape[0] == 0:
        return values.copy()
    counts = np.diff(np.r_[starts, values.shape[0]])
    weighted = trend * weights[:, None]
    squares = np.add.reduceat(weighted * trend, starts)
    inverse = np.divide(1.0, squares, out=np.zeros_like(squares), where=squares > 0)
    left = values
    for _ in range(2):
        left = centred_within(left, starts, weights)
        slopes = np.add.reduceat(left * weighted, starts, axis=0) * inverse
        left = left - trend * np.repeat(slopes, counts, axis=0)
    return left


def trends(block: Block) -> Floats:
    """(n, 1) the calendar time of each row, centred within its unit; zero in a unit with one row."""
    time = block.times.astype(np.float64)[:, None]
    return centred_within(time, block.starts, block.weights)


def swept_of_units(values: Floats, block: Block, effects: str) -> Floats:
    """``values`` (n, k), rows of the block, without the unit effects among ``effects``, and their trends."""
    if "trend" in effects:
        return detrended_within(values, trends(block), block.starts, block.weights)
    return centred_within(values, block.starts, block.weights)
