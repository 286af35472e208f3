"""The laws of an index, asserted where its recipe implies them and reported where it does not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError
from paneloom.index.fit import Built
from paneloom.index.moments import Moments
from paneloom.index.node import Node

WEIGHT_TOLERANCE = 1e-12
SCORE_TOLERANCE = 1e-12
# Warnings that say why a weight is negative.
MAY_BE_NEGATIVE = frozenset(
    ("wrong_constant", "wrong_constant_reversed", "negative_weight", "negative_combined")
)

Ends = tuple[float, float]
Found = tuple[tuple[str, str], ...]
# Warnings with their figures.
Told = Mapping[tuple[str, str], tuple[str, ...]]


def is_inside(built: Built) -> bool:
    """Whether the recipe implies scaled values between the ends of its range."""
    part = built.recipe.part
    if built.scaling.clip or part.scale in ("rank", "percentile"):
        return True
    return part.scale == "minmax" and part.bounds in ("pooled", "year")


def weight_warnings(built: Built) -> Found:
    """Warnings of the methods, each once.

    Raises
    ------
    PaneloomError
        ``index-invariant`` for weights that do not sum to 1 or are negative without the method saying why.
    """
    found: dict[tuple[str, str], None] = {}
    for node in built.nodes:
        for made in node.weightings:
            said = {key for key, _ in made.warnings}
            is_excused = bool(said & MAY_BE_NEGATIVE)
            if abs(float(made.weight.sum()) - 1.0) > WEIGHT_TOLERANCE or (
                made.weight.min() < 0 and not is_excused
            ):
                raise PaneloomError("index-invariant", columns=made.names)
            # Of constant columns the index says more than the method does.
            found |= dict.fromkeys(one for one in made.warnings if one[0] != "constant")
    return tuple(found)


def score_reports(built: Built, scores: Moments) -> Found:
    """Which laws the scores do not keep because the recipe does not imply them.

    Raises
    ------
    PaneloomError
        ``index-invariant`` for a score outside the range although the recipe implies it.
    """
    low, high = built.scaling.low, built.scaling.high
    slack = SCORE_TOLERANCE * max(abs(low), abs(high), 1.0)
    laws, usual = score_laws(built, implied=True), score_laws(built, implied=False)
    # Z scores, and values as they come, have no range to be outside of.
    has_range = built.recipe.part.scale not in ("z", "none")
    broken, reported = [], []
    for m, node in enumerate(built.nodes):
        if not scores.n[0, m]:
            continue
        least, most = scores.minimum[0, m], scores.maximum[0, m]
        if least < laws[m][0] - slack or most > laws[m][1] + slack:
            broken.append(node.name)
        elif has_range and (least < usual[m][0] - slack or most > usual[m][1] + slack):
            reported.append(("score_outside", node.name))
    if broken:
        raise PaneloomError("index-invariant", columns=tuple(broken))
    return tuple(reported)


def zero_reports(built: Built, zeros: Integers) -> Told:
    """Nodes with scores of 0 because a single child has one: what a mean of products makes of a minimum.

    ``zeros`` (M,) count the scores of 0 of each node.
    """
    return {
        ("zero_scores", node.name): (f"{count:,}",)
        for node, count in zip(built.nodes, zeros.tolist(), strict=True)
        if count and (node.aggregation in ("geometric", "harmonic") or (node.power or 1.0) <= 0)
    }


def year_warnings(built: Built) -> Told:
    """Children that do not vary in single years, and so weigh nothing there, with these years.

    What is constant throughout is told as such, and of bounds of each year the same is said already.
    """
    whole = built.scaling.moments
    never = [
        name for j, name in enumerate(built.recipe.variables) if whole.minimum[0, j] == whole.maximum[0, j]
    ]
    years_of = {name: built.scaling.level_years(j) for j, name in enumerate(built.recipe.variables)}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for node in built.nodes:
        for name in node.weightings[0].names if node.weightings else ():
            years = [made.time for made in node.weightings if ("constant", name) in made.warnings]
            told = [year for year in years if year is not None and year not in years_of.get(name, ())]
            if told and name not in never:
                found["constant_years", name] = tuple(map(str, told))
    return found


def score_laws(built: Built, *, implied: bool) -> list[Ends]:
    """(lowest, highest) score of each node: as the recipe implies it, infinite where it implies none; or as
    it would be if all scaled values kept to their range.

    A mean of any kind lies between its children; closeness and benefit of the doubt lie between 0 and 1
    whatever these are; a penalty only takes away. Scores scaled again lie in the range.
    """
    count = len(built.recipe.indicators)
    ends = (built.scaling.low, built.scaling.high)
    laws = [(-np.inf, np.inf) if implied and not is_inside(built) else ends] * count
    for node in built.nodes:
        laws.append(_law(node, [laws[child] for child in node.children], ends, implied=implied))
    return laws[count:]


def _law(node: Node, below: list[Ends], ends: Ends, *, implied: bool) -> Ends:
    """The law of a node from those of its children; ``ends`` are those of the range."""
    if (node.zero, node.one) != (0.0, 1.0):
        return ends
    if node.aggregation == "topsis" or node.method == "bod":
        return 0.0, 1.0
    if implied and (node.weight < 0).any():
        return -np.inf, np.inf
    low, high = min(low for low, _ in below), max(high for _, high in below)
    if node.is_sum:
        own = [
            _weighed(node.weight[:, [place]], *law) if child in node.leaves else law
            for place, (child, law) in enumerate(zip(node.children, below, strict=True))
        ]
        return sum(low for low, _ in own), sum(high for _, high in own)
    if node.aggregation == "penalty":
        return (-np.inf if implied else low), high
    return _weighed(node.weight, low, high)


def _weighed(weight: Floats, low: float, high: float) -> Ends:
    """Between what a weighted sum (G, k) lies: in flat levels weights sum to a share, of each year its own."""
    shares = np.abs(weight).sum(axis=1)
    ends = [share * end for share in (shares.min(), shares.max()) for end in (low, high)]
    return float(min(ends)), float(max(ends))
