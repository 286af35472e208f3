"""Errors of a regression on quasi-demeaned rows: iid, hc1, clustered one way."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.absorbed import Absorbed, Effect, Family, Groups
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.unit_effects.gls import RandomEffects


def gls_covariance(made: RandomEffects, errors: str) -> tuple[Floats, DegreesOfFreedom]:
    """(p, p) covariance of all coefficients of the regression, and how parameters were counted.

    ``errors`` are "iid", "hc1" or "cluster"; a design with others was refused.

    "iid" is RSS / (n - K) times the inverse cross-product of the quasi-demeaned regressors, as Stata's
    ``xtreg, re``, plm and linearmodels have it; "hc1" and "cluster" are sandwiches of its rows (Arellano 1987)
    with the factor of the design's ``dof``. K counts slopes, time dummies and the constant. The variance
    components count as known, and t has the degrees of freedom of the rule (Stata and plm refer to the normal).

    Raises
    ------
    PaneloomError
        ``one-cluster``, ``too-few-rows``.
    """
    clusters = int(np.unique(made.columns.rows.clusters).size) if errors == "cluster" else None
    freedom = counted(made, errors, clusters)
    if errors == "iid":
        return made.solution.rss / freedom.divisor * made.solution.inverse, freedom
    scores = made.scores
    if errors == "cluster":
        _, cluster = np.unique(made.columns.rows.clusters, return_inverse=True)
        summed = np.zeros((int(cluster.max()) + 1, scores.shape[1]))
        np.add.at(summed, cluster, scores)
        scores = summed
    return freedom.factor * scores.T @ scores, freedom


def counted(made: RandomEffects, errors: str, clusters: int | None) -> DegreesOfFreedom:
    """The parameters of the regression by the rule of the design's ``dof``, time dummies as an effect of time."""
    columns = made.columns
    times = len(columns.front) if len(columns.front) > 1 else 0
    family: Family = "clusters" if clusters is not None else "rows" if errors == "hc1" else "iid"
    return degrees_of_freedom(
        made.design.dof,
        Absorbed((Effect("time", times),) if times else ()),
        Groups(family, clusters),
        rows=columns.rows.rows.used,
        slopes=made.parameters - max(times, 1),
    )
