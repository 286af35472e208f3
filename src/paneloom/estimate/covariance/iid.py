"""Homoskedastic, uncorrelated errors: the classical covariance s2 (X'X)^-1."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.algebra.solve import Solution


def iid(solution: Solution, means: Floats, weight: float, divisor: int) -> Floats:
    """(p + 1, p + 1) covariance of the coefficients and the constant; s2 = rss / ``divisor``."""
    p = solution.coefficients.size
    variance = solution.rss / divisor
    covariance = np.empty((p + 1, p + 1))
    covariance[:p, :p] = solution.inverse
    covariance[p, :p] = covariance[:p, p] = -means @ solution.inverse
    covariance[p, p] = means @ solution.inverse @ means + 1.0 / weight
    return variance * covariance
