"""The laws of an index, asserted where its recipe implies them and reported where it does not."""

from __future__ import annotations

import numpy as np

from paneloom.errors import PaneloomError
from paneloom.index.fit import Built
from paneloom.index.moments import Moments

WEIGHT_TOLERANCE = 1e-12
SCORE_TOLERANCE = 1e-12
# Warnings that say why a weight is negative.
MAY_BE_NEGATIVE = frozenset(("wrong_constant", "wrong_constant_reversed", "negative_weight"))

Found = tuple[tuple[str, str], ...]


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
    implied = is_inside(built) and not _has_negative_weight(built)
    broken, reported = [], []
    for node, least, most, n in zip(
        built.nodes, scores.minimum[0], scores.maximum[0], scores.n[0], strict=True
    ):
        share = _share(built, node.name)
        slack = SCORE_TOLERANCE * max(abs(low), abs(high), 1.0)
        is_out = n > 0 and (least < low * min(share, 1.0) - slack or most > high * share + slack)
        if is_out and implied and node.aggregation not in ("topsis", "penalty") and node.method != "bod":
            broken.append(node.name)
        elif is_out:
            reported.append(("score_outside", node.name))
    if broken:
        raise PaneloomError("index-invariant", columns=tuple(broken))
    return tuple(reported)


def _share(built: Built, name: str) -> float:
    """What the scores of a node may come to: its weight in flat levels that add up, else 1."""
    node = next(node for node in built.nodes if node.name == name)
    return float(node.weight.sum(axis=1).max()) if np.isfinite(node.weight).all() else 1.0


def _has_negative_weight(built: Built) -> bool:
    return any((node.weight < 0).any() for node in built.nodes)
