"""Goalposts, targets and best values that lie far from the data, so that little is told apart by them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from paneloom.errors import PaneloomError
from paneloom.index.moments import Moments
from paneloom.index.prepare import Preparation, best_of
from paneloom.index.recipe import IndexRecipe
from paneloom.index.scaling import Scaling

# The least share of what a scale spans that values should take up.
LEAST_SHARE = 0.01
# How many times their range a best value may lie from all values.
MOST_RANGES = 100.0
# In steps of floating-point numbers: distances that differ by less have not two digits in common with the data.
LEAST_STEPS = 100.0

Far = dict[tuple[str, str], tuple[str, ...]]


def far_warnings(recipe: IndexRecipe, scaling: Scaling) -> Far:
    """Indicators whose values take up less than 1 % between their goalposts or up to their target, or none of
    it; and those whose best value lies beyond their values by more than 100 times their range.
    """
    found: Far = {}
    for j, name in enumerate(recipe.variables):
        least, most = float(scaling.raw.minimum[0, j]), float(scaling.raw.maximum[0, j])
        if not most > least:
            continue
        told = f"{least:g}\N{EN DASH}{most:g}"
        if recipe.indicators[j].direction == "=":
            low, high = best_of(recipe, j)
            if max(low - most, least - high) > MOST_RANGES * (most - least):
                found["best_far", name] = (told, _ends(low, high))
        for key, ends in _given(recipe, j):
            share = _share(scaling, j)
            if share < LEAST_SHARE:
                found["bounds_missed" if share == 0 else key, name] = (told, ends)
    return found


def _given(recipe: IndexRecipe, j: int) -> Iterator[tuple[str, str]]:
    """What the recipe gives for the ends of the scale of indicator ``j``."""
    indicator, part = recipe.indicators[j], recipe.part
    posts = part.goalposts.get(indicator.variable, indicator.goalposts)
    target = part.targets.get(indicator.variable, indicator.target)
    if part.bounds == "goalposts" and posts is not None:
        yield "goalposts_far", _ends(*posts)
    elif part.scale == "target" and target is not None and indicator.direction != "=":
        yield "target_far", f"{target:g}"


def _share(scaling: Scaling, j: int) -> float:
    """The largest share of what the scale spans that values of indicator ``j`` take up, of all years."""
    ends = np.sort(np.stack([scaling.zero[:, j], scaling.one[:, j]]), axis=0)
    low, high = float(scaling.moments.minimum[0, j]), float(scaling.moments.maximum[0, j])
    inside = np.minimum(high, ends[1]) - np.maximum(low, ends[0])
    return float(np.max(np.maximum(inside, 0.0) / (ends[1] - ends[0]), initial=0.0))


def _ends(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}\N{EN DASH}{high:g}"


def refuse_swallowed(recipe: IndexRecipe, preparation: Preparation, found: Moments, raw: Moments) -> None:
    """Refuse a best value so far away that rounding leaves next to nothing of what the data differ by.

    ``found`` are the moments of the prepared values, ``raw`` those of the values as they came, pooled.

    Raises
    ------
    PaneloomError
        ``index-best-far``.
    """
    for j in np.flatnonzero(~np.isnan(preparation.best[:, 0])):
        least = max(float(raw.minimum[0, j]), float(preparation.floor[j]))
        most = min(float(raw.maximum[0, j]), float(preparation.ceiling[j]))
        nearest, farthest = -float(found.maximum[0, j]), -float(found.minimum[0, j])
        if most > least and farthest > 0 and farthest - nearest < LEAST_STEPS * np.spacing(farthest):
            raise PaneloomError(
                "index-best-far", indicator=recipe.variables[j], best=_ends(*best_of(recipe, int(j))),
                low=f"{least:g}", high=f"{most:g}",
            )  # fmt: skip
