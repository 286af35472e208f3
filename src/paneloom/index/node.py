"""A node of a built index: its weights, how it brings its children together, and the points it knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record
from paneloom.index.rows import places
from paneloom.index.weight.weighting import Weighting
from paneloom.study.base import Text
from paneloom.study.index_part import AggregationMethod, WeightMethod


@dataclass(frozen=True, slots=True, eq=False)
class Node(Record):
    """A dimension or the whole index over k children, numbered as in ``Branch``.

    ``weight`` (G, k) for the ``times`` (G,) when each year has weights of its own, else one row.
    ``weightings`` are the records they come from. A node whose ``is_sum`` is true adds up its children, whose
    weights are already in them (flat levels). ``best`` and ``worst`` (k,) are TOPSIS's points, empty for other
    aggregations; ``reference`` (r, k) the rows that benefit-of-the-doubt compares with. ``zero`` and ``one``
    scale the score again before it enters its parent.
    """

    name: str
    label: Text
    parent: int
    children: tuple[int, ...]
    leaves: tuple[int, ...]
    method: WeightMethod
    aggregation: AggregationMethod
    power: float | None
    times: Integers
    weight: Floats
    weightings: tuple[Weighting, ...] = ()
    is_sum: bool = False
    best: Floats | None = None
    worst: Floats | None = None
    reference: Floats | None = None
    zero: float = 0.0
    one: float = 1.0

    def weight_of(self, times: Integers) -> Floats:
        """(n, k) weights of rows at ``times``, or (1, k) when all rows have the same; NaN for an unknown time."""
        if not self.times.size:
            return self.weight
        at = places(self.times, times)
        return np.where((at >= 0)[:, None], self.weight[at], np.nan)
