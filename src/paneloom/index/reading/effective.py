"""Nominal weights against what the indicators really do to the index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import Totals, totals
from paneloom.errors import PaneloomError
from paneloom.index.affine import slopes_of
from paneloom.index.index import Index
from paneloom.index.reading.contribution import contributions_of_scaled
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
    z, scores = made.scaled[kept], made.scores[kept]
    groups = [list(node.leaves) for node in index.nodes[:-1]]
    weight = np.array([index.weight[group].sum() for group in groups])
    dimensions = tuple(node.name for node in index.nodes[:-1])
    # The part of a dimension is the sum of those of its indicators, and a covariance of sums adds up.
    share = _variance_share(index, z, scores[:, -1], times[kept])
    by_dimension = np.array([share[group].sum() for group in groups])
    return Importance(
        _measured(index.recipe.variables, index.weight, share, z, scores[:, -1]),
        _measured(dimensions, weight, by_dimension, scores[:, :-1], scores[:, -1]),
    )


def _variance_share(index: Index, z: Floats, score: Floats, times: Integers) -> Floats:
    """(J,) covariances of contributions with the score over its variance, from complete scaled values ``z`` (n, J)."""
    slopes = slopes_of(index.built, len(index.nodes) - 1)
    parts, factor = z, np.ones(z.shape[1])
    if slopes is not None:
        # A contribution is a slope times the indicator, whose covariance needs no contribution of any row.
        factor = slopes[0]
    else:
        try:
            parts = contributions_of_scaled(index, z, times).values
        except PaneloomError:
            return np.full(z.shape[1], np.nan)
    scatter = _with_score(parts, score).scatter[-1]
    return factor * scatter[:-1] / scatter[-1] if scatter[-1] > 0 else np.full(z.shape[1], np.nan)


def _measured(
    names: tuple[str, ...], nominal: Floats, share: Floats, elements: Floats, score: Floats
) -> EffectiveWeights:
    squared = _with_score(elements, score).correlation[-1, :-1] ** 2
    ratio = [correlation_ratio(element, score) for element in elements.T]
    return EffectiveWeights(names, len(score), frozen(nominal), frozen(share), frozen(squared), frozen(ratio))


def _with_score(columns: Floats, score: Floats) -> Totals:
    names = (*(str(k) for k in range(columns.shape[1])), "score")
    return totals(names, np.column_stack([columns, score]))
