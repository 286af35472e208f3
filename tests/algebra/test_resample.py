"""Selections of clusters swept from keyed moments equal fits on their rows.

TOLERANCE: cross-products carry half the digits at a condition of 1e3, nearly all at the ten or so of these
panels; the comparison is of numbers of order a hundred. It is of R'R, since a selection of three units may
leave columns dependent, where cross-products know the triangle only to 1e-8.
"""

import numpy as np
import pytest
from tests.panels import EFFECTS, NAMES, Rows, random_rows, records

from paneloom.algebra.effects import Effects
from paneloom.algebra.factor import Factor
from paneloom.algebra.record import Floats
from paneloom.algebra.resample import dummy_names, keyed_record, swept_selection

TOLERANCE = 1e-9


def keyed(rows: Rows, effects: Effects):
    times = np.unique(rows.times)
    origin = np.asarray(records(rows, effects)[0].totals.mean)
    return keyed_record(rows.block(), effects, times, origin), dummy_names(effects, times)


def scatter(factor: Factor) -> Floats:
    return np.asarray(factor.upper.T @ factor.upper)


@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize("shape", [{}, {"weighted": True, "share": 0.6}, {"parts": 2, "weighted": True}])
def test_every_selection_equals_its_own_fit(effects: Effects, shape: dict) -> None:
    rows = random_rows(31, units=12, clusters=4, **shape)
    moments, front = keyed(rows, effects)
    for chosen in ([0, 1, 2, 3], [0, 2, 3], [1, 2], [3]):
        inside = rows.where(np.isin(rows.clusters, chosen))
        expected = records(inside, effects)[3]
        found = swept_selection(moments.select(np.array(chosen)), front)
        assert np.allclose(scatter(found), scatter(expected), atol=TOLERANCE), chosen
        assert (found.n, found.names, found.squared) == (expected.n, NAMES, True)
        assert found.weight == pytest.approx(expected.weight, rel=1e-13)


@pytest.mark.parametrize("effects", EFFECTS)
def test_a_selection_may_lose_a_year(effects: Effects) -> None:
    rows = random_rows(32, units=10, clusters=5)
    rows = rows.where((rows.clusters == 0) | (rows.times > 2001))
    moments, front = keyed(rows, effects)
    rest = rows.where(rows.clusters != 0)
    assert np.allclose(
        swept_selection(moments.without(0), front).upper, records(rest, effects)[3].upper, atol=TOLERANCE
    )


def test_a_large_mean_does_not_hurt() -> None:
    rows = random_rows(33, offset=1e6)
    for effects in EFFECTS:
        moments, front = keyed(rows, effects)
        assert np.allclose(swept_selection(moments, front).upper, records(rows, effects)[3].upper, atol=1e-7)


def test_units_seen_once_leave_nothing() -> None:
    rows = random_rows(34)
    firsts = np.flatnonzero(np.r_[True, np.diff(rows.units) != 0])
    once = rows.where(np.isin(np.arange(len(rows)), firsts))
    moments, front = keyed(once, "unit+time")
    assert np.array_equal(swept_selection(moments, front).upper, np.zeros((5, 5)))


def test_dependent_columns_do_not_break_a_selection() -> None:
    rows = random_rows(35)
    doubled = rows.changed(x2=2 * rows["x1"])
    moments, front = keyed(doubled, "unit+time")
    found = swept_selection(moments, front)
    assert np.allclose(scatter(found), scatter(records(doubled, "unit+time")[3]), atol=TOLERANCE)
