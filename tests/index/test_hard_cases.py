"""What other packages get wrong or leave unsaid, each built from a recipe: the whole way to weights and scores.

WEIGHT: five rows against the definition in 50 digits.
"""

import mpmath as mp
import numpy as np
import pytest
from tests.index.arrays import index_of, scores_of, weighting_of
from tests.index.test_entropy import divergence
from tests.index.weight.test_published import TUS

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.wording import LANGUAGES, Language, say

WEIGHT = 1e-13
FROM_DATA = (
    "entropy", "standard-deviation", "variation", "critic", "gini", "pca", "pca-composite", "factor",
)  # fmt: skip
BASE = np.array([[3.0, 50, 0.5], [1.0, 20, 0.9], [4.0, 60, 0.2], [1.5, 10, 0.4], [5.0, 90, 0.8]])


def by_definition(z: Floats) -> Floats:
    d = [divergence(column[~np.isnan(column)]) for column in z.T]
    return np.array([float(v / mp.fsum(d)) for v in d])


def minmax(values: Floats) -> Floats:
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    return np.asarray((values - low) / (high - low))


def refused(values: Floats, **choices: object) -> PaneloomError:
    with pytest.raises(PaneloomError) as caught:
        index_of(values, **choices)
    return caught.value


def with_column(*column: float) -> Floats:
    return np.column_stack([BASE[:, :2], column])


def test_the_formula() -> None:
    assert index_of(BASE).weight == pytest.approx(by_definition(minmax(BASE)), rel=WEIGHT)


def test_a_cost_is_turned_over_before_shares_are_formed() -> None:
    z = minmax(BASE)
    z[:, 1] = 1 - z[:, 1]
    assert index_of(BASE, "+-+").weight == pytest.approx(by_definition(z), rel=1e-12)


def test_a_zero_is_an_exact_zero_share() -> None:
    values = with_column(0.0, 0.9, 0.2, 0.0, 0.8)
    expected = by_definition(values)
    assert index_of(values, scale="none").weight == pytest.approx(expected, rel=WEIGHT)
    assert index_of(values, scale="sum").weight == pytest.approx(expected, rel=WEIGHT)


def test_scaled_data_with_a_zero_in_every_column() -> None:
    z = minmax(BASE)
    assert index_of(z, scale="none").weight == pytest.approx(by_definition(z), rel=WEIGHT)
    assert index_of(z).weight == pytest.approx(index_of(BASE).weight, rel=WEIGHT)


def test_a_negative_value_is_refused_unless_it_is_scaled() -> None:
    values = with_column(-0.5, 0.9, 0.2, 0.4, 0.8)
    for method in ("entropy", "gini"):
        error = refused(values, scale="none", method=method)
        assert (error.slug, error.details["columns"]) == ("index-negative", "c")
    assert index_of(values).weight == pytest.approx(by_definition(minmax(values)), rel=WEIGHT)


def test_a_mean_of_zero_is_refused_where_it_divides() -> None:
    assert refused(BASE, scale="z", method="variation").slug == "index-zero-mean"


def test_a_missing_value_leaves_its_column_with_its_own_n() -> None:
    values = BASE.copy()
    values[1, 2] = np.nan
    index = index_of(values)
    assert index.n == (5, 5, 4)
    assert index.weight == pytest.approx(by_definition(minmax(values)), rel=WEIGHT)
    assert index.warnings == (("missing_indicator", "c"),)
    assert np.isnan(scores_of(index, values)).tolist() == [False, True, False, False, False]


def test_an_unbalanced_panel() -> None:
    """Shares and logarithm are of the same rows, column by column."""
    rng = np.random.default_rng(3)
    units, times = np.divmod(np.arange(40), 5)
    values = rng.gamma(1.5, size=(40, 3))
    values[units < 3, 1] = np.nan
    values[times == 0, 2] = np.nan
    index = index_of(values, units=units, times=2001 + times)
    assert index.n == (40, 25, 32)
    assert index.weight == pytest.approx(by_definition(minmax(values)), rel=WEIGHT)
    assert index.entropy == pytest.approx([1 - float(divergence(c[~np.isnan(c)])) for c in minmax(values).T])


@pytest.mark.parametrize("method", FROM_DATA)
def test_missing_values_never_come_out_as_weights(method: str) -> None:
    rng = np.random.default_rng(4)
    values = rng.gamma(2.0, size=(30, 4))
    values[rng.uniform(size=values.shape) < 0.1] = np.nan
    weight = index_of(values, method=method).weight
    assert np.isfinite(weight).all()
    assert weight.sum() == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize("method", FROM_DATA)
