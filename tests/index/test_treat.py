"""Treatments against COINr, scipy and their definitions, and their laws."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from tests.index.arrays import index_of, recipe_for
from tests.index.coinr import columns, table

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.prepare import fit_preparation, prepared
from paneloom.index.rows import ArrayRows
from paneloom.index.treat import powered, skewness_and_kurtosis, treatment
from paneloom.study.index_part import Treat

WINSORISE = Treat(rule="winsorise")
ASEM = columns("asem.csv")


def winsorised(x: Floats, **limits: float) -> Floats:
    made = treatment(x, Treat(rule="winsorise", **limits), "x")
    return np.clip(x, made.floor, made.ceiling)


def test_the_treatment_article_of_coinr() -> None:
    # COINr 1.1.14, vignette "treat": its printed numbers.
    x = np.array([*range(1, 11), 30, 100], dtype=float)
    made = treatment(x, Treat(rule="winsorise", points=2), "x")
    assert made.before == pytest.approx((3.063241, 9.741391), abs=5e-7)
    assert made.after == pytest.approx((1.712038, 1.815781), abs=5e-7)
    assert (made.raised, made.lowered, made.ceiling) == (0, 1, 30.0)


def test_the_treatment_tests_of_coinr() -> None:
    # COINr 1.1.14, tests/testthat/test-treat.R, "treat_num" and "treat_df".
    x = np.array([*range(1, 11), 100], dtype=float)
    assert winsorised(x).tolist() == [*range(1, 11), 10]
    assert winsorised(np.array([*range(1, 11), -100.0])).tolist() == [*range(1, 11), 1]
    two = np.array([*range(1, 21), 100, 200], dtype=float)
    made = treatment(two, Treat(rule="winsorise", points=1), "x")
    assert made.after[0] > 2
    assert made.after[1] > 3.5


def test_fifteen_indicators_as_coinr_has_them() -> None:
    expected = columns("winsorised.csv")
    for j, x in enumerate(ASEM.values()):
        made = treatment(x, WINSORISE, "x")
        assert made.before == pytest.approx((expected["skewness"][j], expected["kurtosis"][j]), rel=1e-12)
        after = (expected["skewness_after"][j], expected["kurtosis_after"][j])
        assert made.after == pytest.approx(after, rel=1e-12)
        assert made.raised + made.lowered == expected["points"][j]
    # Among them those that the article prints: two points of Goods, one of Flights, none of Services.
    points = dict(zip(ASEM, expected["points"], strict=True))
    assert [points[name] for name in ("Goods", "Flights", "Services")] == [2, 1, 0]


def test_the_values_treated_are_those_of_coinr_and_stand_on_the_record() -> None:
    values = table("asem.csv")
    recipe = recipe_for("+" * values.shape[1], treat=WINSORISE)
    made = fit_preparation(recipe, ArrayRows(recipe.variables, values))
    np.testing.assert_array_equal(prepared(made, values), table("treated.csv"))
    moved = (prepared(made, values) < values).sum(axis=0)
    np.testing.assert_array_equal(made.lowered, moved)
    assert not made.raised.any()
    assert (made.before[made.lowered > 0] >= (2, 3.5)).all()
    after = made.after[made.lowered > 0]
    assert ((after[:, 0] < 2) | (after[:, 1] < 3.5)).all()


def test_equal_outliers_count_one_by_one() -> None:
    x = np.array([*range(1, 31), 500, 500], dtype=float)
    assert winsorised(x, points=2).max() == 30
    # COINr would set both; here the second is one too many, and nothing moves.
    made = treatment(x, Treat(rule="winsorise", points=1), "x")
    assert (made.lowered, made.ceiling) == (0, np.inf)


def test_what_is_not_treated_has_no_figures() -> None:
    values = table("asem.csv")[:, :3]
    recipe = recipe_for("+++", treat=Treat(rule="winsorise", indicators=("b",)))
    made = fit_preparation(recipe, ArrayRows(recipe.variables, values))
    assert np.isnan(made.before[[0, 2]]).all()
    assert made.lowered.tolist() == [0, 1, 0]
    assert np.isposinf(made.ceiling[[0, 2]]).all()


@pytest.mark.parametrize("scale", [1.0, 1e-120, 1e120, -3.0])
def test_skewness_and_kurtosis_are_those_of_type_two(scale: float) -> None:
    x = np.random.default_rng(1).gamma(0.7, size=40)
    expected = (np.sign(scale) * stats.skew(x, bias=False), stats.kurtosis(x, bias=False))
    assert skewness_and_kurtosis(scale * x) == pytest.approx(expected, rel=1e-12)


def test_skewness_and_kurtosis_around_a_large_mean() -> None:
    x = np.round(np.random.default_rng(2).gamma(0.7, 100, size=40))
    assert skewness_and_kurtosis(x + 1e8) == pytest.approx(skewness_and_kurtosis(x), rel=1e-9)


@pytest.mark.parametrize("n", [0, 1, 3, 9])
def test_skewness_of_few_or_equal_values_is_nothing(n: int) -> None:
    assert skewness_and_kurtosis(np.full(n, 0.1)) == (0.0, 0.0)


def test_the_power_is_that_of_scipy() -> None:
    for seed in range(5):
        x = np.random.default_rng(seed).gamma(2.0, 3.0, size=60)
        assert treatment(x, Treat(rule="box-cox"), "x").power == pytest.approx(stats.boxcox(x)[1], abs=1e-6)


@pytest.mark.parametrize("power", [0.0, 1e-14, 1e-9, -0.3, 0.5, 2.0])
def test_powers_have_all_their_digits(power: float) -> None:
    x = np.array([1e-3, 0.5, 1.0, 7.25, 1e6])
    with mp.workdps(50):
        p = mp.mpf(power)
        expected = [float((mp.mpf(v) ** p - 1) / p if p else mp.log(v)) for v in x.tolist()]
    assert powered(x, power) == pytest.approx(expected, rel=4e-15)


def test_equal_values_have_no_power() -> None:
    made = treatment(np.full(6, 3.0), Treat(rule="box-cox"), "x")
    assert np.isnan(made.power)


@pytest.mark.parametrize("rule", ["log", "box-cox"])
def test_logarithms_need_positive_values(rule: str) -> None:
    values = np.array([[1.0, 2], [0, 1], [3, 5]])
    with pytest.raises(PaneloomError) as caught:
        index_of(values, treat=Treat.model_validate({"rule": rule}))
    assert (caught.value.slug, caught.value.details) == (
        "index-not-positive",
        {"indicator": "a", "rule": rule},
    )
    index = index_of(np.abs(values) + 1, treat=Treat.model_validate({"rule": rule}))
    # A row that comes later and has no logarithm has no score.
    assert np.isnan(index.stages(np.array([[0.0, 2.0]]), np.zeros(1, dtype=int)).scores).all()


finite = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(arrays(float, st.integers(4, 40), elements=finite), st.integers(1, 8))
def test_winsorising_keeps_the_order_and_moves_no_more_than_it_may(x: Floats, points: int) -> None:
    made = treatment(x, Treat(rule="winsorise", points=points), "x")
    clipped = np.clip(x, made.floor, made.ceiling)
    ordered = np.argsort(x, kind="stable")
    assert (np.diff(clipped[ordered]) >= 0).all()
    assert made.raised + made.lowered == (clipped != x).sum() <= points
    # What is set, is set to a value that there is.
    assert np.isin(clipped, x).all()


@given(arrays(float, st.integers(4, 30), elements=st.floats(1e-3, 1e3)), st.floats(-5, 5))
def test_powers_keep_the_order(x: Floats, power: float) -> None:
    assert (np.diff(powered(np.sort(x), power)) >= 0).all()


@given(arrays(float, 12, elements=finite), st.sampled_from([2.0, 1024.0, 0.125]))
def test_winsorising_is_the_same_on_any_scale(x: Floats, scale: float) -> None:
    np.testing.assert_array_equal(winsorised(scale * x), scale * winsorised(x))
