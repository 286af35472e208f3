"""The scaled children of a node, chunk by chunk, for the method that weighs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.algebra.totals import Totals, totals
from paneloom.index.moments import Moments, merged, moments
from paneloom.index.node import Node
from paneloom.index.rows import Rows
from paneloom.index.scaling import Scaling
from paneloom.index.stages import stages
from paneloom.index.weight.entropy import Shares, shares


@dataclass(frozen=True, slots=True)
class Feed:
    """Columns ``children`` (indicators, then nodes built so far) of rows on their way through a recipe.

    ``time`` keeps the rows of one year; ``shift`` is added to every value.
    """

    rows: Rows
    scaling: Scaling
    nodes: Sequence[Node]
    children: tuple[int, ...]
    names: tuple[str, ...]
    least: float = 1.0
    shift: float = 0.0
    time: int | None = None

    def blocks(self) -> Iterator[tuple[Floats, Integers]]:
        """(n, k) values and (n,) times of each chunk."""
        for chunk in self.rows.chunks():
            made = stages(self.scaling, self.nodes, chunk.values, chunk.times, self.least)
            values = np.column_stack([made.scaled, made.scores])[:, self.children]
            if self.time is not None:
                kept = chunk.times == self.time
                values, times = values[kept], chunk.times[kept]
            else:
                times = chunk.times
            yield (values + self.shift if self.shift else values), times

    def moments(self) -> Moments:
        """The moments of the children."""
        parts = (moments(values) for values, _ in self.blocks())
        return merged(parts, len(self.children))

    def shares(self, near: Floats) -> Shares:
        """What entropies need, around means known beforehand."""
        return reduce(Shares.__add__, (shares(values, near) for values, _ in self.blocks()))

    def totals(self) -> Totals:
        """Second moments over rows with every child."""
        parts = (totals(self.names, values[_complete(values)]) for values, _ in self.blocks())
        return reduce(Totals.__add__, parts)

    def columns(self) -> Floats:
        """(n, k) all rows, NaN for a missing value."""
        return np.vstack([values for values, _ in self.blocks()])

    def complete(self) -> Floats:
        """(n, k) all rows with every child, for a method that must see them whole."""
        return np.vstack([values[_complete(values)] for values, _ in self.blocks()])


def _complete(values: Floats) -> np.ndarray:
    return np.asarray(~np.isnan(values).any(axis=1))
