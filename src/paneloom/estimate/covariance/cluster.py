"""Errors clustered one way (Liang and Zeger 1986; Arellano 1987 for panels)."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.algebra.solve import Solution
from paneloom.algebra.tensor import Tensor
from paneloom.estimate.covariance.bread import bread


def cluster(
    solution: Solution, tensor: Tensor, basis: Floats, means: Floats, weight: float, factor: float
) -> Floats:
    """(p + 1, p + 1) covariance of the coefficients and the constant.

    ``basis`` (m, k) makes the k columns of the solution out of the first m columns of ``tensor``, the last
    of which is the constant; ``factor`` is the small-sample factor of the degrees-of-freedom rule.
    """
    k, p = solution.fitted.shape
    left = np.zeros((k + 1, p + 1))
    left[:k, :p] = solution.fitted
    left[k, p] = 1.0
    # The bread goes in before the cluster scores are squared: afterwards it would amplify their rounding twice.
    influence = left @ bread(solution, means, weight).T
    influence = np.vstack([basis @ influence[:k], influence[k:]])
    meat = tensor.meat(influence, np.append(basis @ solution.residual, 0.0))
    covariance: Floats = factor * (meat + meat.T) / 2
    # Rounding may leave a variance of nothing a little below zero.
    np.fill_diagonal(covariance, np.maximum(np.diag(covariance), 0.0))
    return covariance
