"""The joint covariance of the scores of several equations on the same instruments."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.estimate.records import Records
from paneloom.estimate.solved import Solved
from paneloom.study.designs import CLUSTERED

ROBUST = ("hc1", "hc2", "hc3")


def score_kind(errors: str) -> str | None:
    """The kind under which the scores of several equations have a joint covariance; None where they have none.

    Leverage corrections and resampling belong to single equations: "hc2" and "hc3" fall back on "hc1", "cr2",
    "cr3" and "pairs" on "cluster".
    """
    if errors == "iid":
        return "iid"
    if errors in ROBUST:
        return "hc1"
    return "cluster" if errors in CLUSTERED else None


def score_covariance(solved: Solved, z: Floats, v: Floats) -> Floats:
    """(m L, m L) covariance of vec(Z'V), equation by equation, under the errors of the design; no factor.

    Parameters
    ----------
    solved
        Gives the errors and the records; its kind must not be None.
    z
        (k, L) makes the instruments out of the swept columns.
    v
        (k, m) makes what they are multiplied with, residuals as a rule.

    Notes
    -----
    "iid" is V'V / rows times Z'Z, "hc1" the sum over rows, "cluster" the sum over clusters of the outer products of
    the scores; with a second clustering the sum over both less that over their crossing (Cameron, Gelbach and
    Miller 2011, eq. 2.13).
    """
    kind = score_kind(solved.design.errors)
    if kind == "iid":
        upper = solved.records.factor.upper
        rows, left, right = solved.records.rows.used, upper @ z, upper @ v
        return np.asarray(np.kron(right.T @ right / rows, left.T @ left))
    if kind == "hc1":
        scores = row_scores(solved, z, v)
        return np.asarray(scores.T @ scores)
    if solved.design.second_cluster is None:
        scores = cluster_scores(solved.records, z, v)
        return np.asarray(scores.T @ scores)
    return _two_way(solved, z, v)


def cluster_scores(records: Records, z: Floats, v: Floats) -> Floats:
    """(G, m L) sums of scores within each cluster."""
    k = z.shape[0]
    basis = records.sweep.basis
    scatter = records.moments.scatter[:, :k, :k]
    scores = np.einsum("ki,gkl,lj->gji", basis @ z, scatter, basis @ v, optimize=True)
    return np.asarray(scores.reshape(scatter.shape[0], -1))


def row_scores(solved: Solved, z: Floats, v: Floats) -> Floats:
    """(n, m L) weighted scores of each row."""
    rows = solved.rows
    left, right = rows.values @ z, (rows.values @ v) * rows.weights[:, None]
    return np.asarray((right[:, :, None] * left[:, None, :]).reshape(left.shape[0], -1))


def _two_way(solved: Solved, z: Floats, v: Floats) -> Floats:
    rows = solved.rows
    scores = row_scores(solved, z, v)
    second = rows.key(str(solved.design.second_cluster))
    _, first_at = np.unique(rows.clusters, return_inverse=True)
    kept, second_at = np.unique(second, return_inverse=True)
    total = np.zeros((scores.shape[1], scores.shape[1]))
    for codes, sign in ((first_at, 1.0), (second_at, 1.0), (first_at * kept.size + second_at, -1.0)):
        summed = _summed(scores, codes)
        total += sign * (summed.T @ summed)
    return total


def _summed(scores: Floats, codes: Integers) -> Floats:
    """(G, q) sums of the rows with one code."""
    kept, at = np.unique(codes, return_inverse=True)
    summed = np.zeros((kept.size, scores.shape[1]))
    np.add.at(summed, at, scores)
    return summed
