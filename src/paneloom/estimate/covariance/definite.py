"""Covariances that are differences or truncated sums, and so may come out with negative eigenvalues."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError

# A negative number this small beside the variance that independent rows would give is rounding.
ROUNDING = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Mended:
    """A positive semidefinite ``matrix`` (p + 1, p + 1), and what had to be done for it.

    ``warnings``: "eigenvalues_mended", and "variances_mended_warning" where the variance of a slope was itself
    negative; ``columns`` are those slopes.
    """

    matrix: Floats
    warnings: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def semidefinite(matrix: Floats, independent: Floats, names: tuple[str, ...], errors: str) -> Mended:
    """The (p + 1, p + 1) ``matrix`` made positive semidefinite where it is not.

    Negative eigenvalues of the block of slopes are set to zero (Cameron, Gelbach and Miller 2011, section 2.3,
    as reghdfe does); the variance of the constant is taken from the whole matrix mended likewise.
    ``independent`` (p + 1,) are the variances that independent rows would give.

    Raises
    ------
    PaneloomError
        ``negative-variance`` naming slopes whose variance was negative and of which mending leaves nothing.
    """
    p = len(names)
    matrix = (matrix + matrix.T) / 2
    floor = ROUNDING * independent
    whole, is_whole_mended = _mended(matrix, floor.max(initial=0.0))
    slopes, is_mended = _mended(matrix[:p, :p], floor[:p].max(initial=0.0))
    whole[:p, :p] = slopes
    low = np.diag(matrix)[:p] < -floor[:p]
    lost = low & (np.diag(slopes) <= floor[:p])
    if lost.any():
        raise PaneloomError("negative-variance", columns=_named(names, lost), errors=errors)
    if not (is_mended or is_whole_mended):
        return Mended(whole)
    told = ("eigenvalues_mended", *(("variances_mended_warning",) if low.any() else ()))
    return Mended(whole, told, _named(names, low))


def _named(names: tuple[str, ...], chosen: np.ndarray) -> tuple[str, ...]:
    return tuple(name for name, is_chosen in zip(names, chosen, strict=True) if is_chosen)


def _mended(matrix: Floats, floor: float) -> tuple[Floats, bool]:
    """The matrix, and whether it had eigenvalues below ``-floor``."""
    if matrix.size == 0:
        return matrix.copy(), False
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= -floor:
        mended = matrix.copy()
        np.fill_diagonal(mended, np.maximum(np.diag(mended), 0.0))
        return mended, False
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T), True
