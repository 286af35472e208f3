"""The parts of scores that a table or figure has room for: by dimension, and by the largest indicators."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_label
from paneloom.index.reasons import labels_in
from paneloom.present.table import Spanner
from paneloom.study.model import Study
from paneloom.wording import Language, say

# Parts have a label and a value (U,) for each unit.
Parts = list[tuple[str, Floats]]
MOST_PARTS = 7


def by_dimensions(values: Floats, index: Index, study: Study, language: Language) -> Parts:
    """Parts ``values`` (U, J) summed over the indicators of each dimension right below the whole; none of one."""
    labels, last = labels_in(index, study, language), len(index.nodes) - 1
    below = [node for node in index.nodes[:-1] if node.parent == last]
    order = {key: place for place, (key, _) in enumerate(index.recipe.dimensions)}
    below.sort(key=lambda node: order.get(node.name, len(order)))
    if len(index.nodes) < 3:
        return []
    return [(labels[node.name], values[:, list(node.leaves)].sum(axis=1)) for node in below]


def by_indicators(values: Floats, index: Index, study: Study, language: Language) -> Parts:
    """Parts ``values`` (U, J) of the largest indicators in the order of the recipe, those of the others together."""
    order = np.argsort(-np.nansum(np.abs(values), axis=0), kind="stable")
    own = len(order) if len(order) <= MOST_PARTS + 1 else MOST_PARTS
    parts = [
        (indicator_label(index.indicators[j], study, language), values[:, j])
        for j in sorted(order[:own].tolist())
    ]
    if own < len(order):
        name = say("index.other_indicators", language, count=len(order) - own)
        parts.append((name, values[:, sorted(order[own:].tolist())].sum(axis=1)))
    return parts


def over_parts(at: int, dimensions: Parts, indicators: Parts, language: Language) -> tuple[Spanner, ...]:
    """The headings over parts by dimension and by indicator, from column ``at`` on."""
    middle, end = at + len(dimensions), at + len(dimensions) + len(indicators)
    found = (("dimensions", at, middle), ("indicators", middle, end))
    return tuple(
        Spanner(say(f"reading.{word}", language), start, stop) for word, start, stop in found if start < stop
    )
