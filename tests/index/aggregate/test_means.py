"""Means, penalty and closeness of rows: against 50 digits, published numbers, packages, and their laws.

EXACT: a handful of roundings. PRINTED: three digits, of steps that were rounded to four.
"""

import mpmath as mp
import numpy as np
import pytest
from tests.index.weight.test_decisions import published, turned
from tests.reference.weights_packages.matrix import COST, MATRIX

from paneloom.algebra.record import Floats
from paneloom.index.aggregate.aggregation import aggregate, power_mean
from paneloom.index.aggregate.topsis import closeness

EXACT = 1e-14
PRINTED = 6e-4
Z = np.random.default_rng(4).uniform(size=(40, 5)) ** 3
W = np.array([0.1, 0.3, 0.05, 0.25, 0.3])
POWERS = (-50.0, -1.0, -0.5, -1e-6, 0.0, 1e-9, 0.5, 1.0, 2.0, 300.0)


def exact_mean(row: Floats, weight: Floats, power: float) -> float:
    with mp.workdps(50):
        total = mp.fsum(mp.mpf(w) for w in weight)
        pairs = [(mp.mpf(w) / total, mp.mpf(z)) for w, z in zip(weight, row, strict=True)]
        if power == 0:
            return float(mp.exp(mp.fsum(w * mp.log(z) for w, z in pairs)))
        return float(mp.fsum(w * z ** mp.mpf(power) for w, z in pairs) ** (1 / mp.mpf(power)))


@pytest.mark.parametrize("power", POWERS)
def test_power_means_equal_their_definition(power: float) -> None:
    expected = [exact_mean(row, W, power) for row in Z]
    assert power_mean(Z, W, power) == pytest.approx(expected, rel=EXACT * 10)


def test_names_of_power_means() -> None:
    assert np.array_equal(aggregate("geometric", Z, W), power_mean(Z, W, 0.0))
    assert np.array_equal(aggregate("harmonic", Z, W), power_mean(Z, W, -1.0))
    assert np.array_equal(aggregate("power", Z, W, 2.0), power_mean(Z, W, 2.0))
    assert aggregate("arithmetic", Z, W) == pytest.approx(power_mean(Z, W, 1.0), rel=EXACT)


def test_means_grow_with_their_power_and_lie_between_the_extremes() -> None:
    rows = np.array([power_mean(Z, W, power) for power in POWERS])
    assert (np.diff(rows, axis=0) >= -EXACT).all()
    assert (rows >= Z.min(axis=1) - EXACT).all()
    assert (rows <= Z.max(axis=1) + EXACT).all()


@pytest.mark.parametrize("power", POWERS)
def test_equal_values_have_themselves_as_mean(power: float) -> None:
    # Although these weights sum to 1 less a rounding.
    weight = np.array([0.1] * 10)
    assert power_mean(np.full((1, 10), 0.7), weight, power)[0] == 0.7


@pytest.mark.parametrize("power", [-3.0, -1.0, 0.0])
def test_a_zero_with_a_weight_makes_the_mean_zero(power: float) -> None:
    z = np.array([[0.0, 0.5], [0.5, 0.0], [0.5, 0.5]])
    assert power_mean(z, np.array([0.5, 0.5]), power).tolist() == [0.0, 0.0, 0.5]
    assert power_mean(z, np.array([0.0, 1.0]), power).tolist() == [0.5, 0.0, 0.5]


def test_a_positive_power_takes_zeros_as_they_are() -> None:
    z = np.array([[0.0, 0.5], [0.0, 0.0]])
    assert power_mean(z, np.array([0.5, 0.5]), 2.0) == pytest.approx([0.5 / np.sqrt(2), 0.0], rel=EXACT)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "power", "penalty"])
def test_a_row_that_lacks_a_value_has_no_score(method: str) -> None:
    z = np.array([[np.nan, 0.5], [0.5, 0.5]])
    for weight in (np.array([0.5, 0.5]), np.array([[0.0, 1.0]])):
        found = aggregate(method, z, weight, 2.0)  # type: ignore[arg-type]
        assert np.isnan(found[0])
        assert found[1] == 0.5


@pytest.mark.parametrize("method", ["geometric", "harmonic", "power"])
def test_a_negative_value_has_no_such_mean(method: str) -> None:
    found = aggregate(method, np.array([[-0.1, 0.5]]), np.array([0.5, 0.5]), 2.0)  # type: ignore[arg-type]
    assert np.isnan(found[0])


def test_a_power_that_is_not_given_is_no_aggregation() -> None:
    with pytest.raises(ValueError, match="power"):
        aggregate("power", Z, W)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "power", "penalty"])
def test_weights_of_all_shapes(method: str) -> None:
    one, row, each = (aggregate(method, Z, w, 0.5) for w in (W, W[None], np.tile(W, (40, 1))))  # type: ignore[arg-type]
    assert np.array_equal(one, row)
    assert np.array_equal(one, each)
    assert np.array_equal(closeness(Z, W, Z.max(0), Z.min(0)), closeness(Z, W[None], Z.max(0), Z.min(0)))


def test_the_penalty_of_mazziotta_and_pareto() -> None:
    # By hand: 90, 100, 110 have M = 100, S^2 = 200/3, MPI = 100 - 2/3; balanced rows lose nothing.
    equal = np.full(3, 1 / 3)
    z = np.array([[90.0, 100.0, 110.0], [100.0, 100.0, 100.0], [0.0, 0.0, 0.0]])
    assert aggregate("penalty", z, equal) == pytest.approx([100 - 2 / 3, 100.0, 0.0], rel=EXACT)
    # Weights that repeat a column are those of a row that has it twice.
    twice = np.array([[90.0, 90.0, 110.0]])
    found = aggregate("penalty", np.array([[90.0, 110.0]]), np.array([2 / 3, 1 / 3]))
    assert found == pytest.approx(aggregate("penalty", twice, equal), rel=EXACT)


def test_closeness_of_the_fighter_aircraft() -> None:
    # Hwang and Yoon (1981), the choice of a fighter: vector scaling, the fourth column is a cost.
    x = np.array([
        [2.0, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7], [2.2, 1800, 20000, 5.0, 5, 5],
    ])  # fmt: skip
    z = x / np.sqrt((x**2).sum(axis=0))
    z[:, 3] = 1 - z[:, 3]
    weight = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
    found = closeness(z, weight, z.max(axis=0), z.min(axis=0))
    assert found == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=PRINTED)


def test_closeness_equals_scikit_criteria() -> None:
    z = turned(MATRIX, COST)
    found = closeness(z, np.array([0.1, 0.15, 0.2, 0.25, 0.3]), z.max(axis=0), z.min(axis=0))
    assert found == pytest.approx(published("closeness turned scikit-criteria"), rel=1e-13)


def test_closeness_at_its_ends() -> None:
    z = np.array([[1.0, 1.0], [0.0, 0.0], [np.nan, 0.5]])
    found = closeness(z, np.array([0.5, 0.5]), np.ones(2), np.zeros(2))
    assert found[:2].tolist() == [1.0, 0.0]
    assert np.isnan(found[2])
    # Where nothing varies best and worst are one.
    assert closeness(z[:1], np.array([0.5, 0.5]), np.ones(2), np.ones(2)).tolist() == [0.0]
