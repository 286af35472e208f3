"""phi(r) = r ln r - r + 1, one observation's part of Theil's T, without cancellation near r = 1."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats

# Beyond this distance from 1 the plain formula loses at most three bits.
REACH = 0.25
# Coefficients 1/(2k + 3) of the series in s^2; s is at most 1/7 within reach, where the next is below 1e-18.
_TERMS = tuple(1.0 / (2 * k + 3) for k in range(10))
_SMALLEST = 5e-324


def phi(r: Floats) -> Floats:
    """R ln r - r + 1 for r >= 0, to about 1e-15 relative; 1 at r = 0, NaN below.

    With s = (r - 1) / (r + 1), ln r = 2 (s + s^3/3 + s^5/5 + ...), and so phi is
    2 / (1 - s) (s^2 + (1 + s) (s^3/3 + s^5/5 + ...)): sums of terms that do not cancel, used near r = 1.
    """
    made = np.array(r, dtype=np.float64, order="C", copy=True, ndmin=1)
    below = made < 0.0
    phi_into(made, np.empty_like(made))
    made[below] = np.nan
    return made.reshape(np.shape(r))


def phi_into(r: Floats, scratch: Floats) -> None:
    """Phi of each of ``r`` >= 0 in its own place; ``scratch`` is an array of the same shape to work in.

    Both arrays are contiguous.
    """
    flat, work = r.reshape(-1), scratch.reshape(-1)
    np.subtract(flat, 1.0, out=work)
    near = np.flatnonzero((work >= -REACH) & (work <= REACH))
    close = _series(work[near])
    np.maximum(flat, _SMALLEST, out=work)
    np.log(work, out=work)
    work -= 1.0
    work *= flat
    work += 1.0
    flat[:] = work
    flat[near] = close


def _series(e: Floats) -> Floats:
    s = e / (2.0 + e)
    square = s * s
    series = np.zeros_like(s)
    for term in reversed(_TERMS):
        series = term + square * series
    return np.asarray(2.0 / (1.0 - s) * (square + (1.0 + s) * s * square * series))
