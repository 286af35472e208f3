"""Moments of columns against exact arithmetic; merged ones are those of the whole."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paneloom.algebra.record import Floats
from paneloom.index.moments import Moments, merged, moments

cells = st.one_of(st.just(np.nan), st.floats(-1e6, 1e6).map(lambda value: round(value, 3)))
tables = arrays(float, st.tuples(st.integers(0, 25), st.just(2)), elements=cells)
TIMES = 2001 + np.arange(25) % 4


def exact(column: Floats) -> tuple[int, float, float]:
    """n, mean and sum of squares around it, in fractions."""
    present = [Fraction(value) for value in column[~np.isnan(column)].tolist()]
    n = len(present)
    mean = sum(present, Fraction(0)) / max(n, 1)
    return n, float(mean), float(sum(((value - mean) ** 2 for value in present), Fraction(0)))


def assert_exact(found: Moments, g: int, values: Floats) -> None:
    for j, column in enumerate(values.T):
        n, mean, scatter = exact(column)
        assert found.n[g, j] == n
        largest = np.nanmax(np.abs(column)) if n else 0.0
        assert found.mean[g, j] == pytest.approx(mean, rel=1e-14, abs=1e-15 * largest)
        assert found.scatter[g, j] == pytest.approx(scatter, rel=1e-12, abs=1e-24 * largest)
        if n:
            assert (found.minimum[g, j], found.maximum[g, j]) == (np.nanmin(column), np.nanmax(column))
        else:
            assert (found.minimum[g, j], found.maximum[g, j]) == (np.inf, -np.inf)


@given(tables)
def test_moments_are_those_of_fractions(values: Floats) -> None:
    assert_exact(moments(values), 0, values)


@given(tables, st.integers(1, 26))
def test_moments_of_chunks_are_those_of_the_whole(values: Floats, size: int) -> None:
    chunks = [values[start : start + size] for start in range(0, len(values), size)]
    assert_exact(merged((moments(chunk) for chunk in chunks), 2).pooled(), 0, values)


@given(tables, st.integers(1, 26))
def test_moments_of_years_do_not_depend_on_the_chunks(values: Floats, size: int) -> None:
    times = TIMES[: len(values)]
    parts = [
        moments(values[start : start + size], times[start : start + size])
        for start in range(0, len(values), size)
    ]
    found = merged(parts, 2)
    assert found.times.tolist() == np.unique(times).tolist()
    for g, time in enumerate(found.times):
        assert_exact(found, g, values[times == time])
    assert_exact(found.pooled(), 0, values)


@given(tables, tables)
def test_the_order_of_two_parts_does_not_matter(one: Floats, two: Floats) -> None:
    there, back = moments(one) + moments(two), moments(two) + moments(one)
    for name in ("n", "minimum", "maximum"):
        np.testing.assert_array_equal(getattr(there, name), getattr(back, name))
    np.testing.assert_allclose(there.mean, back.mean, rtol=1e-14, atol=1e-9)


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_a_large_mean_costs_no_digits(size: int) -> None:
    small = np.round(np.random.default_rng(1).normal(size=(5000, 1)) * 4096) / 1024
    values = small + 1e8
    found = merged((moments(values[at : at + size]) for at in range(0, 5000, size)), 1)
    _, mean, scatter = exact(values[:, 0])
    # A mean near 1e8 is known to 1.5e-8, the distance between neighbouring numbers.
    assert abs(found.mean[0, 0] - mean) <= 4 * np.spacing(1e8)
    assert found.scatter[0, 0] == pytest.approx(scatter, rel=1e-9)
    assert found.deviation()[0, 0] == pytest.approx(small.std(ddof=1), rel=1e-9)


def test_equal_values_have_no_scatter() -> None:
    values = np.full((50, 1), 0.1)
    found = merged((moments(values[at : at + 7]) for at in range(0, 50, 7)), 1)
    assert (found.mean[0, 0], found.scatter[0, 0]) == (0.1, 0.0)


def test_nothing_at_all_has_no_values() -> None:
    assert merged((), 3).pooled().n.tolist() == [[0, 0, 0]]
    assert merged((), 3).pooled().deviation().tolist() == [[0, 0, 0]]
