"""From raw rows to scores by a built index: every stage on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record
from paneloom.index.aggregate.aggregation import aggregate
from paneloom.index.node import Node
from paneloom.index.prepare import prepared
from paneloom.index.scaling import Scaling, scaled

# Seven weights of 0.1 add up to less than 0.7.
SHARE_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Stages(Record):
    """The stages of n rows: ``prepared`` and ``scaled`` (n, J), ``scores`` (n, M), a column for each node."""

    prepared: Floats
    scaled: Floats
    scores: Floats


def stages(
    scaling: Scaling, nodes: Sequence[Node], values: Floats, times: Integers, least: float = 1.0
) -> Stages:
    """Raw ``values`` (n, J) of rows at ``times`` (n,) through the scaling and the nodes, children first.

    ``least`` is the share of a node's weight that must be present for a row to have a score there.
    """
    z = scaled(scaling, values, times)
    columns = [z[:, j] for j in range(z.shape[1])]
    for node in nodes:
        below = np.column_stack([columns[child] for child in node.children])
        score = node_scores(node, below, times, least)
        columns.append(score)
    made = columns[z.shape[1] :]
    scores = np.column_stack(made) if made else np.zeros((len(z), 0))
    return Stages(prepared(scaling.preparation, values), z, scores)


def node_scores(node: Node, below: Floats, times: Integers, least: float = 1.0) -> Floats:
    """(n,) scores of a node from its children (n, k)."""
    weight = node.weight_of(times)
    if node.is_sum:
        # A dimension below holds its weight already, an indicator does not.
        is_indicator = np.isin(node.children, node.leaves)
        return np.asarray(np.where(is_indicator, weight * below, below).sum(axis=1))
    if least < 1.0 and np.isnan(below).any():
        # What is missing gives a row nothing to be praised for; in a mean it has no weight, and 1 is harmless.
        weight, below = of_present(weight, below, least, 0.0 if node.method == "bod" else 1.0)
    if node.method == "bod":
        from paneloom.index.aggregate.doubt import doubt_scores

        assert node.reference is not None
        score = doubt_scores(below, node.reference)
    elif node.aggregation == "topsis":
        from paneloom.index.aggregate.topsis import closeness

        assert node.best is not None
        assert node.worst is not None
        score = closeness(below, weight, node.best, node.worst)
    else:
        score = aggregate(node.aggregation, below, weight, node.power)
    return (
        score
        if (node.zero, node.one) == (0.0, 1.0)
        else np.asarray((score - node.zero) / (node.one - node.zero))
    )


def of_present(weight: Floats, below: Floats, least: float, filling: float) -> tuple[Floats, Floats]:
    """Weights shared out among the children that are present; rows with too little weight present stay missing.

    A missing child gets weight 0 and the value ``filling``.
    """
    present = ~np.isnan(below)
    own = np.where(present, weight, 0.0)
    total = own.sum(axis=1, keepdims=True)
    enough = (total >= (least - SHARE_TOLERANCE) * weight.sum(axis=-1, keepdims=True)) & (total > 0)
    shared = np.divide(own, total, out=np.full(own.shape, np.nan), where=enough)
    return shared, np.where(enough, np.where(present, below, filling), np.nan)
