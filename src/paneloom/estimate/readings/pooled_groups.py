"""The models of several groups as one pooled regression with slopes, controls and effects of each group's own.

The pooled regression has block-diagonal regressors, so that its coefficients are those of the groups. What it
adds is one small-sample factor, one reference distribution and, where a cluster reaches over groups, the
covariance between their slopes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.estimate.absorbed import Absorbed, Effect, Groups
from paneloom.estimate.covariance.counted import absorbed
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.scores import cluster_scores, row_scores
from paneloom.estimate.solved import Solved

# Errors of which the pooled regression is an exact sum over the groups.
POOLED = ("iid", "hc1", "cluster")


@dataclass(frozen=True, slots=True, eq=False)
class Pooled(Record):
    """``matrix`` (q, q) covariance of the slopes of all groups, group by group; ``df`` of the t and F."""

    matrix: Floats
    df: float


def is_pooled(solved: Sequence[Solved]) -> bool:
    """Whether every group has errors whose pooled form is known here."""
    return all(
        one.design.errors in POOLED and one.design.second_cluster is None and one.records.solver is None
        for one in solved
    )


def pooled(solved: Sequence[Solved]) -> Pooled:
    """The covariance of the pooled regression of groups without a row in common.

    Raises
    ------
    PaneloomError
        ``too-few-rows``, ``one-cluster``.
    """
    errors = solved[0].design.errors
    clusters = np.unique(np.concatenate([one.records.moments.keys for one in solved]))
    family = {"iid": "iid", "hc1": "rows", "cluster": "clusters"}[errors]
    freedom = degrees_of_freedom(
        solved[0].design.dof,
        _absorbed(solved),
        Groups(family, clusters.size if errors == "cluster" else None),  # type: ignore[arg-type]
        rows=sum(one.records.rows.used for one in solved),
        slopes=sum(len(one.names) for one in solved),
        singletons=sum(one.records.rows.singletons for one in solved),
    )
    if errors == "iid":
        variance = sum(one.solution.rss for one in solved) / freedom.divisor
        return Pooled(frozen(variance * _diagonal([one.solution.inverse for one in solved])), freedom.df)
    influences = [_influences(one) for one in solved]
    if errors == "hc1":
        return Pooled(frozen(freedom.factor * _diagonal([s.T @ s for s in influences])), freedom.df)
    placed = []
    for one, influence in zip(solved, influences, strict=True):
        rows = np.zeros((clusters.size, influence.shape[1]))
        rows[np.searchsorted(clusters, one.records.moments.keys)] = influence
        placed.append(rows)
    joint = np.hstack(placed)
    return Pooled(frozen(freedom.factor * (joint.T @ joint)), freedom.df)


def _influences(one: Solved) -> Floats:
    """(clusters or rows, p) what each adds to the slopes."""
    left, right = one.solution.fitted, one.solution.residual[:, None]
    if one.design.errors == "hc1":
        return row_scores(one, left, right) @ one.solution.inverse
    return cluster_scores(one.records, left, right) @ one.solution.inverse


def _absorbed(solved: Sequence[Solved]) -> Absorbed:
    """The effects of the pooled regression: those of each group, and the groups where there are none."""
    found = [absorbed(one.records) for one in solved]
    if not found[0].effects:
        return Absorbed((Effect("other", len(solved)),))
    effects = []
    for at, effect in enumerate(found[0].effects):
        same = [one.effects[at] for one in found]
        ties = tuple(sum(each) for each in zip(*(one.ties for one in same), strict=True))
        nested = all(one.nested for one in same)
        effects.append(Effect(effect.kind, sum(one.levels for one in same), nested, ties))
    return Absorbed(tuple(effects), sum(one.trend for one in found), sum(one.dependent for one in found))


def _diagonal(blocks: Sequence[Floats]) -> Floats:
    """Square blocks along a diagonal."""
    sizes = np.cumsum([0, *(len(block) for block in blocks)])
    whole = np.zeros((sizes[-1], sizes[-1]))
    for at, block in enumerate(blocks):
        whole[sizes[at] : sizes[at + 1], sizes[at] : sizes[at + 1]] = block
    return whole
