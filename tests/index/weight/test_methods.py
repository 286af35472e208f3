"""Each method by itself: its definition by brute force, its conventions, and what it refuses."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from tests.index.arrays import index_of, weighting_of

from paneloom.algebra.record import Floats
from paneloom.algebra.totals import Totals, totals
from paneloom.errors import PaneloomError
from paneloom.index.moments import moments
from paneloom.index.weight.components import oriented
from paneloom.index.weight.critic import critic
from paneloom.index.weight.factor import factor, varimax
from paneloom.index.weight.gini import coefficient, gini
from paneloom.index.weight.given import given
from paneloom.index.weight.pca import pca, pca_composite
from paneloom.index.weight.standard_deviation import standard_deviation
from paneloom.index.weight.variation import variation
from paneloom.index.weight.weighting import Terms, Weighting

NAMES = ("a", "b", "c", "d", "e")
Z = np.random.default_rng(1).beta(1.0, 3.0, size=(60, 4))
PER_COLUMN = ("standard-deviation", "variation", "gini")


def refused(method: Callable[..., Weighting], *given: object) -> tuple[str, str]:
    """The slug of what is raised, and the columns it names."""
    with pytest.raises(PaneloomError) as caught:
        method(*given)
    return caught.value.slug, caught.value.details["columns"]


def of(z: Floats) -> tuple[Totals, Terms]:
    names = NAMES[: z.shape[1]]
    return totals(names, z), Terms(names)


def with_correlation(r: list[list[float]]) -> Floats:
    """Rows whose sample correlations are exactly these, but for rounding."""
    k = len(r)
    drawn = np.random.default_rng(2).normal(size=(40, k))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn)).T
    return np.asarray(white @ np.linalg.cholesky(np.array(r)).T + 5.0)


def test_gini_is_the_sum_over_all_pairs() -> None:
    for seed in range(20):
        drawn = np.random.default_rng(seed).integers(0, 30, size=int(3 + seed)).tolist()
        values = [Fraction(v) for v in [*drawn, 31]]
        pairs = sum((abs(x - y) for x in values for y in values), Fraction(0))
        exact = pairs / (2 * len(values) * sum(values))
        assert coefficient(np.sort(np.array(values, dtype=float))) == pytest.approx(float(exact), rel=1e-14)


def test_gini_keeps_its_digits_where_values_are_nearly_equal() -> None:
    z = 1.0 + np.arange(50) * 2.0**-40
    assert coefficient(z) == pytest.approx(
        sum(i * (50 - i) for i in range(50)) * 2.0**-40 / (50 * z.sum()), rel=1e-12
    )


def test_gini_counts_the_values_of_each_column() -> None:
    z = Z.copy()
    z[:7, 1] = np.nan
    found = gini(z, Terms(NAMES[:4]))
    assert found.columns["gini"][1] == pytest.approx(coefficient(np.sort(z[7:, 1])), rel=1e-15)


def test_gini_around_zero_is_refused() -> None:
    z = np.array([[-1.0, 1.0], [1.0, 2.0]])
    assert refused(gini, z, Terms(("a", "b"))) == ("index-zero-mean", "a")


def test_deviation_and_variation_divide_by_n_minus_1() -> None:
    found = standard_deviation(moments(Z), Terms(NAMES[:4]))
    assert found.columns["deviation"] == pytest.approx(Z.std(axis=0, ddof=1), rel=1e-14)
    by_mean = variation(moments(Z), Terms(NAMES[:4]))
    assert by_mean.columns["variation"] == pytest.approx(Z.std(axis=0, ddof=1) / Z.mean(axis=0), rel=1e-14)


@pytest.mark.parametrize("method", PER_COLUMN)
def test_a_missing_value_costs_only_its_own_column(method: str) -> None:
    values = Z.copy()
    values[3:20, 0] = np.nan
    key = {"standard-deviation": "deviation"}.get(method, method)
    with_gaps = index_of(values, method=method, scale="none").of_weighting(key)
    assert with_gaps[1:] == pytest.approx(index_of(Z, method=method, scale="none").of_weighting(key)[1:])


@pytest.mark.parametrize("size", [1, 7, 59])
@pytest.mark.parametrize("method", [*PER_COLUMN, "critic", "pca", "pca-composite", "factor"])
def test_weights_do_not_depend_on_the_chunks(method: str, size: int) -> None:
    whole = index_of(Z, method=method).weight
    assert index_of(Z, method=method, size=size).weight == pytest.approx(whole, rel=1e-11)


def test_variation_takes_the_absolute_mean() -> None:
    up = variation(moments(Z), Terms(NAMES[:4])).weight
    assert variation(moments(-Z), Terms(NAMES[:4])).weight == pytest.approx(up, rel=1e-14)


# --- given -------------------------------------------------------------------------------------------


def test_given_weights_are_divided_by_their_sum_and_kept() -> None:
    found = given(Terms(("a", "b"), given={"b": 3.0, "a": 2.0, "other": 9.0}))
    assert found.weight.tolist() == [0.4, 0.6]
    assert found.columns["given"].tolist() == [2.0, 3.0]


@pytest.mark.parametrize(
    ("weights", "slug", "columns"),
    [
        ({"b": 1.0}, "index-given-missing", "a, c"),
        ({"a": 1.0, "b": -0.5, "c": 1.0}, "index-given-sign", "b"),
        ({"a": 1.0, "b": float("nan"), "c": float("inf")}, "index-given-sign", "b, c"),
        ({"a": 0.0, "b": 0.0, "c": 0.0}, "index-given-sign", "a, b, c"),
    ],
)
def test_given_weights_that_cannot_be_used(weights: dict[str, float], slug: str, columns: str) -> None:
    assert refused(given, Terms(("a", "b", "c"), given=weights)) == (slug, columns)


def test_given_weights_from_a_recipe() -> None:
    index = index_of(Z, method="given", given={"a": 1, "b": 1, "c": 1, "d": 5})
    assert index.weight.tolist() == [0.125, 0.125, 0.125, 0.625]


# --- CRITIC ------------------------------------------------------------------------------------------


def test_critic_by_its_definition() -> None:
    found = critic(*of(Z))
    r = np.corrcoef(Z.T)
    information = Z.std(axis=0, ddof=1) * (1 - r).sum(axis=0)
    assert found.columns["information"] == pytest.approx(information, rel=1e-13)
    assert found.weight == pytest.approx(information / information.sum(), rel=1e-13)


def test_critic_without_conflict_is_refused() -> None:
    line = np.linspace(0.1, 0.9, 30)
    z = np.column_stack([line, 2 * line + 0.3, line / 7])
    assert refused(critic, *of(z)) == ("index-no-conflict", "a, b, c")


def test_critic_of_a_single_column_that_varies() -> None:
    assert critic(*of(np.column_stack([Z[:, 0], np.full(60, 0.3)]))).weight.tolist() == [1.0, 0.0]


# --- components and factors --------------------------------------------------------------------------


def test_pca_weights_are_squared_coefficients() -> None:
    found = pca(*of(Z))
    values, vectors = np.linalg.eigh(np.corrcoef(Z.T))
    assert found.weight == pytest.approx(vectors[:, -1] ** 2, rel=1e-11)
    assert found.columns["loading"] == pytest.approx(found.columns["coefficient"] * np.sqrt(values[-1]))
    assert found.figures["explained"] == pytest.approx(values[-1] / 4)


def test_pca_of_correlations_does_not_depend_on_the_scale() -> None:
    assert pca(*of(Z * [1.0, 50.0, 1e-3, 7.0])).weight == pytest.approx(pca(*of(Z)).weight, rel=1e-9)


def test_two_indicators_that_run_against_each_other() -> None:
    z = with_correlation([[1.0, -0.6], [-0.6, 1.0]])
    found = pca(*of(z))
    assert found.weight == pytest.approx([0.5, 0.5])
    assert found.warnings == (("negative_loading", "b"),)
    assert refused(pca_composite, *of(z)) == ("index-loadings-cancel", "a, b")


def test_a_negative_composite_coefficient_stays_negative_and_is_told() -> None:
    z = with_correlation(
        [[1.0, 0.8, 0.7, -0.5], [0.8, 1.0, 0.6, -0.4], [0.7, 0.6, 1.0, -0.3], [-0.5, -0.4, -0.3, 1.0]]
    )
    index = index_of(z, method="pca-composite")
    assert index.weight[3] < 0
    assert index.weight.sum() == pytest.approx(1.0, abs=1e-15)
    assert index.warnings == (("negative_weight", "d"),)
    # Turned over, the same indicator has the same weight with the other sign of its coefficient.
    turned = weighting_of(index_of(z, "+++-", method="pca-composite"))
    assert turned.columns["coefficient"] == pytest.approx(
        weighting_of(index).columns["coefficient"] * [1, 1, 1, -1], rel=1e-9
    )
    assert turned.warnings == ()


@pytest.mark.parametrize("method", [pca, pca_composite])
def test_components_that_are_not_determined_are_refused(method: Callable[..., Weighting]) -> None:
    z = with_correlation([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert refused(method, *of(z)) == ("index-tied-components", "a, b, c")


@pytest.mark.parametrize("method", [pca, pca_composite, factor])
def test_ties_among_components_left_out_do_not_matter(method: Callable[..., Weighting]) -> None:
    z = with_correlation([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    assert method(*of(z)).weight == pytest.approx([1 / 3] * 3)


def test_ties_among_factors_kept_do_not_matter() -> None:
    # The rotation finds the same factors wherever it starts.
    z = with_correlation([[1.0, 0.6, 0, 0], [0.6, 1.0, 0, 0], [0, 0, 1.0, 0.6], [0, 0, 0.6, 1.0]])
    found = factor(*of(z))
    assert found.figures["factors"] == 2
    assert found.weight == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("method", [pca, pca_composite, factor, critic])
def test_one_complete_row_is_refused(method: Callable[..., Weighting]) -> None:
    assert refused(method, *of(Z[:1]))[0] == "index-one-row"


@pytest.mark.parametrize("method", [pca, pca_composite, factor])
def test_a_single_indicator_has_all_the_weight(method: Callable[..., Weighting]) -> None:
    assert method(*of(Z[:, :1])).weight.tolist() == [1.0]


def test_components_are_turned_to_a_positive_sum() -> None:
    turned = oriented(np.array([[-0.8, 0.6, -0.7], [-0.6, -0.8, 0.7]]))
    assert turned.tolist() == [[0.8, -0.6, 0.7], [0.6, 0.8, -0.7]]


def test_varimax_keeps_communalities_and_is_at_its_maximum() -> None:
    rng = np.random.default_rng(6)
    loadings = rng.normal(size=(9, 3))
    rotated = varimax(loadings)
    assert (rotated**2).sum(axis=1) == pytest.approx((loadings**2).sum(axis=1), rel=1e-13)

    def criterion(a: Floats) -> float:
        shares = a**2 / (a**2).sum(axis=1, keepdims=True)
        return float(shares.var(axis=0).sum())

    best = criterion(rotated)
    for _ in range(200):
        spin, _ = np.linalg.qr(np.eye(3) + 0.05 * rng.normal(size=(3, 3)))
        assert criterion(rotated @ spin) <= best + 1e-14


def test_varimax_does_not_depend_on_where_it_starts() -> None:
    rng = np.random.default_rng(7)
    truth = np.kron(np.eye(3), np.ones((3, 1))) * rng.uniform(0.6, 0.9, size=(9, 1)) + 0.05 * rng.normal(
        size=(9, 3)
    )
    spin, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    one, other = varimax(truth), varimax(truth @ spin)
    order = [int(np.abs(one.T @ other)[f].argmax()) for f in range(3)]
    assert np.abs(other[:, order]) == pytest.approx(np.abs(one), abs=1e-9)


def test_each_indicator_counts_in_the_factor_of_its_highest_loading() -> None:
    found = factor(*of(with_correlation([
        [1.0, 0.8, 0.1, 0.1], [0.8, 1.0, 0.1, 0.1], [0.1, 0.1, 1.0, 0.7], [0.1, 0.1, 0.7, 1.0],
    ])))  # fmt: skip
    homes = found.columns["factor"]
    assert homes[0] == homes[1] != homes[2]
    assert homes[2] == homes[3]
    assert found.weight == pytest.approx(
        found.columns["loading"] ** 2 / (found.columns["loading"] ** 2).sum()
    )
