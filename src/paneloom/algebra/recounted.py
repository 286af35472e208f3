"""A model and its clustered errors on clusters counted otherwise, from the parts of the model alone.

With counts n_c of the clusters, in the orthonormal coordinates of ``Parts``: the change of the coefficients is
d = M sum n_c V_c'e_c with M = (A'V A)^-1 A'V (the inverse cross-product for least squares), and the influence of
a cluster M (V_c'e_c - V_c'W_c d). Dummies are among the coordinates, so that each count has effects of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.cluster_parts import ALONE, Parts
from paneloom.algebra.record import Floats, Integers, Record
from paneloom.algebra.redrawn import BATCH, LOST


@dataclass(frozen=True, slots=True, eq=False)
class Recounted(Record):
    """B counts of the clusters, p slopes.

    ``values`` (B, p) estimates less those of all clusters once; ``scale`` (B, p) roots of the sums over clusters
    of squared influences, which are clustered errors before any small-sample factor; ``identified`` (B, p).
    """

    values: Floats
    scale: Floats
    identified: np.ndarray


def recounted(parts: Parts, counts: Floats, groups: Integers | None = None) -> Recounted:
    """Slopes and errors under ``counts`` (B, G), how often each cluster is in the sample.

    A cluster that is counted twice is two clusters. ``groups`` (G,) are codes from zero of coarser clusters in
    which influences are summed before they are squared; counts must then be zero or one.
    """
    r, s, g = parts.gram.shape[1], parts.instruments.shape[1], parts.clusters
    size = max(1, BATCH // max(1, max(r, s) ** 2, g * max(s, parts.targets.shape[1])))
    batches = [_batch(parts, counts[at : at + size], groups) for at in range(0, len(counts), size)]
    values, scale, identified = (np.concatenate(part) for part in zip(*batches, strict=True))
    return Recounted(values, scale, identified)


def _batch(parts: Parts, counts: Floats, groups: Integers | None) -> tuple[Floats, Floats, np.ndarray]:
    targets = parts.targets[:, :-1]
    roots, lost = _root(_summed(counts, parts.instruments))
    if parts.cross is parts.instruments:
        maker = roots @ roots.transpose(0, 2, 1)
    else:
        turned = roots.transpose(0, 2, 1)
        fitted = turned @ _summed(counts, parts.cross)
        again, lost = _root(fitted.transpose(0, 2, 1) @ fitted)
        maker = again @ again.transpose(0, 2, 1) @ fitted.transpose(0, 2, 1) @ turned
    change = (maker @ (counts @ parts.pulls)[..., None])[..., 0]
    # (B, G, s) scores of the clusters at the new coefficients, then (B, G, p) their influence on the slopes.
    scores = parts.pulls - np.einsum("gsr,br->bgs", parts.cross, change, optimize=True)
    influence = scores @ (maker.transpose(0, 2, 1) @ targets)
    if groups is None:
        squares = (counts[..., None] * influence**2).sum(axis=1)
    else:
        belongs = (groups == np.arange(int(groups.max(initial=-1)) + 1)[:, None]).astype(np.float64)
        summed = belongs @ (counts[..., None] * influence)
        squares = (summed**2).sum(axis=1)
    gone = ((lost.transpose(0, 2, 1) @ targets) ** 2).sum(axis=1)
    return change @ targets, np.sqrt(squares), gone <= LOST * (targets**2).sum(axis=0)


def _summed(counts: Floats, matrices: Floats) -> Floats:
    g, a, b = matrices.shape
    return np.asarray((counts @ matrices.reshape(g, a * b)).reshape(-1, a, b))


def _root(gram: Floats) -> tuple[Floats, Floats]:
    """A root of the pseudo-inverse of each matrix, and vectors of what it loses (zeros elsewhere)."""
    values, vectors = np.linalg.eigh(gram)
    lost = values <= ALONE * np.maximum(values[:, -1:], ALONE)
    scale = np.where(lost, 0.0, np.where(lost, 1.0, values) ** -0.5)
    return vectors * scale[:, None, :], vectors * lost[:, None, :]
