"""The small-sample factor and the reference distribution of covariances that are not one-way clustered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.solved import Solved


def row_freedom(solved: Solved, *, corrected: bool) -> DegreesOfFreedom:
    """Of sums over rows rather than groups of them: n / (n - K) if ``corrected``; t with n - K."""
    freedom = counted(solved)
    factor = freedom.rows / (freedom.rows - freedom.parameters) if corrected else 1.0
    return replace(freedom, factor=factor, df=freedom.rows - freedom.parameters)


def period_freedom(solved: Solved, periods: int) -> DegreesOfFreedom:
    """Of errors from a series of ``periods`` sums: (n - 1) / (n - K) T / (T - 1), and t with T - 1.

    The rule of fixest for Driscoll-Kraay and Newey-West errors, every effect counted; "plm" has no factor.
    """
    freedom = counted(solved)
    factor = (freedom.rows - 1) / (freedom.rows - freedom.parameters) * periods / (periods - 1)
    return replace(freedom, factor=1.0 if freedom.preset == "plm" else factor, df=periods - 1)


def two_way_freedom(solved: Solved, second: int) -> DegreesOfFreedom:
    """Of errors clustered two ways: the factor and t of the smaller number of clusters, as reghdfe.

    Effects that lie within either clustering are not counted; with the times as second clusters those are
    both effects, and the constant is counted instead.
    """
    first = solved.records.tensor.clusters
    freedom = counted(solved, clusters=min(first, second))
    if not _second_effect_nested(solved):
        return freedom
    nested = freedom.unit + freedom.time - freedom.redundant
    parameters = freedom.slopes + 1
    clusters = min(first, second)
    factor = (freedom.rows - 1) / (freedom.rows - parameters) * clusters / (clusters - 1)
    factor = 1.0 if freedom.preset == "plm" else factor
    return replace(freedom, constant=1, nested=nested, parameters=parameters, factor=factor)


def _second_effect_nested(solved: Solved) -> bool:
    """Whether every level of the second effect lies within one of the second clusters."""
    design, rows = solved.design, solved.rows
    if "time" not in solved.records.first.effects or design.second_cluster is None:
        return False
    pairs = np.unique(np.column_stack([rows.second, rows.key(design.second_cluster)]), axis=0)
    return bool(np.unique(rows.second).size == pairs.shape[0])
