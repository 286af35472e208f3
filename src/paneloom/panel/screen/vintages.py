"""Two variables that are one thing in two vintages: equal nearly everywhere, and not in some cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.panel.screen.series import median, spread

RULE = "vintages"
CLOSE = 0.05
LEAST_CELLS = 20


@dataclass(frozen=True, slots=True)
class Vintages:
    """``count`` of ``cells`` shared cells differ by more than the tolerance; ``row`` is where they differ most."""

    row: int
    largest: float
    count: int
    cells: int


def vintages(one: Floats, other: Floats, tolerance: float) -> Vintages | None:
    """How two (n,) columns differ, if they are vintages of one thing; None if they are not.

    They are when the median relative difference is below 5 % and a tenth of the spread of the values
    themselves (index numbers around 100 are all alike), and some cells differ by more than ``tolerance``.
    """
    apart = relative_difference(one, other)
    cells = int(np.sum(~np.isnan(apart)))
    if cells < LEAST_CELLS:
        return None
    middle = float(median(apart))
    differing = apart > tolerance
    if middle >= CLOSE or middle >= 0.1 * _own_spread(one, apart) or not differing.any():
        return None
    row = int(np.nanargmax(apart))
    return Vintages(row, float(other[row] / one[row] - 1), int(np.sum(differing)), cells)


def relative_difference(one: Floats, other: Floats) -> Floats:
    """(n,) |other / one - 1| where both are positive, else NaN."""
    both = (one > 0) & (other > 0)
    apart: Floats = np.abs(np.divide(other, one, out=np.full(one.shape, np.nan), where=both) - 1)
    return apart


def alike(columns: Floats) -> tuple[tuple[int, int], ...]:
    """The pairs of (n, v) columns most of whose shared cells differ by less than 5 %."""
    logs = np.full(columns.T.shape, np.nan)
    np.log(columns.T, out=logs, where=columns.T > 0)
    pairs: list[tuple[int, int]] = []
    count = len(logs)
    for first in range(count - 1):
        apart: Floats = np.abs(logs[first + 1 :] - logs[first])
        close: Integers = np.sum(apart < CLOSE, axis=1)
        shared = np.sum(~np.isnan(apart), axis=1)
        likely = np.flatnonzero((close * 2 > shared) & (shared >= LEAST_CELLS))
        pairs += [(first, first + 1 + int(at)) for at in likely]
    return tuple(pairs)


def _own_spread(one: Floats, apart: Floats) -> float:
    shared = one[~np.isnan(apart)]
    return float(spread(np.log(shared)))
