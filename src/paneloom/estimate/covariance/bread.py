"""The outer part of every sandwich, with the constant at the grand means as the last coefficient."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.algebra.solve import Solution


def bread(solution: Solution, means: Floats, weight: float) -> Floats:
    """(p + 1, p + 1) derivative of the coefficients and the constant in their scores.

    ``means`` (p,) are the raw means of the regressors, ``weight`` the sum of weights. The constant is
    mean(y) - mean(x)'b, so that its row is -mean(x)' inverse, and 1 / weight for the mean residual.
    """
    p = solution.coefficients.size
    outer = np.zeros((p + 1, p + 1))
    outer[:p, :p] = solution.inverse
    outer[p, :p] = -means @ solution.inverse
    outer[p, p] = 1.0 / weight
    return outer
