"""How much of each score comes from each indicator and dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.node import Node
from paneloom.index.reading.walk import leaves_matrix, scores_of_scaled
from paneloom.index.scaling import scaled
from paneloom.index.stages import of_present

Rule = Literal["sum", "euler"]
POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Contributions(Record):
    """The parts of n scores: ``values`` (n, J) of the indicators, ``constant`` (n,) of none, together ``score`` (n,).

    ``by_dimension`` (n, M - 1) are the sums over the indicators of each dimension, at any depth. The rule "sum"
    is that of a weighted sum: weight times scaled value. "euler" is that of a mean f that grows in proportion
    with its children, for which f is exactly the sum of z df/dz (Euler): w f for a geometric mean, and
    w z^p f^(1 - p) for a power mean. ``constant`` is not 0 only where scores of dimensions are scaled again.
    """

    rule: Rule
    indicators: tuple[str, ...]
    values: Floats
    constant: Floats
    score: Floats
    dimensions: tuple[str, ...]
    by_dimension: Floats


def contributions(index: Index, values: Floats, times: Integers) -> Contributions:
    """The contributions to the scores of raw ``values`` (n, J) of rows at ``times`` (n,).

    A row without a score has NaN; where a recipe scores a row of the indicators present, a missing one
    contributes 0.

    Raises
    ------
    PaneloomError
        ``index-no-parts`` for TOPSIS and benefit of the doubt, whose scores have no parts that add up.
    """
    return contributions_of_scaled(index, scaled(index.scaling, values, times), times)


def contributions_of_scaled(index: Index, z: Floats, times: Integers) -> Contributions:
    """As ``contributions``, of scaled values ``z`` (n, J) with the weights of ``times`` (n,)."""
    rule = rule_of(index)
    count = len(index.indicators)
    scores = scores_of_scaled(index, z, times)
    columns = [*z.T, *scores.T]
    parts = [_own(z[:, j], j, count) for j in range(count)]
    rests = [np.zeros(len(z))] * count
    for position, node in enumerate(index.nodes):
        below = np.column_stack([columns[child] for child in node.children])
        factors = _factors(index, node, below, times)
        span = node.one - node.zero
        part, rest = np.zeros((len(z), count)), np.zeros(len(z))
        for child, factor in zip(node.children, factors.T, strict=True):
            part += factor[:, None] * parts[child]
            rest = rest + factor * rests[child]
        # A dimension that lacks a score adds nothing to a score of what is present.
        scored = ~np.isnan(scores[:, position])
        parts.append(np.where(scored[:, None], part / span, 0.0))
        rests.append(np.where(scored, (rest - node.zero) / span, 0.0))
    lacks = np.isnan(scores[:, -1])
    made = np.where(lacks[:, None], np.nan, parts[-1])
    rest = np.where(lacks, np.nan, rests[-1])
    return Contributions(
        rule, index.recipe.variables, frozen(made), frozen(rest), frozen(scores[:, -1]),
        tuple(node.name for node in index.nodes[:-1]), frozen(made @ leaves_matrix(index)),
    )  # fmt: skip


def rule_of(index: Index) -> Rule:
    """The rule by which the scores of an index have parts.

    Raises
    ------
    PaneloomError
        ``index-no-parts``.
    """
    for node in index.nodes:
        if node.method == "bod" or node.aggregation == "topsis":
            how = "bod" if node.method == "bod" else node.aggregation
            raise PaneloomError("index-no-parts", index=index.name, node=node.name, rule=how)
    return "sum" if all(node.aggregation == "arithmetic" for node in index.nodes) else "euler"


def averaged(found: Contributions, groups: Integers) -> tuple[Integers, Floats, Floats]:
    """((G,) groups in order, (G, J), (G, M - 1)) mean contributions over the rows with a score."""
    known = np.unique(groups)
    scored = ~np.isnan(found.score)
    rows = [np.flatnonzero((groups == group) & scored) for group in known]
    return known, _means(found.values, rows), _means(found.by_dimension, rows)


def _means(values: Floats, rows: list[np.ndarray]) -> Floats:
    empty = np.full(values.shape[1], np.nan)
    return np.array([values[at].mean(axis=0) if at.size else empty for at in rows]).reshape(
        len(rows), values.shape[1]
    )


def _own(z: Floats, j: int, count: int) -> Floats:
    """(n, J) the parts of an indicator: itself. What is missing has none."""
    wide = np.zeros((len(z), count))
    wide[:, j] = np.where(np.isnan(z), 0.0, z)
    return wide


def _factors(index: Index, node: Node, below: Floats, times: Integers) -> Floats:
    """(n, k) the derivatives of a node's score, before it is scaled again, by its children (n, k)."""
    weight = np.broadcast_to(node.weight_of(times), below.shape)
    if node.is_sum:
        is_indicator = np.isin(node.children, node.leaves)
        return np.asarray(np.where(is_indicator, weight, 1.0))
    least = index.built.least
    if least < 1.0 and np.isnan(below).any():
        weight, below = of_present(weight, below, least, 1.0)
    if node.aggregation == "arithmetic":
        return weight
    if node.aggregation == "penalty":
        return _of_penalty(below, weight)
    power = POWERS.get(node.aggregation, node.power)
    assert power is not None
    return _of_power(below, weight, power)


def _of_power(below: Floats, weight: Floats, power: float) -> Floats:
    """Derivatives w (f / z)^(1 - p); a child of 0 contributes nothing, whatever its derivative."""
    from paneloom.index.aggregate.aggregation import power_mean

    mean = power_mean(below, weight, power)[:, None]
    seen = (below > 0) & (weight > 0) & (mean > 0)
    ratio = np.divide(mean, below, out=np.ones(below.shape), where=seen)
    return np.asarray(np.where(seen, weight * ratio ** (1.0 - power), 0.0))


def _of_penalty(below: Floats, weight: Floats) -> Floats:
    """Derivatives w (1 - 2 (z - M) / M + (S / M)^2) of M - S^2 / M."""
    mean = (below * weight).sum(axis=1, keepdims=True)
    gap = np.divide(below - mean, mean, out=np.zeros(below.shape), where=mean > 0)
    square = (weight * gap**2).sum(axis=1, keepdims=True)
    return np.asarray(weight * (1.0 - 2.0 * gap + square))
