"""A linear index inside the algebra: its models follow from the records of its indicators, without rows.

SAME: as in test_regressions; the index is a sum of columns of order one.
"""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.panels import EFFECTS, NAMES, Rows, panels, records

from paneloom.algebra.effects import Effects
from paneloom.algebra.factor import Factor
from paneloom.algebra.solve import least_squares
from paneloom.algebra.tensor import tensor
from paneloom.estimate.covariance.cluster import cluster

SAME = 1e-9
SLOPES = st.lists(st.floats(0.1, 3.0), min_size=3, max_size=3)


@given(panels(least_rows=20), st.sampled_from(EFFECTS), SLOPES, st.floats(-5, 5))
def test_an_index_of_three_indicators_needs_no_rows(
    rows: Rows, effects: Effects, a: list[float], constant: float
) -> None:
    # y on the index of x2, z1 and z2, beside x1.
    weights = np.array([0.0, 0.0, *a])
    mix = np.column_stack([np.eye(5)[:, 0], weights, np.eye(5)[:, 1]])
    first, sweep, second, factor = records(rows, effects)
    found = least_squares(factor.combine(("y", "index", "x1"), mix), "y", ("index", "x1"))
    score = rows.values @ weights + constant
    made = Rows(
        ("y", "index", "x1"),
        np.column_stack([rows["y"], score, rows["x1"]]),
        rows.units,
        rows.times,
        rows.clusters,
        rows.weights,
    )
    other, other_sweep, other_second, other_factor = records(made, effects)
    expected = least_squares(other_factor, "y", ("index", "x1"))
    assume(expected.digits > 11)
    error = np.sqrt(np.diag(expected.inverse) * expected.rss)
    assert np.allclose(found.coefficients, expected.coefficients, rtol=SAME, atol=SAME * error.max())
    assert found.rss == pytest.approx(expected.rss, rel=SAME)
    # Clustered errors of the index from the tensor of its indicators: the columns are mixed in the basis.
    means = np.array([first.totals.mean @ weights + constant, first.totals.mean[1]])
    inside = cluster(found, tensor(second.moments), sweep.basis @ mix, means, first.totals.weight, 1.0)
    outside = cluster(
        expected,
        tensor(other_second.moments),
        other_sweep.basis,
        other.totals.mean[1:],
        other.totals.weight,
        1.0,
    )
    assert np.allclose(np.sqrt(np.diag(inside)), np.sqrt(np.diag(outside)), rtol=1e-8)


@given(panels(), st.sampled_from(EFFECTS))
def test_a_factor_of_the_same_columns_is_itself(rows: Rows, effects: Effects) -> None:
    factor: Factor = records(rows, effects)[3]
    again = factor.combine(NAMES, np.eye(5))
    assert np.allclose(again.upper, factor.upper, atol=1e-12)
