"""phi(r) = r ln r - r + 1, one observation's part of Theil's T, without cancellation near r = 1."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats

_SERIES_TERMS = 26
_SERIES_REACH = 0.25


def phi(r: Floats) -> Floats:
    """R ln r - r + 1 for r >= 0, to about 1e-15 relative; 1 at r = 0, NaN below.

    The formula cancels near r = 1, where phi is e^2/2 with e = r - 1; there its series
    sum over k >= 2 of (-e)^k / (k (k - 1)) is used. It is Theil's T, one observation's part of it.
    """
    e = r - 1.0
    near = np.abs(e) <= _SERIES_REACH
    small = np.where(near, e, 0.0)
    series = np.zeros_like(r)
    for k in range(_SERIES_TERMS, 1, -1):
        series = 1.0 / (k * (k - 1)) - small * series
    with np.errstate(invalid="ignore", divide="ignore"):
        far = np.where(r == 0.0, 1.0, r * np.log(r) - e)
    return np.where(near, small * small * series, np.where(r < 0.0, np.nan, far))
