"""Contributions against weights times scaled values, and against derivatives by differences."""

from typing import Any

import numpy as np
import pytest
from tests.index.reading.panels import made

from paneloom.errors import PaneloomError
from paneloom.index.reading.contribution import averaged, contributions, contributions_of_scaled
from paneloom.index.reading.walk import effective_weights_at, scores_of_scaled

SUM = [
    {},
    {"within": "xxyy"},
    {"within": "xxyy", "levels": "nested"},
    {"within": "xxyy", "levels": "nested", "rescale": True},
    {"within": "xxyy", "pool": "year", "bounds": "year"},
    {"within": "xxyy", "levels": "nested", "pool": "year"},
    {"range": (0.0, 100.0), "method": "critic"},
    {"scale": "z", "method": "equal"},
    {"scale": "rank", "method": "equal"},
]
MEANS = [
    {"aggregation": "geometric", "range": (0.01, 1.0)},
    {"aggregation": "harmonic", "range": (0.01, 1.0), "within": "xxyy", "levels": "nested"},
    {"aggregation": "power", "power": 0.5, "within": "xxyy"},
    {"aggregation": "power", "power": 3.0},
    {"aggregation": "penalty", "range": (70.0, 130.0), "method": "equal"},
    {"within": "xxyy", "levels": "nested", "top": {"aggregation": "geometric"}, "range": (1.0, 100.0)},
    {"aggregation": "geometric", "within": "xxyy", "levels": "nested", "rescale": True, "range": (0.1, 1.0)},
]


@pytest.mark.parametrize("recipe", SUM + MEANS)
def test_the_parts_add_up_to_the_score(recipe: dict[str, Any]) -> None:
    panel = made(2, **recipe)
    found = contributions(panel.index, *panel.rows)
    assert found.rule == ("sum" if recipe in SUM else "euler")
    assert np.array_equal(found.score, panel.index.stages(*panel.rows).scores[:, -1])
    total = found.values.sum(axis=1) + found.constant
    assert total == pytest.approx(found.score, rel=1e-12, abs=1e-12)
    if recipe.get("within"):
        assert found.dimensions == ("x", "y")
        assert found.by_dimension == pytest.approx(
            np.column_stack([found.values[:, :2].sum(axis=1), found.values[:, 2:].sum(axis=1)])
        )
    if not recipe.get("rescale"):
        assert not found.constant.any()


@pytest.mark.parametrize("recipe", [one for one in SUM if not one.get("rescale")])
def test_of_a_weighted_sum_each_is_weight_times_scaled_value(recipe: dict[str, Any]) -> None:
    panel = made(3, **recipe)
    found = contributions(panel.index, *panel.rows)
    weight = effective_weights_at(panel.index, panel.times)
    assert found.values == pytest.approx(weight * panel.index.stages(*panel.rows).scaled, abs=1e-14)
    assert weight.sum(axis=1) == pytest.approx(np.ones(len(weight)), abs=1e-14)
    assert weight.mean(axis=0) == pytest.approx(panel.index.weight, abs=0.02)


@pytest.mark.parametrize("recipe", [one for one in MEANS if not one.get("rescale")])
def test_of_a_mean_each_is_value_times_derivative(recipe: dict[str, Any]) -> None:
    panel = made(4, **recipe)
    z = panel.index.stages(*panel.rows).scaled
    inside = z.min(axis=1) > 1e-3
    found = contributions(panel.index, *panel.rows)
    for j in range(4):
        step = np.zeros(4)
        step[j] = 1e-6
        up = scores_of_scaled(panel.index, z * (1 + step), panel.times)[:, -1]
        down = scores_of_scaled(panel.index, z * (1 - step), panel.times)[:, -1]
        # A difference over 2e-6 of scores near 1 keeps ten digits of 1, and errs by the third derivative times 1e-12.
        assert found.values[inside, j] == pytest.approx(((up - down) / 2e-6)[inside], rel=1e-5, abs=1e-7)


def test_a_geometric_mean_divides_its_score_by_the_weights() -> None:
    panel = made(5, aggregation="geometric", range=(0.01, 1.0))
    found = contributions(panel.index, *panel.rows)
    assert found.values == pytest.approx(found.score[:, None] * panel.index.weight, rel=1e-12)


def test_a_score_of_zero_has_parts_of_zero() -> None:
    panel = made(5, aggregation="geometric")
    found = contributions_of_scaled(panel.index, np.array([[0.0, 1.0, 1.0, 1.0]]), panel.times[:1])
    assert not found.values.any()
    assert found.score == [0.0]


@pytest.mark.parametrize("recipe", [{}, {"within": "xxyy"}, {"within": "xxyy", "levels": "nested"}])
def test_what_is_missing_contributes_nothing_where_a_recipe_scores_what_is_present(
    recipe: dict[str, Any],
) -> None:
    panel = made(6, gaps=20, missing="present", min_present=0.3, **recipe)
    found = contributions(panel.index, *panel.rows)
    scored = ~np.isnan(found.score)
    assert scored.sum() > 25
    assert found.values.sum(axis=1)[scored] == pytest.approx(found.score[scored], abs=1e-13)
    assert (found.values[np.isnan(panel.values) & scored[:, None]] == 0).all()
    assert np.isnan(found.values[~scored]).all()


def test_a_row_without_a_score_has_no_parts() -> None:
    panel = made(7, gaps=3)
    found = contributions(panel.index, *panel.rows)
    lacks = np.isnan(panel.values).any(axis=1)
    assert np.array_equal(np.isnan(found.values).all(axis=1), lacks)


def test_averages_are_over_rows_with_a_score() -> None:
    panel = made(7, gaps=3, within="xxyy")
    found = contributions(panel.index, *panel.rows)
    years, own, dimensions = averaged(found, panel.times)
    assert years.tolist() == [2011, 2012, 2013, 2014]
    assert own[1] == pytest.approx(np.nanmean(found.values[panel.times == 2012], axis=0))
    assert dimensions[:, 1] == pytest.approx(own[:, 2:].sum(axis=1))


@pytest.mark.parametrize("recipe", [{"aggregation": "topsis"}, {"method": "bod"}])
def test_scores_without_parts_are_refused(recipe: dict[str, Any]) -> None:
    panel = made(8, **recipe)
    with pytest.raises(PaneloomError) as caught:
        contributions(panel.index, *panel.rows)
    assert caught.value.slug == "index-no-parts"
