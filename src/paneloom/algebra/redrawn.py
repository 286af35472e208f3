"""A model estimated anew on clusters counted otherwise: left out, or drawn more than once.

Each count has effects of its own, swept anew: dummies are among the coordinates of ``Parts``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.cluster_parts import ALONE, Parts
from paneloom.algebra.record import Floats, Record

# Numbers that the matrices of one batch of counts hold.
BATCH = 1_000_000
# A target with more than this share of its length in what is lost is not identified.
LOST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Changes(Record):
    """What B counts of the clusters change: ``values`` (B, p + 1), estimates less those of all clusters once.

    ``identified`` (B, p + 1) is False where the clusters counted do not tell a slope apart from the dummies and
    the other slopes: the value then is that of the generalised inverse.
    """

    values: Floats
    identified: np.ndarray


def changes(parts: Parts, counts: Floats) -> Changes:
    """The changes under ``counts`` (B, G), how often each cluster is in the sample."""
    r, s = parts.gram.shape[1], parts.instruments.shape[1]
    size = max(1, BATCH // max(1, max(r, s) ** 2))
    batches = [_batch(parts, counts[start : start + size]) for start in range(0, len(counts), size)]
    values, identified = (np.concatenate(part) for part in zip(*batches, strict=True))
    return Changes(values, identified)


def _batch(parts: Parts, counts: Floats) -> tuple[Floats, np.ndarray]:
    instruments, pulls = _summed(counts, parts.instruments), counts @ parts.pulls
    roots, bound = _root(instruments)
    if parts.cross is parts.instruments:
        inverse, lost, pulled = roots @ roots.transpose(0, 2, 1), bound, pulls
    else:
        # Two stages: what the instruments fit of the regressors, then the residual on it.
        fitted = roots.transpose(0, 2, 1) @ _summed(counts, parts.cross)
        turned = fitted.transpose(0, 2, 1)
        again, lost = _root(turned @ fitted)
        inverse = again @ again.transpose(0, 2, 1)
        pulled = (turned @ (roots.transpose(0, 2, 1) @ pulls[..., None]))[..., 0]
    values = (inverse @ pulled[..., None])[..., 0] @ parts.targets
    gone = ((lost.transpose(0, 2, 1) @ parts.targets) ** 2).sum(axis=1)
    return values, gone <= LOST * (parts.targets**2).sum(axis=0)


def _summed(counts: Floats, matrices: Floats) -> Floats:
    g, a, b = matrices.shape
    return np.asarray((counts @ matrices.reshape(g, a * b)).reshape(-1, a, b))


def _root(gram: Floats) -> tuple[Floats, Floats]:
    """A root of the pseudo-inverse of each matrix, and vectors of what it loses (zeros elsewhere)."""
    values, vectors = np.linalg.eigh(gram)
    lost = values <= ALONE * np.maximum(values[:, -1:], ALONE)
    scale = np.where(lost, 0.0, np.where(lost, 1.0, values) ** -0.5)
    return vectors * scale[:, None, :], vectors * lost[:, None, :]
