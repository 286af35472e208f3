"""An interval from the p values of every null: its ends are where p falls to the level."""

from __future__ import annotations

from collections.abc import Callable

# How often the first bracket may double: beyond some 250,000 errors an interval has no end.
DOUBLINGS = 16
HALVINGS = 28


def inverted(p: Callable[[float], float], error: float, level: float = 0.95) -> tuple[float, float]:
    """How far below and above the estimate the nulls reach that are not rejected; infinite where none is.

    ``p`` takes d, the estimate less the null, and is 1 at zero; the search begins at four ``error`` and doubles
    or halves, and takes the crossing that it closes in on.
    """
    return _reach(p, error, 1 - level), _reach(p, -error, 1 - level)


def _reach(p: Callable[[float], float], step: float, alpha: float) -> float:
    inside, outside = 0.0, 4 * step
    for _ in range(DOUBLINGS):
        if p(outside) <= alpha:
            break
        inside, outside = outside, 2 * outside
    else:
        return float("inf")
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if p(middle) <= alpha:
            outside = middle
        else:
            inside = middle
    return abs(inside + outside) / 2
