"""Errors clustered two ways: Cameron, Gelbach and Miller (2011), equation 2.11.

V = V(first) + V(second) - V(both), the last clustered by the pairs of labels that occur. All three carry the
factor of the smaller number of clusters, as in reghdfe, ivreg2 and fixest; the paper gives each its own.
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers


def two_way(influence: Floats, first: Integers, second: Integers) -> Floats:
    """(q, q) covariance without small-sample factor, symmetric but perhaps not positive semidefinite.

    ``influence`` (n, q), ``first`` and ``second`` (n,) codes of the clusters.
    """
    _, both = np.unique(np.column_stack([first, second]), axis=0, return_inverse=True)
    parts = (clustered(influence, codes) for codes in (first, second, both.ravel()))
    of_first, of_second, of_both = parts
    return np.asarray(of_first + of_second - of_both)


def clustered(influence: Floats, codes: Integers) -> Floats:
    """(q, q) the products of the sums of influence over each cluster."""
    levels, at = np.unique(codes, return_inverse=True)
    sums = np.zeros((levels.size, influence.shape[1]))
    np.add.at(sums, at, influence)
    return np.asarray(sums.T @ sums)
