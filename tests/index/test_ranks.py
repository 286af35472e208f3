"""Ranks on ladders against counting, for rows that the ladder was made of and for others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.index.arrays import recipe_for

from paneloom.algebra.record import Floats
from paneloom.index.prepare import fit_preparation
from paneloom.index.ranks import ladders_of, ranked
from paneloom.index.rows import ArrayRows

columns = arrays(float, st.integers(1, 15), elements=st.integers(-4, 4).map(float))


def rank(kind: str, ladder: Floats, x: Floats, *, up: bool = True) -> Floats:
    at = np.zeros(len(x), dtype=np.int64)
    return ranked(kind, ((np.sort(ladder),),), np.array([up]), x[:, None], at)[:, 0]


@given(columns)
def test_ranks_are_mean_ranks_from_zero_to_one(x: Floats) -> None:
    n = max(x.size - 1, 1)
    counted = [((x < v).sum() + ((x == v).sum() - 1) / 2) / n for v in x]
    np.testing.assert_allclose(rank("rank", x, x), counted, rtol=1e-15)


@given(columns)
def test_percentiles_are_shares_at_or_below(x: Floats) -> None:
    np.testing.assert_array_equal(rank("percentile", x, x), [(x <= v).mean() for v in x])
    np.testing.assert_array_equal(rank("percentile", x, x, up=False), [(x >= v).mean() for v in x])


@given(columns)
def test_smaller_is_better_counts_from_the_other_end(x: Floats) -> None:
    for kind in ("rank", "percentile"):
        np.testing.assert_array_equal(rank(kind, x, x, up=False), rank(kind, -x, -x))


@given(columns, arrays(float, 6, elements=st.floats(-9, 9)))
@pytest.mark.parametrize("kind", ["rank", "percentile"])
def test_other_rows_keep_their_order_and_the_range(kind: str, ladder: Floats, others: Floats) -> None:
    z = rank(kind, ladder, np.sort(others))
    assert (np.diff(z) >= 0).all()
    assert ((z >= 0) & (z <= 1)).all()


def test_missing_values_have_no_rank_and_no_rung() -> None:
    x = np.array([3.0, np.nan, 1.0, 2.0])
    recipe = recipe_for("+")
    rows = ArrayRows(recipe.variables, x[:, None], size=2)
    (ladder,) = ladders_of(rows, fit_preparation(recipe, rows), by_year=False)
    assert ladder[0].tolist() == [1, 2, 3]
    np.testing.assert_array_equal(rank("rank", ladder[0], x), [1, np.nan, 0, 0.5])


def test_each_year_has_its_ladder_and_a_year_without_one_no_rank() -> None:
    x, times = np.array([[3.0], [9], [1], [7]]), np.array([2001, 2002, 2001, 2002])
    recipe = recipe_for("+")
    rows = ArrayRows(recipe.variables, x, times=times, size=3)
    ladders = ladders_of(rows, fit_preparation(recipe, rows), by_year=True)
    group = np.array([0, 1, 0, -1])
    found = ranked("rank", ladders, np.array([True]), x, group)
    np.testing.assert_array_equal(found[:, 0], [1, 1, 0, np.nan])
