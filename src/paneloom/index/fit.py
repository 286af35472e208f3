"""Building an index: scaling first, then the weights of each node, children before parents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.errors import PaneloomError
from paneloom.index.aggregate.aggregation import POSITIVE
from paneloom.index.anchors import fit_scaling
from paneloom.index.feed import Feed
from paneloom.index.node import Node
from paneloom.index.recipe import Branch, IndexRecipe
from paneloom.index.rows import Rows
from paneloom.index.scaling import Scaling
from paneloom.index.weight.methods import METHODS
from paneloom.index.weight.weighting import Terms, Weighting
from paneloom.study.index_part import WeightMethod

NO_TIMES = frozen(np.zeros(0), np.int64)


@dataclass(frozen=True, slots=True)
class Built:
    """A recipe with its numbers: the scaling of J indicators, M nodes with the whole index last."""

    recipe: IndexRecipe
    scaling: Scaling
    nodes: tuple[Node, ...]

    @property
    def least(self) -> float:
        """The share of weight that must be present for a score."""
        return least_of(self.recipe)

    @property
    def weight(self) -> Floats:
        """(J,) effective weights: products down the tree, means over the years where they differ by year."""
        return effective_weights(len(self.recipe.indicators), self.nodes)


def fit_index(recipe: IndexRecipe, rows: Rows) -> Built:
    """The numbers of a recipe over all rows.

    Raises
    ------
    PaneloomError
        ``no-values``, ``index-one-row``, ``index-constant``, ``index-negative``, ``index-negative-mean`` and
        ``index-weight-sign`` where an aggregation needs positive values and weights, and what a method refuses.
    """
    return fit_nodes(recipe, rows, fit_scaling(recipe, rows))


def fit_nodes(recipe: IndexRecipe, rows: Rows, scaling: Scaling) -> Built:
    """The numbers of a recipe whose scaling is known; raises what ``fit_index`` does."""
    if recipe.part.levels == "nested":
        nodes: list[Node] = []
        for branch in recipe.branches():
            nodes.append(_rescaled(_node(recipe, rows, scaling, nodes, branch), recipe, rows, scaling, nodes))
    else:
        nodes = _flat(recipe, rows, scaling)
    return Built(recipe, scaling, tuple(nodes))


def least_of(recipe: IndexRecipe) -> float:
    """The share of a node's weight that must be present for a row to have a score there."""
    return recipe.part.min_present if recipe.part.missing == "present" else 1.0


def _flat(recipe: IndexRecipe, rows: Rows, scaling: Scaling) -> list[Node]:
    """One set of weights for all indicators; dimensions hold those of their own."""
    *parts, whole = recipe.branches()
    everything = replace(whole, children=whole.leaves)
    made = _node(recipe, rows, scaling, (), everything)
    adds_up = made.aggregation == "arithmetic" and made.method != "bod" and recipe.part.missing == "no-score"
    nodes: list[Node] = []
    for branch in parts:
        weight = made.weight[:, list(branch.leaves)]
        if adds_up:
            nodes.append(_adding(branch, made, weight, nodes, len(recipe.indicators)))
        else:
            total = weight.sum(axis=1, keepdims=True)
            own = np.divide(weight, total, out=np.full(weight.shape, 1 / weight.shape[1]), where=total > 0)
            part = replace(branch, children=branch.leaves)
            node = _empty(part, made.method, made.times, own)
            nodes.append(_with_points(node, recipe, rows, scaling, nodes))
    if adds_up and parts:
        return [
            *nodes,
            replace(
                _adding(whole, made, made.weight, nodes, len(recipe.indicators)), weightings=made.weightings
            ),
        ]
    return [*nodes, replace(made, parent=-1)]


