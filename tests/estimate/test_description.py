"""Descriptive statistics against numpy. TOLERANCE: two-pass sums of dozens of numbers of order one."""

import numpy as np
import pytest
from tests.panels import panel, random_rows

from paneloom.algebra.totals import totals
from paneloom.errors import PaneloomError
from paneloom.estimate.description import describe, variance_inflation
from paneloom.study.sections import Describe

TOLERANCE = 1e-12
ROWS = random_rows(41)


def test_each_variable_uses_all_its_values_and_correlations_the_common_ones() -> None:
    values = ROWS.values.copy()
    values[::5, 1] = np.nan
    values[::7, 2] = np.nan
    rows = ROWS.with_values(values)
    found = describe(panel(rows), Describe(variables=("x1", "x2", "y"), vif=("x1", "x2", "z1")))
    for at, name in enumerate(("x1", "x2", "y")):
        x = rows[name][~np.isnan(rows[name])]
        assert found.n[at] == x.size
        numbers = (found.mean[at], found.sd[at], found.minimum[at], found.median[at], found.maximum[at])
        assert numbers == pytest.approx(
            (x.mean(), x.std(ddof=1), x.min(), np.median(x), x.max()), rel=TOLERANCE
        )
    together = ~np.isnan(values[:, [1, 2, 0]]).any(axis=1)
    assert found.correlation_n == together.sum()
    assert np.allclose(found.correlation, np.corrcoef(values[together][:, [1, 2, 0]].T), atol=TOLERANCE)
    assert found.vif_n == together.sum()
    x = values[together][:, [1, 2, 3]]
    for at in range(3):
        others = np.column_stack([np.ones(len(x)), np.delete(x, at, axis=1)])
        e = x[:, at] - others @ np.linalg.lstsq(others, x[:, at], rcond=None)[0]
        unexplained = (e @ e) / ((x[:, at] - x[:, at].mean()) ** 2).sum()
        assert found.vif[at] == pytest.approx(1 / unexplained, rel=1e-11)


def test_correlations_and_inflation_are_left_out_when_not_asked() -> None:
    found = describe(panel(ROWS), Describe(variables=("x1",), correlations=False))
    assert found.correlation is None
    assert (found.correlation_n, found.vif.size) == (0, 0)


def test_a_single_value_has_no_deviation() -> None:
    x1 = np.full(len(ROWS), np.nan)
    x1[3] = 2.0
    found = describe(panel(ROWS.changed(x1=x1)), Describe(variables=("x1", "y"), correlations=False))
    assert (found.n[0], found.mean[0]) == (1, 2.0)
    assert np.isnan(found.sd[0])
    assert np.isfinite(found.sd[1])


def test_inflation_needs_more_rows_than_columns() -> None:
    values = np.random.default_rng(2).normal(size=(4, 3))
    names = ("a", "b", "c")
    assert np.isfinite(variance_inflation(totals(names, values))).all()
    for rows in (3, 1, 0):
        assert np.isnan(variance_inflation(totals(names, values[:rows]))).all()


def test_a_variable_without_values_is_named() -> None:
    with pytest.raises(PaneloomError) as caught:
        describe(panel(ROWS.changed(x2=np.full(len(ROWS), np.nan))), Describe(variables=("x1", "x2")))
    assert (caught.value.slug, caught.value.details) == ("no-values", {"columns": "x2"})


def test_inflation_is_infinite_only_where_columns_depend() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(50, 5))
    values[:, 2] = values[:, 0] - 2 * values[:, 1]
    values[:, 4] = 3.0
    found = variance_inflation(totals(("a", "b", "c", "d", "e"), values))
    assert np.isinf(found[[0, 1, 2, 4]]).all()
    beside = variance_inflation(totals(("a", "b", "d"), values[:, [0, 1, 3]]))
    assert found[3] == pytest.approx(beside[2], rel=1e-9)


def test_inflation_of_a_single_column_is_one() -> None:
    assert variance_inflation(totals(("a",), ROWS.values[:, :1])).tolist() == [1.0]
