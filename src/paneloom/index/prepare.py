"""Before scaling: outliers treated, and a best value inside the range turned into a distance from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Preparation(Record):
    """What is done to J raw indicators: treatments first, then distances from ``best``.

    ``floor`` and ``ceiling`` (J,) are the values to which outliers are set (infinite when there are none);
    ``power`` (J,) is Box and Cox's lambda, 0 for the logarithm, NaN for none; ``best`` (J, 2) the interval of
    best values, NaN where larger or smaller is better: an indicator that has one becomes minus its distance
    from the interval, of which larger is better.
    """

    floor: Floats
    ceiling: Floats
    power: Floats
    best: Floats

    @property
    def is_identity(self) -> bool:
        """Whether raw values stay as they are."""
        is_unbounded = np.isneginf(self.floor).all() and np.isposinf(self.ceiling).all()
        return bool(is_unbounded and np.isnan(self.power).all() and np.isnan(self.best).all())


def prepared(preparation: Preparation, values: Floats) -> Floats:
    """(n, J) raw ``values`` treated and oriented; the array itself where there is nothing to do."""
    if preparation.is_identity:
        return values
    x = np.clip(values, preparation.floor, preparation.ceiling)
    for j in np.flatnonzero(~np.isnan(preparation.power)):
        power = preparation.power[j]
        x[:, j] = np.log(x[:, j]) if power == 0 else (x[:, j] ** power - 1.0) / power
    for j in np.flatnonzero(~np.isnan(preparation.best[:, 0])):
        low, high = preparation.best[j]
        x[:, j] = -np.maximum(np.maximum(low - x[:, j], x[:, j] - high), 0.0)
    return x


def fit_preparation(recipe: IndexRecipe, rows: Rows) -> Preparation:
    """What a recipe asks to be done before scaling; only a treatment needs to see the rows."""
    count = len(recipe.indicators)
    floor, ceiling = np.full(count, -np.inf), np.full(count, np.inf)
    power, best = np.full(count, np.nan), np.full((count, 2), np.nan)
    for j, indicator in enumerate(recipe.indicators):
        if indicator.direction == "=":
            best[j] = best_of(recipe, j)
    treat = recipe.part.treat
    if treat.rule != "none":
        from paneloom.index.treat import treatment

        for j, name in enumerate(recipe.variables):
            if not treat.indicators or name in treat.indicators:
                floor[j], ceiling[j], power[j] = treatment(column(rows, j), treat, name)
    return Preparation(frozen(floor), frozen(ceiling), frozen(power), frozen(best))


def best_of(recipe: IndexRecipe, j: int) -> tuple[float, float]:
    """The interval of best values of an indicator; a single value is an interval without width.

    Raises
    ------
    PaneloomError
        ``index-best`` when there is none, or it ends before it begins.
    """
    indicator = recipe.indicators[j]
    found = recipe.part.best.get(indicator.variable, indicator.best)
    low, high = (found, found) if isinstance(found, float) else found or (np.nan, np.nan)
    if not low <= high:
        raise PaneloomError("index-best", indicator=indicator.variable)
    return low, high


def column(rows: Rows, j: int) -> Floats:
    """(n,) one column of all rows, for a method that must see it whole."""
    parts = [chunk.values[:, j] for chunk in rows.chunks()]
    return np.concatenate(parts) if parts else np.zeros(0)


def prepared_column(rows: Rows, preparation: Preparation, j: int) -> Floats:
    """(n,) one prepared column of all rows."""
    return np.concatenate([prepared(preparation, chunk.values)[:, j] for chunk in rows.chunks()])
