"""CILOS (Zavadskas and Podvezko 2016): what an indicator loses where the others are at their best."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting

# Singular values of the system, whose entries are between -k and 1, that are 0 but for rounding.
SINGULAR = 1e-12


def cilos(z: Floats, terms: Terms) -> Weighting:
    """Weights q with F q = 0 for the columns of ``z`` (n, k), all at least 0: small losses, large weights.

    Every column grows with what is good. Row i of the square matrix holds the values that the columns have
    where column i is at its maximum; p_ij = (max z_j - a_ij) / max z_j is what j loses there, and F is P with
    minus its column sums on the diagonal. Dividing columns by their sums, as the paper does first, cancels.
    A 0 is a loss of 1 and needs no treatment: the paper's positive values are for turning indicators over,
    which the scale has done.

    Where several rows share a maximum the paper does not say which to take; here a_ij is their mean, so that
    the order of rows does not matter, and it is warned of. A column that does not vary weighs 0 and is left
    out. One that is at its best wherever another is loses nothing and takes all the weight, with a warning.

    Raises
    ------
    PaneloomError
        ``index-constant`` when no column varies, ``index-undetermined`` when the system has more than one
        solution, as where all columns are best in the same row.
    """
    varies = z.max(axis=0, initial=-np.inf) > z.min(axis=0, initial=np.inf)
    at = np.flatnonzero(varies)
    names = tuple(terms.names[j] for j in at)
    if not at.size:
        raise PaneloomError("index-constant", columns=terms.names)
    losses, tied = _losses(z[:, at])
    found, loss = np.zeros(varies.size), np.zeros(varies.size)
    found[at], loss[at] = _solved(losses, names), losses.sum(axis=0)
    warnings = constant_warnings(varies, terms.names)
    warnings += tuple(("tied_maxima", name) for name, is_tied in zip(names, tied, strict=True) if is_tied)
    if at.size > 1:
        lossless = losses.sum(axis=0) == 0
        warnings += tuple(("no_loss", name) for name, is_so in zip(names, lossless, strict=True) if is_so)
    return weighting("cilos", terms.names, found, {"impact_loss": loss}, warnings=warnings)


def _losses(z: Floats) -> tuple[Floats, np.ndarray]:
    """(k, k) relative losses of each column (across) where another (down) is at its best; (k,) tied maxima."""
    highest = z.max(axis=0)
    is_best = z == highest
    best = np.vstack([z[is_best[:, i]].mean(axis=0) for i in range(z.shape[1])])
    # The mean of equal values may differ from them by a rounding.
    losses = np.maximum((highest - best) / highest, 0.0)
    np.fill_diagonal(losses, 0.0)
    return losses, np.asarray(is_best.sum(axis=0) > 1)


def _solved(losses: Floats, names: tuple[str, ...]) -> Floats:
    """(k,) q of F q = 0: of one sign, since -F is singular and has no positive entry off its diagonal."""
    system = losses - np.diag(losses.sum(axis=0))
    _, values, rows = np.linalg.svd(system)
    if values.size > 1 and values[-2] <= SINGULAR * values.size:
        raise PaneloomError("index-undetermined", columns=names, rule="CILOS")
    found = np.abs(rows[-1])
    return np.asarray(np.where(found > SINGULAR, found, 0.0))
