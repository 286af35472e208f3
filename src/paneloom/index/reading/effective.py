"""Nominal weights against what the indicators really do to the index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import totals
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.reading.contribution import contributions
from paneloom.index.reading.correlation_ratio import correlation_ratio

MAIN_EFFECT = "penalised cubic spline, generalised cross-validation"


@dataclass(frozen=True, slots=True, eq=False)
class EffectiveWeights(Record):
    """What each of k elements (indicators, or dimensions) does to the index, over ``n`` rows with a score.

    ``nominal`` (k,) are the weights of the recipe. ``variance_share`` (k,) is the covariance of its contribution
    with the index over the variance of the index: the shares of all indicators add up to 1, and one may be
    negative; NaN where the scores have no parts. ``squared_correlation`` (k,) is that of the element with the
    index; ``main_effect`` (k,) the correlation ratio V(E(index | element)) / V(index), E by ``smoother`` (Paruolo,
    Saisana and Saltelli 2013, who call it the main effect). The last two measure the element with all that moves
    with it, and do not add up.
    """

    names: tuple[str, ...]
    n: int
    nominal: Floats
    variance_share: Floats
    squared_correlation: Floats
    main_effect: Floats
    smoother: str = MAIN_EFFECT


@dataclass(frozen=True, slots=True, eq=False)
class Importance(Record):
    """Effective weights of the indicators, and of the dimensions at any depth."""

    indicators: EffectiveWeights
    dimensions: EffectiveWeights


def effective_weights(index: Index, values: Floats, times: Integers) -> Importance:
    """From raw ``values`` (n, J) of rows at ``times`` (n,), pooled; rows that lack an indicator are left out."""
    made = index.stages(values, times)
    kept = ~np.isnan(made.scaled).any(axis=1) & ~np.isnan(made.scores).any(axis=1)
    values, times, score = values[kept], times[kept], made.scores[kept, -1]
    try:
        found = contributions(index, values, times)
        parts, by_dimension = found.values, found.by_dimension
    except PaneloomError:
        parts = np.full((int(kept.sum()), len(index.indicators)), np.nan)
        by_dimension = np.full((len(parts), len(index.nodes) - 1), np.nan)
    groups = [list(node.leaves) for node in index.nodes[:-1]]
    weight = np.array([index.weight[group].sum() for group in groups])
    dimensions = tuple(node.name for node in index.nodes[:-1])
    return Importance(
        _measured(index.recipe.variables, index.weight, parts, made.scaled[kept], score),
        _measured(dimensions, weight, by_dimension, made.scores[kept, :-1], score),
    )


def _measured(
    names: tuple[str, ...], nominal: Floats, parts: Floats, elements: Floats, score: Floats
) -> EffectiveWeights:
    share, squared, ratio = (np.full(len(names), np.nan) for _ in range(3))
    for k in range(len(names)):
        scatter = totals(("part", "score"), np.column_stack([parts[:, k], score])).scatter
        if scatter[1, 1] > 0:
            share[k] = scatter[0, 1] / scatter[1, 1]
        both = totals(("element", "score"), np.column_stack([elements[:, k], score]))
        squared[k] = both.correlation[0, 1] ** 2
        ratio[k] = correlation_ratio(elements[:, k], score)
    return EffectiveWeights(names, len(score), frozen(nominal), frozen(share), frozen(squared), frozen(ratio))
