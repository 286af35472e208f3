"""Covariances that are differences or truncated sums, and so may come out with negative eigenvalues."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError

# A negative number this small beside the variance that independent rows would give is rounding.
ROUNDING = 1e-10
MENDED = "eigenvalues_mended"


def semidefinite(
    matrix: Floats, independent: Floats, names: tuple[str, ...], errors: str
) -> tuple[Floats, tuple[str, ...]]:
    """The (p + 1, p + 1) ``matrix`` made positive semidefinite, and the warning that says so, if it was not.

    Negative eigenvalues of the block of slopes are set to zero (Cameron, Gelbach and Miller 2011, section 2.3;
    reghdfe does the same), and the variance of the constant is taken from the whole matrix mended likewise.
    ``independent`` (p + 1,) are the variances that independent rows would give.

    Raises
    ------
    PaneloomError
        ``negative-variance`` naming the slopes whose own variance is negative: no error can be given for them.
    """
    p = len(names)
    matrix = (matrix + matrix.T) / 2
    low = np.diag(matrix)[:p] < -ROUNDING * independent[:p]
    if low.any():
        columns = tuple(name for name, is_low in zip(names, low, strict=True) if is_low)
        raise PaneloomError("negative-variance", columns=columns, errors=errors)
    scale = float(independent.max(initial=0.0))
    whole, whole_changed = _mended(matrix, scale)
    slopes, slopes_changed = _mended(matrix[:p, :p], scale)
    whole[:p, :p] = slopes
    return whole, (MENDED,) if slopes_changed or whole_changed else ()


def _mended(matrix: Floats, scale: float) -> tuple[Floats, bool]:
    if matrix.size == 0:
        return matrix.copy(), False
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= -ROUNDING * scale:
        mended = matrix.copy()
        np.fill_diagonal(mended, np.maximum(np.diag(mended), 0.0))
        return mended, False
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T), True