def _adding(branch: Branch, made: Node, weight: Floats, nodes: Sequence[Node], count: int) -> Node:
    """A node of flat levels: a weighted sum of its own indicators, or the sum of the dimensions below."""
    if all(child < count for child in branch.children):
        return _empty(branch, made.method, made.times, weight)
    # A child that is an indicator has its weight, a child that is a dimension all that is below it.
    columns = [
        made.weight[:, [child]] if child < count else nodes[child - count].weight.sum(axis=1, keepdims=True)
        for child in branch.children
    ]
    node = _empty(branch, made.method, made.times, np.hstack(columns))
    return replace(node, is_sum=True)


def _empty(branch: Branch, method: WeightMethod, times: np.ndarray, weight: Floats) -> Node:
    return Node(
        branch.name, branch.label, branch.parent, branch.children, branch.leaves, method,
        branch.aggregation, branch.power, times, frozen(np.atleast_2d(weight)),
    )  # fmt: skip


def _node(recipe: IndexRecipe, rows: Rows, scaling: Scaling, nodes: Sequence[Node], branch: Branch) -> Node:
    """A node weighed by the method of its branch."""
    names = _names(recipe, branch.children, nodes)
    feed = Feed(rows, scaling, nodes, branch.children, names, least_of(recipe))
    part = recipe.part
    # A shift that stays in the score is in the scaled values already.
    shift = 0.0 if part.shift_in_score else part.shift
    terms = Terms(
        names, rows.units, rows.years, part.constant, shift, _given(recipe), branch.judgements,
        branch.combine,
    )  # fmt: skip
    if part.pool == "all":
        times = NO_TIMES
        found: tuple[Weighting, ...] = (weights(branch.method, feed, terms),)
    else:
        times = frozen(_years(rows), np.int64)
        found = tuple(_of_year(int(time), branch.method, feed, terms) for time in times)
    weight = np.vstack([one.weight for one in found])
    if part.pool == "year-mean":
        weight, times = weight.mean(axis=0, keepdims=True), NO_TIMES
    node = replace(_empty(branch, branch.method, times, weight), weightings=found)
    return _with_points(node, recipe, rows, scaling, nodes)


def _of_year(time: int, method: WeightMethod, feed: Feed, terms: Terms) -> Weighting:
    return replace(weights(method, replace(feed, time=time), terms), time=time)


def _names(recipe: IndexRecipe, children: tuple[int, ...], nodes: Sequence[Node]) -> tuple[str, ...]:
    count = len(recipe.indicators)
    return tuple(
        recipe.indicators[child].variable if child < count else nodes[child - count].name
        for child in children
    )


def weights(method: WeightMethod, feed: Feed, terms: Terms) -> Weighting:
    """The weights of the columns of a feed by one method.

    Raises
    ------
    PaneloomError
        ``index-negative`` for a method that has no meaning for negative values, and what the method refuses.
    """
    if method == "combined":
        from paneloom.index.weight.combine import combined

        if terms.combine is None or "combined" in terms.combine.methods:
            raise PaneloomError("index-combine", seen=terms.combine and terms.combine.methods)
        return combined([weights(one, feed, terms) for one in terms.combine.methods], terms)
    chosen = METHODS[method]
    if terms.shift and method == "entropy":
        feed = replace(feed, shift=terms.shift)
    if chosen.need == "nothing":
        return chosen.weigh(terms)
    found = feed.moments()
    if chosen.positive:
        _refuse_negative(found.minimum[0], terms.names)
    if chosen.need == "shares":
        varying = np.where(found.maximum[0] > found.minimum[0], found.mean[0], 0.0)
        return replace(chosen.weigh(feed.shares(varying), terms), n=found.n[0])
    if chosen.need == "moments":
        return replace(chosen.weigh(found, terms), n=found.n[0])
    if chosen.need == "columns":
        return replace(chosen.weigh(feed.columns(), terms), n=found.n[0])
    if chosen.need == "totals":
        total = feed.totals()
        return replace(chosen.weigh(total, terms), n=_times(total.n, terms.names))
    complete = feed.complete()
    return replace(chosen.weigh(complete, terms), n=_times(len(complete), terms.names))


def _times(n: int, names: tuple[str, ...]) -> Integers:
    """(k,) the number of complete rows, which is that of each column."""
    return frozen(np.full(len(names), n), np.int64)


