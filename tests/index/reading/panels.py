"""Balanced panels of indicators with units and years, and indices built of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.index.arrays import index_of

from paneloom.algebra.record import Floats, Integers
from paneloom.index.index import Index


@dataclass(frozen=True)
class Made:
    """An index and the rows it was built of."""

    index: Index
    values: Floats
    units: Integers
    times: Integers

    @property
    def rows(self) -> tuple[Floats, Integers]:
        """What most functions read."""
        return self.values, self.times


def made(
    seed: int = 1, units: int = 8, years: int = 4, directions: str = "+-++", gaps: int = 0, **recipe: Any
) -> Made:
    """An index of skewed indicators that drift over the years."""
    draws = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), years), 2011 + np.tile(np.arange(years), units)
    values = draws.gamma(2.0, 1.0, size=(unit.size, len(directions))) + 0.2 * (time - 2011)[:, None]
    for _ in range(gaps):
        values[draws.integers(unit.size), draws.integers(len(directions))] = np.nan
    index = index_of(values, directions, units=unit, times=time, **recipe)
    return Made(index, values, unit, time)
