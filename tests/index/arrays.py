"""Indices built straight from arrays."""

from typing import Any

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.index.build import build
from paneloom.index.index import Index
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.index.weight.weighting import Weighting
from paneloom.study.index_part import Direction, IndexPart, Indicator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIGNS: dict[str, Direction] = {"+": "+", "-": "-", "=": "="}


def recipe_for(directions: str, within: str = "", **choices: Any) -> IndexRecipe:
    """A recipe over indicators a, b, c..., whose directions are given as in "+-+".

    ``within`` has a letter for the dimension of each indicator, as in "xxy"; without it there are none.
    """
    homes = within or [None] * len(directions)
    indicators = tuple(
        Indicator(variable=name, direction=SIGNS[sign], dimension=home)
        for name, sign, home in zip(LETTERS, directions, homes, strict=False)
    )
    dimensions = tuple((key, key) for key in dict.fromkeys(within))
    return IndexRecipe("idx", "idx", IndexPart(**choices), indicators, dimensions)


def index_of(
    values: Floats,
    directions: str = "",
    within: str = "",
    *,
    units: Integers | None = None,
    times: Integers | None = None,
    size: int = 16_384,
    **choices: Any,
) -> Index:
    """The index of ``values`` (n, J); all directions are "+" when not given."""
    recipe = recipe_for(directions or "+" * values.shape[1], within, **choices)
    return build(recipe, ArrayRows(recipe.variables, values, units, times, size))


def scores_of(index: Index, values: Floats, times: Integers | None = None) -> Floats:
    """(n,) scores of rows."""
    at = np.zeros(len(values), dtype=np.int64) if times is None else times
    return np.asarray(index.stages(values, at).scores[:, -1])


def weighting_of(index: Index) -> Weighting:
    """How the whole index was weighed."""
    return index.nodes[-1].weightings[0]