def _refuse_negative(minimum: Floats, names: tuple[str, ...]) -> None:
    negative = tuple(name for name, value in zip(names, minimum, strict=True) if value < 0)
    if negative:
        raise PaneloomError("index-negative", columns=negative)


def _given(recipe: IndexRecipe) -> dict[str, float]:
    """The given weights of the children of a branch: in the recipe, or beside each child."""
    part = recipe.part
    beside = {item.variable: item.weight for item in recipe.indicators if item.weight is not None}
    sections = {key: item.weight for key, item in part.dimensions.items() if item.weight is not None}
    return {**sections, **beside, **part.given}


def _years(rows: Rows) -> np.ndarray:
    found = [np.unique(chunk.times) for chunk in rows.chunks()]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _with_points(
    node: Node, recipe: IndexRecipe, rows: Rows, scaling: Scaling, nodes: Sequence[Node]
) -> Node:
    """The points that an aggregation needs: TOPSIS's best and worst, the rows that doubt compares with.

    Raises
    ------
    PaneloomError
        Where the children, the weights or the power do not fit the aggregation.
    """
    if node.aggregation == "arithmetic" and node.method != "bod":
        return node
    names = _names(recipe, node.children, nodes)
    feed = Feed(rows, scaling, nodes, node.children, names, least_of(recipe))
    _check_aggregation(node)
    if node.method == "bod":
        from paneloom.index.aggregate.doubt import undominated

        return replace(node, reference=frozen(undominated(feed.complete())))
    found = feed.moments()
    if node.aggregation == "topsis":
        return replace(node, best=frozen(found.maximum[0]), worst=frozen(found.minimum[0]))
    negative = tuple(name for name, low in zip(names, found.minimum[0], strict=True) if low < 0)
    if negative:
        raise PaneloomError("index-negative-mean", node=node.name, rule=node.aggregation, columns=negative)
    return node


def _check_aggregation(node: Node) -> None:
    """Whether weights and power have a meaning for how a node brings its children together."""
    if node.method == "bod" and node.aggregation != "arithmetic":
        raise PaneloomError("index-doubt-sum", node=node.name, rule=node.aggregation)
    if node.aggregation == "power" and (node.power is None or not np.isfinite(node.power)):
        raise PaneloomError("index-power", node=node.name, seen=node.power)
    if node.aggregation in (*POSITIVE, "topsis") and (node.weight < 0).any():
        raise PaneloomError("index-weight-sign", node=node.name, rule=node.aggregation)


def _rescaled(node: Node, recipe: IndexRecipe, rows: Rows, scaling: Scaling, nodes: Sequence[Node]) -> Node:
    """A dimension whose score is scaled again to the recipe's range before it enters its parent, when it says so."""
    if not recipe.part.rescale or node.parent < 0:
        return node
    position = len(recipe.indicators) + len(nodes)
    found = Feed(rows, scaling, [*nodes, node], (position,), (node.name,), least_of(recipe)).moments()
    low, high = float(found.minimum[0, 0]), float(found.maximum[0, 0])
    if not high > low:
        return node
    # The lowest score becomes the low end of the recipe's range, the highest its high end.
    span = (high - low) / (scaling.high - scaling.low)
    zero = low - scaling.low * span
    return replace(node, zero=zero, one=zero + span)


def effective_weights(count: int, nodes: Sequence[Node]) -> Floats:
    """(J,) the weight of each of ``count`` indicators in the whole: products down the tree, means over years."""
    share = np.zeros(len(nodes))
    share[-1] = 1.0
    weight = np.zeros(count)
    for position in range(len(nodes) - 1, -1, -1):
        node = nodes[position]
        own = node.weight.mean(axis=0)
        for child, value in zip(node.children, own, strict=True):
            if child < count:
                weight[child] += share[position] * value
            else:
                # In flat levels the weights below are shares of the whole already.
                share[child - count] = share[position] * (1.0 if node.is_sum else value)
    return weight
