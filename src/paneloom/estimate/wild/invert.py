"""P values of a null from the draws of a bootstrap, and the interval of the nulls that are not rejected."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from paneloom.algebra.record import Integers

# How often the first bracket of four errors may double: beyond some 250,000 an interval has no end.
DOUBLINGS = 16
HALVINGS = 26
# In brackets wider than these many halvings leave, draws may come and go.
WIDE = 4


class Draws(Protocol):
    """What a bootstrap offers: B draws, each with a t for every null; d is the estimate less the null."""

    @property
    def size(self) -> int:
        """How many draws."""
        ...

    @property
    def error(self) -> float:
        """The error of the estimate without small-sample factor."""
        ...

    def reached(self, d: float, at: Integers | slice) -> np.ndarray:
        """Which of the draws ``at`` have a t at least as far from zero as the observed one; ties count."""
        ...


EVERY = slice(None)


def p_value(draws: Draws, d: float) -> float:
    """The share of draws with a t at least as far from zero as the observed one, of the null estimate - d."""
    return float(np.count_nonzero(draws.reached(d, EVERY)) / draws.size)


def inverted(draws: Draws, level: float = 0.95) -> tuple[float, float]:
    """How far below and above the estimate the nulls reach that are not rejected; infinite where none is.

    p is 1 at the estimate; the search begins four errors away, doubles or halves, and takes the crossing of
    1 - ``level`` that it closes in on.
    """
    most = round(1 - level, 12) * draws.size
    return _reach(draws, 4 * draws.error, most), _reach(draws, -4 * draws.error, most)


def _reach(draws: Draws, step: float, most: float) -> float:
    inside, outside = 0.0, step
    for _ in range(DOUBLINGS):
        if np.count_nonzero(draws.reached(outside, EVERY)) <= most:
            break
        inside, outside = outside, 2 * outside
    else:
        return float("inf")
    near, far = _closed(draws, inside, outside, most, narrowing=True)
    if not np.count_nonzero(draws.reached(far, EVERY)) <= most < np.count_nonzero(draws.reached(near, EVERY)):
        near, far = _closed(draws, inside, outside, most, narrowing=False)
    return abs(near + far) / 2


def _closed(
    draws: Draws, inside: float, outside: float, most: float, *, narrowing: bool
) -> tuple[float, float]:
    """The bracket halved; ``narrowing`` looks only at draws that differ at the ends of a short one, most of the
    time all that differ within it.
    """
    at = np.arange(draws.size)
    near, far, settled = draws.reached(inside, at), draws.reached(outside, at), 0
    for halving in range(HALVINGS):
        if narrowing and halving >= WIDE:
            moving = near != far
            settled += int(np.count_nonzero(near & ~moving))
            at, near, far = at[moving], near[moving], far[moving]
        middle = (inside + outside) / 2
        found = draws.reached(middle, at)
        if settled + np.count_nonzero(found) <= most:
            outside, far = middle, found
        else:
            inside, near = middle, found
    return inside, outside
