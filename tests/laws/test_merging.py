"""Records of parts add up to the record of the whole, and records of selections are those of their rows.

MERGE: numbers of order one to a hundred, summed in another order. SQUARED: cross-products of columns whose
condition is some dozens.
"""

from dataclasses import fields
from functools import reduce
from operator import add

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panels import EFFECTS, NAMES, Rows, panels, records

from paneloom.algebra.effects import Effects, first_record
from paneloom.algebra.extents import extents
from paneloom.algebra.factor import factor
from paneloom.algebra.keyed import KeyedMoments
from paneloom.algebra.record import Floats, Record
from paneloom.algebra.resample import dummy_names, keyed_record, swept_selection
from paneloom.algebra.sweep import second_record, sweep_of, swept_factor
from paneloom.algebra.tensor import tensor
from paneloom.algebra.totals import totals

MERGE = 1e-11
SQUARED = 1e-9


def close(a: Record, b: Record, tolerance: float = MERGE) -> bool:
    """Whether two records have the same fields, numbers up to the tolerance."""
    for name in (field.name for field in fields(a)):
        left, right = getattr(a, name), getattr(b, name)
        if isinstance(left, Record):
            same = close(left, right, tolerance)
        elif isinstance(left, np.ndarray):
            same = left.shape == right.shape and np.allclose(left, right, rtol=tolerance, atol=tolerance)
        elif isinstance(left, float):
            same = left == pytest.approx(right, rel=tolerance)
        else:
            same = left == right
        if not same:
            return False
    return True


def parts_of(rows: Rows, seed: int) -> list[Rows]:
    """The units dealt at random into up to four parts, some perhaps without rows."""
    part = np.random.default_rng(seed).integers(0, 4, size=rows.units.max() + 1)[rows.units]
    return [rows.where(part == code) for code in range(4)]


@given(panels(), st.sampled_from(EFFECTS), st.integers(0, 99))
def test_whole_units_merge(rows: Rows, effects: Effects, seed: int) -> None:
    parts = parts_of(rows, seed)
    firsts = [first_record(part.block(), effects) for part in parts]
    whole = first_record(rows.block(), effects)
    merged = reduce(add, firsts)
    if firsts[0].units:  # the origin of the time block is that of the first part
        assert merged.block.times.tolist() == whole.block.times.tolist()
    sweep, other = sweep_of(whole), sweep_of(merged)
    assert np.allclose(sweep.rows(rows.block()), other.rows(rows.block()), atol=MERGE)
    assert (other.components, other.free.tolist()) == (sweep.components, sweep.free.tolist())
    assert close(merged.totals, whole.totals)
    assert np.allclose(merged.within, whole.within, atol=MERGE)
    assert np.allclose(merged.block.normal, whole.block.normal, atol=MERGE)
    assert merged.units == whole.units
    second = second_record(rows.block(), sweep)
    again = reduce(add, [second_record(part.block(), sweep) for part in parts])
    assert close(again.factor, second.factor)
    assert close(again.moments, second.moments)
    assert close(tensor(again.moments), tensor(second.moments), 1e-10)
    assert close(swept_factor(again, sweep), swept_factor(second, sweep))


@given(panels(), st.sampled_from(EFFECTS), st.integers(0, 99))
def test_tensors_of_whole_clusters_merge(rows: Rows, effects: Effects, seed: int) -> None:
    moments = records(rows, effects)[2].moments
    chosen = np.random.default_rng(seed).uniform(size=moments.keys.size) < 0.5
    one, two = (tensor(moments.select(moments.keys[mask])) for mask in (chosen, ~chosen))
    assert close(one + two, tensor(moments), 1e-10)


@given(
    st.integers(0, 2**32), st.integers(1, 30), st.integers(0, 30), st.booleans(), st.sampled_from((0.0, 1e4))
)
def test_any_split_of_rows_merges(seed: int, n: int, cut: int, weighted: bool, offset: float) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n, 3)) + offset
    cut = min(cut, n)
    weights = rng.uniform(0.1, 5.0, size=n) if weighted else None
    one, two = (
        totals(NAMES[:3], values[part], weights if weights is None else weights[part])
        for part in (slice(cut), slice(cut, None))
    )
    whole = totals(NAMES[:3], values, weights)
    assert close(one + two, whole, MERGE)
    assert close(two + one, whole, MERGE)
    values[rng.uniform(size=values.shape) < 0.3] = np.nan
    one, two = (extents(NAMES[:3], values[part]) for part in (slice(cut), slice(cut, None)))
    whole = extents(NAMES[:3], values)
    assert close(one + two, whole, MERGE)
    assert (one + two).n.tolist() == whole.n.tolist()


@given(st.integers(0, 2**32), st.integers(0, 20), st.integers(0, 20))
def test_factors_of_any_split_merge(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    values, weights = rng.normal(size=(n + m, 4)), rng.uniform(0.1, 5.0, size=n + m)
    whole = factor(NAMES[:4], values, weights)
    merged = factor(NAMES[:4], values[:n], weights[:n]) + factor(NAMES[:4], values[n:], weights[n:])
    assert np.allclose(merged.upper.T @ merged.upper, whole.upper.T @ whole.upper, atol=MERGE)
    if n + m >= 4:
        assert np.allclose(merged.upper, whole.upper, atol=1e-8)


def keyed(rows: Rows, effects: Effects) -> tuple[KeyedMoments, tuple[str, ...]]:
    times = np.unique(rows.times)
    origin: Floats = rows.values.mean(axis=0)
    blocks = [keyed_record(part.block(), effects, times, origin) for part in parts_of(rows, 1)]
    return reduce(add, blocks), dummy_names(effects, times)


@given(panels(), st.sampled_from(EFFECTS), st.integers(0, 99))
def test_selecting_then_sweeping_is_the_fit_of_the_selection(rows: Rows, effects: Effects, seed: int) -> None:
    moments, front = keyed(rows, effects)
    rng = np.random.default_rng(seed)
    chosen = rng.choice(moments.keys, size=rng.integers(1, moments.keys.size + 1), replace=False)
    inside = rows.where(np.isin(rows.clusters, chosen))
    found, expected = swept_selection(moments.select(chosen), front), records(inside, effects)[3]
    assert np.allclose(found.upper.T @ found.upper, expected.upper.T @ expected.upper, atol=SQUARED)
    assert (found.n, found.names) == (expected.n, expected.names)


@given(panels(), st.sampled_from(EFFECTS))
def test_the_whole_minus_a_cluster_is_the_fit_without_it(rows: Rows, effects: Effects) -> None:
    moments, front = keyed(rows, effects)
    for key in moments.keys:
        found = swept_selection(moments.without(int(key)), front)
        expected = records(rows.where(rows.clusters != key), effects)[3]
        assert np.allclose(found.upper.T @ found.upper, expected.upper.T @ expected.upper, atol=SQUARED)
