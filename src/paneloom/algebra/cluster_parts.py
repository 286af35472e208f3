"""The moments of each cluster in orthonormal coordinates of a model: inference with few clusters needs no rows.

Let W = [D | X] be the dummies and the regressors after unit effects, nested in the clusters, are gone. Scaled so
that W'W = I, the leverage of a cluster is H_g = W_g W_g', and any function of I - H_g acts on the span of W_g
as the same function of the r x r matrix I - W_g'W_g. So adjustments that are made of rows by their papers
(Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, theorem 2, for the effects left out) are made of G
matrices of r x r here. Rows carry the roots of their weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.factor import Factor, triangle
from paneloom.algebra.keyed import KeyedMoments
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.solve import Solution
from paneloom.algebra.sweep import Sweep

# A direction of which the other clusters have less than this share is known by one cluster alone.
ALONE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class ClusterScatter(Record):
    """Cross-products of each cluster: d independent dummies in front, then the k swept columns.

    ``values`` (G, d + k, d + k) with the swept columns in the basis of the sweep, ``ones`` (d,) what makes the
    constant out of the dummies, zeros where unit effects leave nothing of it; ``names`` the k columns.
    """

    names: tuple[str, ...]
    values: Floats
    ones: Floats
    basis: Floats

    @property
    def dummies(self) -> int:
        """How many dummies stand in front, d."""
        return self.ones.size


@dataclass(frozen=True, slots=True, eq=False)
class Parts(Record):
    """A model in coordinates in which its r regressors, dummies in front, are orthonormal.

    Parameters
    ----------
    gram
        (G, r, r) W_g'W_g, with the identity as their sum; fitted regressors for 2SLS.
    scores
        (G, r) W_g'e_g.
    targets
        (r, p + 1) each slope, and last the constant at the grand means, is target'W'y.
    instruments
        (G, s, s) V_g'V_g of the exogenous columns and instruments, orthonormal too; ``gram`` for least squares.
    cross
        (G, s, r) V_g'[D | X]_g of the regressors themselves, in the scale of ``targets``.
    pulls
        (G, s) V_g'e_g.
    """

    gram: Floats
    scores: Floats
    targets: Floats
    instruments: Floats
    cross: Floats
    pulls: Floats

    @property
    def clusters(self) -> int:
        """How many clusters, G."""
        return int(self.gram.shape[0])


def cluster_scatter(sweep: Sweep, moments: KeyedMoments, keyed: KeyedMoments) -> ClusterScatter:
    """The cross-products of dummies and swept columns by cluster.

    Those of swept columns come from ``moments``, which were taken of swept rows and keep their digits where
    columns are nearly dependent; those with dummies from ``keyed``.
    """
    k = len(sweep.names)
    width = len(keyed.names) - k
    normal, cross = keyed.scatter[:, :width, :width], keyed.scatter[:, :width, width:]
    # Dummies that follow from others are left out; without times there is at most the constant.
    kept = np.searchsorted(sweep.times, sweep.free) if "time" in sweep.effects else np.arange(width)
    d = kept.size
    values = np.empty((keyed.keys.size, d + k, d + k))
    values[:, d:, d:] = moments.scatter[:, :k, :k]
    if d:
        shift = sweep.shift if "time" in sweep.effects else np.zeros((width, k))
        swept = (cross - normal @ shift)[:, kept]
        in_basis = np.linalg.solve(sweep.basis.T, swept.reshape(-1, k).T).T.reshape(-1, d, k)
        values[:, :d, :d] = normal[:, kept[:, None], kept]
        values[:, :d, d:] = in_basis
        values[:, d:, :d] = in_basis.transpose(0, 2, 1)
    ones = np.zeros(d) if "unit" in sweep.effects else np.ones(d)
    return ClusterScatter(sweep.names, frozen(values), frozen(ones), sweep.basis)


def model_parts(
    scatter: ClusterScatter,
    factor: Factor,
    solution: Solution,
    instruments: Floats,
    means: Floats,
    weight: float,
) -> Parts:
    """The parts of one model.

    ``instruments`` (k, q) chooses the exogenous columns and instruments of 2SLS out of the columns of
    ``factor``; for least squares it is ``solution.fitted``. ``means`` (p,) and ``weight`` are those of the raw
    regressors.
    """
    d, p = scatter.dummies, solution.coefficients.size
    front = _inverse(np.linalg.cholesky(scatter.values[:, :d, :d].sum(axis=0)).T)
    scale = _inverse(triangle(factor.upper @ solution.fitted))
    w = _coordinates(front, scatter.basis @ solution.fitted @ scale)
    residual = np.concatenate([np.zeros(d), scatter.basis @ solution.residual])
    errors = scatter.values @ residual
    gram = w.T @ scatter.values @ w
    targets = np.zeros((d + p, p + 1))
    targets[d:, :p] = scale.T
    targets[d:, p] = -scale.T @ means
    # With rows D a the constant is the mean of the fitted rows: the sum of D'D a over the weight.
    targets[:d, p] = np.linalg.solve(front, scatter.ones) / weight if d else 0.0
    if np.array_equal(instruments, solution.fitted):
        scores = errors @ w
        return Parts(gram, scores, targets, gram, gram, scores)
    v = _coordinates(front, scatter.basis @ instruments @ _inverse(triangle(factor.upper @ instruments)))
    own = _coordinates(front, scatter.basis @ _selected(factor, solution) @ scale)
    return Parts(gram, errors @ w, targets, v.T @ scatter.values @ v, v.T @ scatter.values @ own, errors @ v)


def inverse_root(gram: Floats, power: float = 0.5) -> tuple[Floats, Floats]:
    """(G, r, r) the pseudo-inverse of I - ``gram`` to a power, and (G, r, r) the projection on what it loses.

    Lost is what one cluster alone fits, such as the dummy of a year that no other cluster has.
    """
    leverage, vectors = np.linalg.eigh(gram)
    left = 1.0 - leverage
    lost = left < ALONE
    scale = np.where(lost, 0.0, np.where(lost, 1.0, left) ** -power)
    turned = vectors.transpose(0, 2, 1)
    return (vectors * scale[:, None, :]) @ turned, (vectors * lost[:, None, :]) @ turned


def _selected(factor: Factor, solution: Solution) -> Floats:
    """(k, p) the regressors themselves."""
    chosen = np.zeros((len(factor.names), len(solution.names)))
    chosen[[factor.names.index(name) for name in solution.names], np.arange(len(solution.names))] = 1.0
    return chosen


def _coordinates(front: Floats, columns: Floats) -> Floats:
    """(d + k, d + q) dummies times ``front`` (d, d), then swept columns times ``columns`` (k, q)."""
    d, (k, q) = front.shape[0], columns.shape
    both = np.zeros((d + k, d + q))
    both[:d, :d] = front
    both[d:, d:] = columns
    return both


def _inverse(upper: Floats) -> Floats:
    return np.asarray(np.linalg.solve(upper, np.eye(upper.shape[0])))