@pytest.mark.parametrize("scale", ["minmax", "none", "sum"])
@pytest.mark.parametrize("level", [0.0, 0.1, 7e5])
def test_a_constant_column_weighs_nothing(method: str, scale: str, level: float) -> None:
    index = index_of(with_column(*[level] * 5), method=method, scale=scale)
    alone = index_of(BASE[:, :2], method=method, scale=scale)
    assert index.weight[2] == 0.0
    assert not np.signbit(index.weight[2])
    assert index.weight[:2] == pytest.approx(alone.weight, rel=1e-12)
    assert ("constant_indicator", "c") in index.warnings
    assert weighting_of(index).warnings[-1] == ("constant", "c")
    # Its part of a score is weight 0 times a finite value.
    expected = scores_of(alone, BASE[:, :2])
    assert scores_of(index, with_column(*[level] * 5)) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("method", FROM_DATA)
@pytest.mark.parametrize("level", [0.0, 0.1, 3.0])
def test_constant_columns_alone_are_refused(method: str, level: float) -> None:
    error = refused(np.full((5, 2), level), method=method)
    assert (error.slug, error.details["columns"]) == ("index-constant", "a, b")


@pytest.mark.parametrize("method", [*FROM_DATA, "equal"])
def test_one_row_is_refused(method: str) -> None:
    assert refused(BASE[:1], method=method).slug == "index-one-row"


def test_critic_with_a_cost() -> None:
    """Tus and Adali's data: with the cost turned over, as the method is defined, and as if there were none.

    Both are published as CRITIC; the direction in the recipe tells which one is meant.
    """
    values = np.array(TUS, dtype=float)
    turned = index_of(values, "-+++++", method="critic").weight
    assert [f"{w:.4f}" for w in turned] == ["0.1841", "0.2130", "0.1422", "0.1583", "0.1684", "0.1340"]
    taken_as_it_is = index_of(values, "++++++", method="critic").weight
    assert [f"{w:.3f}" for w in taken_as_it_is] == ["0.157", "0.249", "0.168", "0.121", "0.154", "0.151"]


def test_critic_keeps_a_constant_column_out_of_the_correlations() -> None:
    values = np.array(TUS, dtype=float)
    wide = np.column_stack([values[:, :2], np.full(5, 3.0), values[:, 2:]])
    index = index_of(wide, "-++++++", method="critic")
    assert index.weight[2] == 0.0
    assert np.delete(index.weight, 2) == pytest.approx(
        index_of(values, "-+++++", method="critic").weight, rel=1e-14
    )


# --- constants of copied scripts ---------------------------------------------------------------------


def spread_panel() -> tuple[Floats, np.ndarray, np.ndarray]:
    """31 units in 11 years and indicators of growing skewness, none of them concentrated."""
    rng = np.random.default_rng(5)
    units, times = np.divmod(np.arange(31 * 11), 11)
    return rng.gamma((8.0, 4.0, 2.0, 1.0), size=(341, 4)), units, 2001 + times


@pytest.mark.parametrize(("constant", "count"), [("ln(T)", 11), ("ln(N)", 31)])
def test_a_wrong_constant_turns_the_order_of_the_weights_round(constant: str, count: int) -> None:
    values, units, times = spread_panel()
    right = index_of(values, units=units, times=times)
    wrong = index_of(values, units=units, times=times, constant=constant)
    assert wrong.warnings == (("wrong_constant_reversed", ""),)
    assert right.warnings == ()
    assert (wrong.entropy > 1).all()
    assert (wrong.weight > 0).all()
    assert np.array_equal(np.argsort(wrong.weight), np.argsort(right.weight)[::-1])
    # What the recipe asks for is what it gets: (1 - H / ln c) over its sum, H in nats.
    d = 1 - right.entropy * np.log(341) / np.log(count)
    assert wrong.weight == pytest.approx(d / d.sum(), rel=1e-12)


def test_a_wrong_constant_can_make_weights_negative() -> None:
    values, units, times = spread_panel()
    # Three indicators are all but nothing outside two of their 341 cells, fewer than 11.
    values[:, [0, 1, 3]] *= 1e-6
    values[:2, [0, 1, 3]] = 1.0
    index = index_of(values, units=units, times=times, constant="ln(T)")
    assert index.warnings == (("wrong_constant", ""),)
    assert index.weight[2] < 0
    assert index.weight.sum() == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["wrong_constant", "wrong_constant_reversed"])
def test_the_warning_names_the_constant(language: Language, key: str) -> None:
    told = say(f"index.{key}", language, constant="ln(T)", indicators="")
    assert "ln(T)" in told
    assert "ln(n)" in told


def test_a_constant_of_nothing_is_refused() -> None:
    assert refused(BASE, constant="ln(T)").slug == "index-constant-count"
