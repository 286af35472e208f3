"""Bringing the scaled children of a node together into one score for each row."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.study.index_part import AggregationMethod


def aggregate(method: AggregationMethod, z: Floats, weight: Floats, power: float | None = None) -> Floats:
    """(n,) scores of the rows of ``z`` (n, k), with ``weight`` (k,) or (n, k) summing to 1.

    A row that lacks a value has no score. Of the methods that need positive values (geometric, harmonic,
    power means) a value of 0 gives 0, or for positive powers what the mean says; negative values are refused
    before.
    """
    if method == "arithmetic":
        return np.asarray((z * weight).sum(axis=1))
    raise NotImplementedError(method, power)
