"""What is done to indicators before scaling, on the record and to any row."""

import numpy as np
import pytest
from tests.index.arrays import index_of, recipe_for

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.prepare import Preparation, fit_preparation, prepared
from paneloom.index.rows import ArrayRows

ROWS = np.random.default_rng(1).gamma(0.6, 10, size=(40, 3))


def preparation(directions: str, **choices: object) -> Preparation:
    recipe = recipe_for(directions, **choices)
    return fit_preparation(recipe, ArrayRows(recipe.variables, ROWS, size=7))


def test_nothing_to_do_leaves_the_array_itself() -> None:
    made = preparation("+-+")
    assert made.is_identity
    assert prepared(made, ROWS) is ROWS
    assert np.isnan(made.before).all()


def test_a_rule_that_finds_nothing_leaves_the_index_a_line() -> None:
    made = preparation("+-+", treat={"rule": "winsorise", "skewness": 50})
    assert made.is_identity
    assert not np.isnan(made.before).any()
    np.testing.assert_array_equal(made.before, made.after)
    assert index_of(ROWS, treat={"rule": "winsorise", "skewness": 50}).affine is not None


def test_both_ends_stand_on_the_record() -> None:
    two_sided = ROWS.copy()
    two_sided[:, 1] *= -1
    recipe = recipe_for("+++", treat={"rule": "winsorise", "skewness": 1, "kurtosis": 0.5, "points": 3})
    made = fit_preparation(recipe, ArrayRows(recipe.variables, two_sided))
    treated = prepared(made, two_sided)
    np.testing.assert_array_equal(made.raised, (treated > two_sided).sum(axis=0))
    np.testing.assert_array_equal(made.lowered, (treated < two_sided).sum(axis=0))
    assert made.raised[1] > 0
    assert made.lowered[0] > 0
    np.testing.assert_array_equal(treated.max(axis=0)[[0, 2]], made.ceiling[[0, 2]])
    assert treated.min(axis=0)[1] == made.floor[1]


def test_the_power_and_what_came_of_it_stand_on_the_record() -> None:
    made = preparation("+-+", treat={"rule": "box-cox"})
    assert ((made.power > -5) & (made.power < 5)).all()
    assert (np.abs(made.after[:, 0]) < np.abs(made.before[:, 0])).all()
    assert preparation("+-+", treat={"rule": "log"}).power.tolist() == [0.0, 0.0, 0.0]


def test_only_the_indicators_named_are_treated() -> None:
    made = preparation("+-+", treat={"rule": "log", "indicators": ["b"]})
    assert np.isnan(made.power).tolist() == [True, False, True]
    treated = prepared(made, ROWS)
    np.testing.assert_array_equal(treated[:, [0, 2]], ROWS[:, [0, 2]])
    np.testing.assert_allclose(treated[:, 1], np.log(ROWS[:, 1]), rtol=1e-15)


@pytest.mark.parametrize("rule", ["none", "winsorise", "log", "box-cox"])
@pytest.mark.parametrize("best", [5.0, (3.0, 8.0)])
def test_minus_the_distance_from_the_best_on_the_scale_of_the_treatment(
    rule: str, best: float | tuple[float, float]
) -> None:
    made = preparation("=++", treat={"rule": rule}, best={"a": best})
    low, high = best if isinstance(best, tuple) else (best, best)
    column = as_treated(ROWS[:, 0], made)
    ends = as_treated(np.array([low, high]), made)
    expected = -np.maximum(np.maximum(ends[0] - column, column - ends[1]), 0)
    np.testing.assert_allclose(prepared(made, ROWS)[:, 0], expected, rtol=1e-12, atol=1e-12)
    assert prepared(made, ROWS)[:, 0].max() <= 0


def as_treated(x: Floats, made: Preparation) -> Floats:
    """The first column, or values on its scale, by the definition."""
    clipped = np.clip(x, made.floor[0], made.ceiling[0]) if x.size > 2 else x
    power = made.power[0]
    if np.isnan(power):
        return np.asarray(clipped)
    return np.asarray(np.log(x) if power == 0 else (x**power - 1) / power)


@pytest.mark.parametrize("best", [None, (8.0, 3.0)])
def test_a_best_value_must_be_given_and_rise(best: object) -> None:
    with pytest.raises(PaneloomError) as caught:
        preparation("=++", **({"best": {"a": best}} if best else {}))
    assert (caught.value.slug, caught.value.details) == ("index-best", {"indicator": "a"})


def test_a_best_value_without_a_logarithm_is_refused() -> None:
    with pytest.raises(PaneloomError) as caught:
        preparation("=++", treat={"rule": "log"}, best={"a": 0.0})
    assert caught.value.slug == "index-not-positive"


def test_missing_values_stay_missing_and_count_for_nothing() -> None:
    gaps = ROWS.copy()
    gaps[::5, 0] = np.nan
    for rule in ("winsorise", "log", "box-cox"):
        recipe = recipe_for("+=+", treat={"rule": rule}, best={"b": 4.0})
        made = fit_preparation(recipe, ArrayRows(recipe.variables, gaps))
        without = fit_preparation(recipe, ArrayRows(recipe.variables, np.delete(gaps, np.s_[::5], axis=0)))
        assert made.before[0] == pytest.approx(without.before[0])
        np.testing.assert_array_equal(np.isnan(prepared(made, gaps)), np.isnan(gaps))
