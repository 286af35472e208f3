"""Before scaling: outliers treated, and a best value inside the range turned into a distance from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import Rows
from paneloom.index.treat import Treated, powered, treatment

UNTREATED = Treated(-np.inf, np.inf, np.nan, 0, 0, (np.nan, np.nan), (np.nan, np.nan))


@dataclass(frozen=True, slots=True, eq=False)
class Preparation(Record):
    """What is done to J raw indicators: treatments first, then distances from ``best``.

    ``floor`` and ``ceiling`` (J,) are the values to which outliers are set (infinite when there are none);
    ``power`` (J,) is Box and Cox's lambda, 0 for the logarithm, NaN for none; ``best`` (J, 2) the interval of
    best values as treated, NaN where larger or smaller is better: an indicator that has one becomes minus its
    distance from the interval, of which larger is better.

    ``raised`` and ``lowered`` (J,) count the values set to the floor and to the ceiling; ``before`` and
    ``after`` (J, 2) are skewness and excess kurtosis around the treatment, NaN where there was none.
    """

    floor: Floats
    ceiling: Floats
    power: Floats
    best: Floats
    raised: Integers
    lowered: Integers
    before: Floats
    after: Floats

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
        x[:, j] = powered(x[:, j], float(preparation.power[j]))
    for j in np.flatnonzero(~np.isnan(preparation.best[:, 0])):
        low, high = preparation.best[j]
        x[:, j] = -np.maximum(np.maximum(low - x[:, j], x[:, j] - high), 0.0)
    return x


def fit_preparation(recipe: IndexRecipe, rows: Rows) -> Preparation:
    """What a recipe asks to be done before scaling; only a treatment needs to see the rows.

    Raises
    ------
    PaneloomError
        ``index-not-positive`` for a logarithm or a power of what is not positive, ``index-best``.
    """
    made = [_treated(recipe, rows, j) for j in range(len(recipe.indicators))]
    best = np.full((len(made), 2), np.nan)
    for j, indicator in enumerate(recipe.indicators):
        if indicator.direction == "=":
            low, high = best_of(recipe, j)
            power = made[j].power
            # Of values that are all positive none lies below an interval that begins at 0.
            best[j] = (
                -np.inf if low <= 0 and not np.isnan(power) else as_treated(low, power, recipe, j),
                as_treated(high, power, recipe, j),
            )
    return Preparation(
        floor=frozen([one.floor for one in made]),
        ceiling=frozen([one.ceiling for one in made]),
        power=frozen([one.power for one in made]),
        best=frozen(best),
        raised=frozen([one.raised for one in made], np.int64),
        lowered=frozen([one.lowered for one in made], np.int64),
        before=frozen(np.reshape([one.before for one in made], (-1, 2))),
        after=frozen(np.reshape([one.after for one in made], (-1, 2))),
    )


def _treated(recipe: IndexRecipe, rows: Rows, j: int) -> Treated:
    treat, name = recipe.part.treat, recipe.indicators[j].variable
    if treat.rule == "none" or (treat.indicators and name not in treat.indicators):
        return UNTREATED
    return treatment(column(rows, j), treat, name)


def as_treated(value: float, power: float, recipe: IndexRecipe, j: int) -> float:
    """A value in the unit of indicator ``j``, such as a goalpost, on the scale of its treated values.

    Raises
    ------
    PaneloomError
        ``index-not-positive`` for a value without a logarithm or power.
    """
    if np.isnan(power):
        return value
    if not value > 0:
        raise PaneloomError("index-not-positive", indicator=recipe.variables[j], rule=recipe.part.treat.rule)
    return float(powered(np.array([value]), power)[0])


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
