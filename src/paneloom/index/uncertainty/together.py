"""Scores of one built index under many weights at once; the formulas are those of ``index.aggregate``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.index.fit import Built
from paneloom.index.node import Node
from paneloom.index.scaling import Scaling
from paneloom.index.stages import node_scores


def weighed_nodes(built: Built) -> tuple[Node, ...]:
    """The nodes whose weights make the score of the whole: all of them, or of flat levels one over J indicators."""
    if built.recipe.part.levels == "nested":
        return built.nodes
    whole = built.nodes[-1]
    if not whole.is_sum:
        return (whole,)
    count = len(built.recipe.indicators)
    weight = np.zeros((len(whole.weight), count))
    for node in built.nodes:
        for place, child in enumerate(node.children):
            if child < count:
                weight[:, child] = node.weight[:, place]
    return (replace(whole, children=tuple(range(count)), weight=weight, is_sum=False),)


def scores_together(
    built: Built, nodes: Sequence[Node], weights: Sequence[Floats], z: Floats, times: Integers
) -> Floats:
    """(b, n) scores of the whole for b sets of weights.

    Parameters
    ----------
    nodes
        M nodes, children first, as ``weighed_nodes`` gives them.
    weights
        For each node (b, G, k), in the place of its own.
    z, times
        (n, J) scaled values and (n,) times of the rows.
    """
    columns: list[Floats] = [z[:, j] for j in range(z.shape[1])]
    for node, weight in zip(nodes, weights, strict=True):
        score = _node(node, [columns[child] for child in node.children], weight, times, built.least)
        if built.recipe.part.rescale and node.parent >= 0:
            score = _rescaled(score, built.scaling)
        columns.append(score)
    return np.atleast_2d(columns[-1])


def shares_together(count: int, nodes: Sequence[Node], weights: Sequence[Floats]) -> Floats:
    """(b, J) effective weights of ``count`` indicators: products down the tree, means over years."""
    share = [np.zeros(len(weights[0])) for _ in nodes]
    share[-1] = np.ones(len(weights[0]))
    found = np.zeros((len(weights[0]), count))
    for position in range(len(nodes) - 1, -1, -1):
        own = weights[position].mean(axis=1)
        for place, child in enumerate(nodes[position].children):
            value = share[position] * own[:, place]
            if child < count:
                found[:, child] = value
            else:
                share[child - count] = value
    return found


def _rescaled(score: Floats, scaling: Scaling) -> Floats:
    """(b, n) scores of a dimension scaled again to the range, each draw by its own ends."""
    low = np.fmin.reduce(score, axis=-1, keepdims=True)
    high = np.fmax.reduce(score, axis=-1, keepdims=True)
    varies = high > low
    again = scaling.low + (scaling.high - scaling.low) * (score - low) / np.where(varies, high - low, 1.0)
    return np.asarray(np.where(varies, again, score))


def _node(node: Node, below: list[Floats], weight: Floats, times: Integers, least: float) -> Floats:
    """(b, n) scores of a node whose children are (n,) columns, or (b, n) ones where draws differ below."""
    if all(column.ndim == 1 for column in below):
        x = np.column_stack(below)
    else:
        shape = (len(weight), len(times))
        x = np.stack([np.broadcast_to(column, shape) for column in below], axis=2)
        if node.aggregation == "topsis":
            node = replace(node, best=np.fmax.reduce(x, axis=1), worst=np.fmin.reduce(x, axis=1))
    if node.method == "bod" or (least < 1.0 and np.isnan(x).any()):
        return _one_by_one(node, x, weight, times, least)
    if not node.times.size:
        return _aggregated(node, x, weight[:, 0])
    made = np.empty((len(weight), len(times)))
    for g, time in enumerate(node.times):
        here = times == time
        made[:, here] = _aggregated(node, x[..., here, :], weight[:, g])
    return made


def _aggregated(node: Node, x: Floats, weight: Floats) -> Floats:
    """(b, n) scores of ``x`` (n, k) or (b, n, k) with ``weight`` (b, k)."""
    if node.aggregation == "arithmetic":
        return _sum(x, weight)
    if node.aggregation == "penalty":
        mean = _sum(x, weight)
        variance = _sum(x * x, weight) - mean**2
        return np.asarray(mean - np.divide(variance, mean, out=np.zeros(mean.shape), where=mean > 0))
    if node.aggregation == "topsis":
        return _closeness(node, x, weight)
    powers = {"geometric": 0.0, "harmonic": -1.0, "power": node.power}
    return _power_mean(x, weight, float(powers[node.aggregation] or 0.0))


def _sum(x: Floats, weight: Floats) -> Floats:
    """(b, n) weighted sums."""
    if x.ndim == 2:
        return np.asarray(weight @ x.T)
    return np.asarray((x @ weight[:, :, None])[:, :, 0])


def _closeness(node: Node, x: Floats, weight: Floats) -> Floats:
    assert node.best is not None
    assert node.worst is not None
    best, worst = (ends if ends.ndim == 1 else ends[:, None, :] for ends in (node.best, node.worst))
    squares = weight**2
    from_best, from_worst = (np.sqrt(_sum((x - ends) ** 2, squares)) for ends in (best, worst))
    whole = from_best + from_worst
    score = np.divide(from_worst, whole, out=np.zeros(whole.shape), where=whole > 0)
    return np.asarray(np.where(np.isnan(whole), np.nan, score))


def _power_mean(x: Floats, weight: Floats, power: float) -> Floats:
    """(b, n) weighted power means, as ``aggregation.power_mean`` has them."""
    lacks = np.isnan(x).any(axis=-1)
    used = (weight > 0).any(axis=0)
    x, weight = x[..., used], weight[:, used]
    positive, zero = x > 0, x == 0
    ends = np.where(positive, x, -np.inf).max(axis=-1) if power > 0 else np.where(positive, x, np.inf).min(axis=-1)  # fmt: skip
    end = np.where(np.isfinite(ends), ends, 1.0)
    logs = np.log(np.divide(x, end[..., None], out=np.ones(x.shape), where=positive))
    if power == 0:
        score = end * np.exp(_sum(logs, weight))
    else:
        gain = _sum(np.where(zero, -1.0, np.expm1(power * logs)), weight)
        score = end * np.exp(np.log1p(np.maximum(gain, -1.0 if power > 0 else gain)) / power)
    counted = (weight > 0).astype(np.float64)
    nothing = _sum(positive.astype(np.float64), counted) == 0
    lost = nothing | (_sum(zero.astype(np.float64), counted) > 0) if power <= 0 else nothing
    return np.asarray(np.where(lacks, np.nan, np.where(lost, 0.0, score)))


def _one_by_one(node: Node, x: Floats, weight: Floats, times: Integers, least: float) -> Floats:
    """Scores draw by draw, where a row's own weights or missing values stand in the way of a product."""
    bare = replace(node, zero=0.0, one=1.0)
    made = []
    for b, own in enumerate(weight):
        here = x if x.ndim == 2 else x[b]
        one = replace(bare, weight=own)
        if node.method == "bod" and x.ndim == 3:
            from paneloom.index.aggregate.doubt import undominated

            one = replace(one, reference=undominated(here[~np.isnan(here).any(axis=1)]))
        if node.best is not None and node.worst is not None and node.best.ndim == 2:
            one = replace(one, best=node.best[b], worst=node.worst[b])
        made.append(node_scores(one, here, times, least))
        if node.method == "bod" and x.ndim == 2:
            return np.asarray(np.broadcast_to(made[0], (len(weight), len(times))))
    return np.vstack(made)
