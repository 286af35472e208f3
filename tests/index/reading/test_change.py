"""Why scores changed: the split is complete, and equals all orders of replacement written out."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from tests.index.reading.panels import Made, made

from paneloom.errors import PaneloomError
from paneloom.index.reading.change import changes
from paneloom.index.reading.walk import scores_of_scaled
from paneloom.index.scaling import scaled

BY_YEAR = {"bounds": "year", "pool": "year"}
RECIPES: list[dict[str, Any]] = [
    {},
    BY_YEAR,
    {"bounds": "year"},
    {"pool": "year", "within": "xxyy", "levels": "nested"},
    {**BY_YEAR, "within": "xxyy", "levels": "nested", "rescale": True},
    {**BY_YEAR, "aggregation": "geometric", "range": (0.01, 1.0), "clip": True},
    {**BY_YEAR, "aggregation": "topsis"},
    {"scale": "rank", **BY_YEAR},
]


def split(panel: Made, **years: int):
    return changes(panel.index, panel.values, panel.units, panel.times, **years)


def by_orders(panel: Made, start: int, end: int) -> np.ndarray:
    """(U, 3) the mean over the six orders of replacement."""
    index, n = panel.index, int((panel.times == start).sum())
    x = {year: panel.values[panel.times == year] for year in (start, end)}

    def score(data: int, bounds: int, weights: int) -> np.ndarray:
        z = scaled(index.scaling, x[data], np.full(n, bounds))
        return scores_of_scaled(index, z, np.full(n, weights))[:, -1]

    found = np.zeros((n, 3))
    for order in permutations(range(3)):
        state = [start, start, start]
        for place in order:
            before = score(*state)
            state[place] = end
            found[:, place] += (score(*state) - before) / 6
    return found


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_parts_are_those_of_all_orders_and_add_up(recipe: dict[str, Any]) -> None:
    panel = made(3, **recipe)
    found = split(panel, start=2011, end=2014)
    assert found.parts == pytest.approx(by_orders(panel, 2011, 2014), abs=1e-13)
    assert found.parts.sum(axis=1) == pytest.approx(found.after - found.before, abs=1e-13)
    scores = panel.index.stages(*panel.rows).scores[:, -1]
    assert np.allclose(found.before, scores[panel.times == 2011], rtol=0, atol=1e-14)
    assert np.allclose(found.after, scores[panel.times == 2014], rtol=0, atol=1e-14)


@pytest.mark.parametrize("recipe", RECIPES)
def test_of_a_weighted_sum_the_indicators_add_up_to_each_part(recipe: dict[str, Any]) -> None:
    found = split(made(4, **recipe), start=2012, end=2014)
    if recipe.get("aggregation"):
        assert found.by_indicator is None
        assert found.constant is None
        return
    assert found.by_indicator is not None
    assert found.constant is not None
    assert found.by_indicator.sum(axis=2) + found.constant == pytest.approx(found.parts, abs=1e-13)


def test_with_pooled_bounds_and_weights_all_is_own_data() -> None:
    panel = made(5)
    found = split(panel, start=2011, end=2012)
    assert found.varies == (True, False, False)
    assert not found.parts[:, 1:].any()
    z = panel.index.stages(*panel.rows).scaled
    gap = (z[panel.times == 2012] - z[panel.times == 2011]) * panel.index.weight
    assert found.by_indicator is not None
    assert found.by_indicator[:, 0] == pytest.approx(gap, abs=1e-14)


def test_a_unit_whose_data_stay_moves_by_bounds_and_weights_only() -> None:
    panel = made(6, **BY_YEAR)
    values = panel.values.copy()
    values[panel.units == 3] = panel.values[panel.units == 3][0]
    index = made(6, **BY_YEAR).index
    found = changes(index, values, panel.units, panel.times, 2011, 2014)
    assert found.parts[3, 0] == 0
    assert found.parts[3, 1:].all()


def test_only_units_of_both_years_are_told_in_order() -> None:
    panel = made(7)
    kept = ~((panel.units == 2) & (panel.times == 2013))
    order = np.random.default_rng(0).permutation(np.flatnonzero(kept))
    found = changes(panel.index, panel.values[order], panel.units[order], panel.times[order], 2011, 2013)
    assert found.units.tolist() == [0, 1, 3, 4, 5, 6, 7]
    whole = split(panel, start=2011, end=2013)
    assert np.array_equal(found.parts, whole.parts[[0, 1, 3, 4, 5, 6, 7]])


def test_a_mean_without_meaning_for_old_data_within_new_bounds_has_no_split() -> None:
    found = split(made(3, **BY_YEAR, aggregation="geometric", range=(0.01, 1.0)), start=2011, end=2014)
    assert np.isnan(found.parts).any()
    assert not np.isnan(found.after - found.before).any()


def test_a_year_without_rows_is_refused() -> None:
    with pytest.raises(PaneloomError) as caught:
        split(made(8), start=2011, end=2030)
    assert caught.value.slug == "index-no-year"
