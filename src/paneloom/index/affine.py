"""An index as a line over its raw columns, while its recipe is linear."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.index.fit import Built
from paneloom.index.index import Affine


def line_of(built: Built, position: int) -> Affine | None:
    """The line of a node over the indicators below it; None when it is not one."""
    slopes = slopes_of(built, position)
    if slopes is None or not built.scaling.is_line:
        return None
    node, scaling = built.nodes[position], built.scaling
    zero, span = scaling.zero[0], scaling.one[0] - scaling.zero[0]
    height = scaling.high - scaling.low
    per_raw = np.divide(height * slopes[0], span, out=np.zeros(span.size), where=span != 0)
    constant = slopes[1] + float((slopes[0] * scaling.low - per_raw * zero).sum())
    leaves = list(node.leaves)
    return Affine(
        tuple(built.recipe.indicators[j].variable for j in leaves), frozen(per_raw[leaves]), constant
    )


def slopes_of(built: Built, position: int) -> tuple[Floats, float] | None:
    """((J,) slopes, constant) of a node over scaled indicators; None when it is not linear in them."""
    node, count = built.nodes[position], len(built.recipe.indicators)
    if node.aggregation != "arithmetic" or node.method == "bod" or node.times.size or built.least < 1.0:
        return None
    slopes, constant = np.zeros(count), 0.0
    for child, weight in zip(node.children, node.weight[0], strict=True):
        if child < count:
            slopes[child] += weight
            continue
        below = slopes_of(built, child - count)
        if below is None:
            return None
        factor = 1.0 if node.is_sum else weight
        slopes += factor * below[0]
        constant += factor * below[1]
    span = node.one - node.zero
    return slopes / span, (constant - node.zero) / span
