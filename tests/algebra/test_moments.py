"""Extents, totals, keyed moments, the tensor, components and the base of all records.

TOLERANCE: sums of some dozens of numbers of order one.
"""

import numpy as np
import pytest

from paneloom.algebra.components import components
from paneloom.algebra.extents import extents
from paneloom.algebra.keyed import keyed_moments
from paneloom.algebra.record import frozen
from paneloom.algebra.tensor import Tensor, tensor
from paneloom.algebra.totals import Totals, totals

TOLERANCE = 1e-12
RNG = np.random.default_rng(20)
VALUES = RNG.normal(size=(30, 3))
WEIGHTS = RNG.uniform(0.5, 2.0, size=30)
NAMES = ("a", "b", "c")


def test_extents_skip_missing_values() -> None:
    values = np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan], [-2.0, np.nan, np.nan]])
    found = extents(NAMES, values)
    assert found.n.tolist() == [3, 1, 0]
    assert found.minimum.tolist() == [-2.0, 5.0, np.inf]
    assert found.maximum.tolist() == [3.0, 5.0, -np.inf]
    assert found.mean == pytest.approx([2 / 3, 5.0, 0.0], rel=1e-15)
    assert extents(NAMES, values[:0]).n.tolist() == [0, 0, 0]


def test_extents_of_nothing_are_the_zero_of_the_sum() -> None:
    found, none = extents(NAMES, VALUES), extents(NAMES, VALUES[:0])
    assert found + none == found == none + found
    with pytest.raises(ValueError, match="different columns"):
        found + extents(("a",), VALUES[:, :1])


def test_totals_equal_numpy() -> None:
    found = totals(NAMES, VALUES, WEIGHTS)
    mean = np.average(VALUES, axis=0, weights=WEIGHTS)
    assert found.mean == pytest.approx(mean, rel=TOLERANCE)
    assert np.allclose(
        found.scatter, (VALUES - mean).T @ ((VALUES - mean) * WEIGHTS[:, None]), atol=TOLERANCE
    )
    plain = totals(NAMES, VALUES)
    assert plain.weight == 30
    assert plain.deviation == pytest.approx(VALUES.std(axis=0, ddof=1), rel=TOLERANCE)
    assert np.allclose(plain.correlation, np.corrcoef(VALUES.T), atol=TOLERANCE)
    assert np.array_equal(plain.select(("c", "a")).scatter, plain.scatter[np.ix_([2, 0], [2, 0])])


def test_totals_keep_the_digits_of_a_large_mean() -> None:
    # Whole numbers near 1e8 are exact, so that the variance of the small ones is the truth.
    whole = np.round(VALUES * 10)
    assert totals(NAMES, whole + 1e8).deviation == pytest.approx(whole.std(axis=0, ddof=1), rel=1e-13)
    # A merge knows two means to the 1.5e-8 that a double has at 1e8, and so their gap of about 1.
    merged = totals(NAMES, whole[:7] + 1e8) + totals(NAMES, whole[7:] + 1e8)
    assert merged.deviation == pytest.approx(whole.std(axis=0, ddof=1), rel=1e-8)


def test_the_scale_of_weights_does_not_move_a_deviation() -> None:
    assert totals(NAMES, VALUES, np.full(30, 7.0)).deviation == pytest.approx(totals(NAMES, VALUES).deviation)


def test_totals_of_nothing_are_the_zero_of_the_sum() -> None:
    none, found = totals(NAMES, VALUES[:0]), totals(NAMES, VALUES)
    assert found + none == found == none + found
    assert none + none == none
    assert np.array_equal(none.deviation, np.zeros(3))
    with pytest.raises(ValueError, match="different columns"):
        found + totals(("a",), VALUES[:, :1])


def test_a_column_that_does_not_vary_has_no_correlation() -> None:
    values = VALUES.copy()
    values[:, 1] = 0.1
    found = totals(NAMES, values)
    assert found.scatter[1, 1] == 0.0
    assert np.isnan(found.correlation[1]).all()
    assert found.correlation[0, 2] == pytest.approx(np.corrcoef(values[:, 0], values[:, 2])[0, 1])


def test_keyed_moments_equal_a_loop() -> None:
    clusters = RNG.integers(0, 4, size=30) * 10
    found = keyed_moments(NAMES, VALUES, clusters, WEIGHTS)
    assert found.keys.tolist() == sorted(set(clusters.tolist()))
    for at, key in enumerate(found.keys):
        inside = VALUES[clusters == key]
        weights = WEIGHTS[clusters == key]
        assert np.allclose(found.scatter[at], inside.T @ (inside * weights[:, None]), atol=TOLERANCE)
        assert found.n[at] == inside.shape[0]
        assert found.weight[at] == pytest.approx(weights.sum(), rel=TOLERANCE)
    assert np.allclose(found.total(), VALUES.T @ (VALUES * WEIGHTS[:, None]), atol=TOLERANCE)
    some = found.select(np.array([0, 20]))
    assert some.keys.tolist() == [0, 20]
    assert found.without(10).keys.tolist() == [key for key in found.keys if key != 10]
    with pytest.raises(ValueError, match="different columns"):
        found + keyed_moments(("a",), VALUES[:, :1], clusters, WEIGHTS)


def test_keyed_moments_of_nothing() -> None:
    none = keyed_moments(NAMES, VALUES[:0], np.zeros(0, dtype=np.int64), WEIGHTS[:0])
    assert none.scatter.shape == (0, 3, 3)
    assert none + none == none


def test_the_tensor_gives_the_middle_of_any_sandwich() -> None:
    clusters = RNG.integers(0, 6, size=30)
    found = tensor(keyed_moments(NAMES, VALUES, clusters, WEIGHTS))
    left, right = RNG.normal(size=(3, 2)), RNG.normal(size=3)
    meat = np.zeros((2, 2))
    for key in np.unique(clusters):
        inside, weights = VALUES[clusters == key], WEIGHTS[clusters == key]
        score = (inside @ left).T @ (weights * (inside @ right))
        meat += np.outer(score, score)
    assert np.allclose(found.meat(left, right), meat, rtol=1e-11)
    assert (found.clusters, found.values.shape) == (np.unique(clusters).size, (6, 6))
    with pytest.raises(ValueError, match="different columns"):
        found + Tensor(("a",), 1, np.zeros((1, 1)))


def test_components_are_numbered_by_first_member() -> None:
    links = np.zeros((6, 6))
    for a, b in ((0, 3), (3, 5), (1, 4)):
        links[a, b] = links[b, a] = -1.0
    assert components(links).tolist() == [0, 1, 2, 0, 1, 0]
    assert components(np.zeros((0, 0))).tolist() == []


def test_components_of_a_long_chain() -> None:
    size = 200
    order = np.random.default_rng(1).permutation(size)
    links = np.zeros((size, size))
    links[order[:-1], order[1:]] = links[order[1:], order[:-1]] = 1.0
    assert components(links).max() == 0


def test_records_cannot_be_written_and_compare_by_value() -> None:
    found = totals(NAMES, VALUES)
    with pytest.raises(ValueError, match="read-only"):
        found.mean[0] = 1.0
    assert found == totals(NAMES, VALUES.copy())
    assert found != totals(NAMES, VALUES * 2)
    assert found != "something else"
    nan = Totals(NAMES, 1, 1.0, frozen([np.nan, 0.0, 0.0]), frozen(np.zeros((3, 3))))
    assert nan == Totals(NAMES, 1, 1.0, frozen([np.nan, 0.0, 0.0]), frozen(np.zeros((3, 3))))
    with pytest.raises(TypeError, match="unhashable"):
        hash(found)
