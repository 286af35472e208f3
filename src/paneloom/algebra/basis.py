"""A triangle that makes columns nearly orthonormal, so that products of products keep their digits.

A tensor holds fourth powers of its columns. Taken of nearly collinear columns it has no digits left at a
condition of 1e4; taken of orthonormal combinations of them it keeps as many as the factor (the idea of
CholeskyQR2: Yamamoto, Nakatsukasa, Yanagisawa and Fukaya 2015).
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.factor import triangle
from paneloom.algebra.record import Floats, frozen

# Cross-products hold the shape of columns down to the square root of rounding; below it any length serves.
LEAST_SHARE = 1e-7


def root(scatter: Floats) -> Floats:
    """(k, k) the triangle R with R'R = ``scatter``, by eigenvalues: columns may be dependent."""
    length = _lengths(scatter)
    values, vectors = np.linalg.eigh(scatter / np.outer(length, length))
    half = np.sqrt(np.clip(values, 0.0, None))[:, None] * vectors.T
    return triangle(half * length)


def basis(scatter: Floats) -> Floats:
    """(k, k) an invertible triangle T: columns with these cross-products, times inverse(T), are near orthonormal."""
    upper = root(scatter)
    np.fill_diagonal(upper, np.maximum(np.diag(upper), LEAST_SHARE * _lengths(scatter)))
    return frozen(upper)


def in_basis(rows: Floats, triangle: Floats) -> Floats:
    """(n, k) the rows times the inverse of the triangle."""
    return np.ascontiguousarray(np.linalg.solve(triangle.T, rows.T).T)


def _lengths(scatter: Floats) -> Floats:
    length = np.sqrt(np.clip(np.diag(scatter), 0.0, None))
    return np.where(length == 0, 1.0, length)
