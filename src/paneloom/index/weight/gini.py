"""Weights by Gini coefficients (Li and Chi 2009)."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting


def gini(z: Floats, terms: Terms) -> Weighting:
    """Weights in proportion to the Gini coefficient of each column of ``z`` (n, k), NaN for a missing value.

    G = sum over all pairs of |z_i - z_j| / (2 n^2 mean(z)), without the factor n / (n - 1) of samples.

    Raises
    ------
    PaneloomError
        ``index-zero-mean`` for a column that varies around a mean of zero or below, ``index-constant`` when
        none varies.
    """
    columns = [np.sort(column[~np.isnan(column)]) for column in z.T]
    varies = np.array([column.size > 0 and column[0] < column[-1] for column in columns])
    lacking = tuple(
        name
        for name, column, is_so in zip(terms.names, columns, varies, strict=True)
        if is_so and not column.sum() > 0
    )
    if lacking:
        raise PaneloomError("index-zero-mean", columns=lacking)
    value = np.array(
        [coefficient(column) if is_so else 0.0 for column, is_so in zip(columns, varies, strict=True)]
    )
    return weighting(
        "gini", terms.names, value, {"gini": value}, warnings=constant_warnings(varies, terms.names)
    )


def coefficient(rising: Floats) -> float:
    """The Gini coefficient of sorted values (n,) with a positive sum.

    Each gap between neighbours lies between i (n - i) pairs, so the sum over pairs is one of terms that are
    not negative, and nothing cancels.
    """
    n = rising.size
    below = np.arange(1, n)
    return float((below * (n - below) * np.diff(rising)).sum() / (n * rising.sum()))
