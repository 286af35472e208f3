"""Crossed levels and unit trends, swept exactly, against regressions on a dummy for every level.

TOLERANCE: columns of order one; dummies and trends of these panels are well conditioned.
"""

from dataclasses import replace

import numpy as np
import pytest
from tests.brute_force import dummies, partial_out
from tests.panels import Rows, random_rows

from paneloom.algebra.block import Block
from paneloom.algebra.effects import Effects, first_record
from paneloom.algebra.factor import triangle
from paneloom.algebra.leverage import effect_leverage
from paneloom.algebra.record import Floats
from paneloom.algebra.resample import dummy_names, keyed_record, swept_selection
from paneloom.algebra.sweep import second_record, sweep_of, swept_factor

TOLERANCE = 1e-11
TRENDS: tuple[Effects, ...] = ("unit+trend", "unit+trend+time")
SHAPES = (
    {"seed": 1},
    {"seed": 2, "weighted": True, "share": 0.6, "units": 12, "times": 9},
    {"seed": 3, "parts": 2, "clusters": 3, "units": 10, "weighted": True},
    {"seed": 4, "share": 0.45, "units": 14, "times": 7},
    {"seed": 5, "parts": 2, "share": 0.5, "units": 16, "weighted": True},
)


def crossed(rows: Rows, groups: int = 3) -> Rows:
    """The rows with region by year in place of the year: what the second effect of a block would hold."""
    return replace(rows, times=(rows.units % groups) * 100 + rows.times - 2001)


def block_of(rows: Rows, levels: np.ndarray | None = None) -> Block:
    return replace(rows.block(), levels=levels)


def expected(rows: Rows, effects: Effects, levels: np.ndarray | None = None) -> tuple[Floats, Floats, int]:
    """(n, k) residuals on dummies, their leverage and rank; ``levels`` stand for the times, not for the trend."""
    d = dummies(rows if levels is None else replace(rows, times=levels), effects)
    if levels is not None and "trend" in effects:
        d = np.hstack([dummies(replace(rows, times=levels), "unit+time"), trend_columns(rows)])
    root = np.sqrt(rows.weights)[:, None]
    centred = rows.values - rows.values.mean(axis=0)
    u, s, _ = np.linalg.svd(d * root, full_matrices=False)
    u = u[:, s > 1e-10 * s[0]]
    residuals = (centred * root - u @ (u.T @ (centred * root))) / root
    return residuals, (u**2).sum(axis=1), u.shape[1]


def trend_columns(rows: Rows) -> Floats:
    tilted = rows.times - rows.times.mean()
    return np.column_stack([(rows.units == unit) * tilted for unit in np.unique(rows.units)])


def check(rows: Rows, effects: Effects, levels: np.ndarray | None = None) -> None:
    residuals, leverage, rank = expected(rows, effects, levels)
    block = block_of(rows, levels)
    first = first_record(block, effects)
    sweep = sweep_of(first)
    assert np.allclose(sweep.rows(block), residuals, atol=TOLERANCE, rtol=0)
    factor = swept_factor(second_record(block, sweep), sweep)
    weighted = residuals * np.sqrt(rows.weights)[:, None]
    assert np.allclose(factor.upper, triangle(weighted), atol=TOLERANCE, rtol=0)
    assert np.allclose(effect_leverage(block, first, sweep), leverage, atol=TOLERANCE, rtol=0)
    units = first.units if "unit" in effects else 0
    slopes = first.trends if "trend" in effects else 0
    second = sweep.times.size if "time" in effects else 0
    assert units + slopes + second - sweep.redundant == rank


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", TRENDS)
def test_trends_of_units(effects: Effects, shape: dict) -> None:
    check(random_rows(**shape), effects)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", ["time", "unit+time", "unit+trend+time"])
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_region_by_year(effects: Effects, shape: dict, groups: int) -> None:
    rows = random_rows(**shape)
    check(rows, effects, crossed(rows, groups).times)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", ["time", "unit+time", "unit+trend+time"])
def test_levels_that_cut_across_units(effects: Effects, shape: dict) -> None:
    rows = random_rows(**shape)
    check(rows, effects, np.random.default_rng(7).integers(0, 5, len(rows)))


def test_each_component_loses_a_constant_and_a_trend() -> None:
    rows = random_rows(6, units=10, parts=2, share=1.0)
    plain, tilted = (sweep_of(first_record(rows.block(), e)) for e in ("unit+time", "unit+trend+time"))
    assert (plain.components, plain.redundant, tilted.redundant) == (2, 2, 4)


@pytest.mark.parametrize("effects", TRENDS)
def test_units_with_one_or_two_rows_are_fitted_whole(effects: Effects) -> None:
    rows = random_rows(7, units=8, times=6, share=1.0)
    keep = ~((rows.units == 2) & (rows.times > 2002)) & ~((rows.units == 5) & (rows.times != 2003))
    few = rows.where(keep)
    check(few, effects)
    block = few.block()
    first = first_record(block, effects)
    assert (first.units, first.trends) == (8, 7)
    swept = sweep_of(first).rows(block)
    assert np.abs(swept[np.isin(few.units, [2, 5])]).max() < TOLERANCE


@pytest.mark.parametrize("effects", TRENDS)
def test_a_mean_of_1e8_and_a_trend_of_1e6_survive(effects: Effects) -> None:
    rows = random_rows(8, offset=1e8, times=9)
    slope = 1e6 * (rows.times[:, None] - 2000.0) * (1 + rows.units[:, None])
    tilted = rows.with_values(rows.values + slope)
    small = rows.with_values(tilted.values - 1e8 - slope)
    swept = [sweep_of(first_record(r.block(), effects)).rows(r.block()) for r in (tilted, small)]
    # Deviations from a mean of 1.8e8 reach 4e7 and are rounded to 4e-9, less than the numbers were in storage.
    assert np.allclose(swept[0], swept[1], atol=2.0**-26, rtol=0)


@pytest.mark.parametrize("effects", ["unit+trend", "unit+trend+time", "unit+time"])
def test_blocks_add_up(effects: Effects) -> None:
    rows = random_rows(9, units=12, parts=2, weighted=True, share=0.7, clusters=4)
    levels = crossed(rows).times
    whole = first_record(block_of(rows, levels), effects)
    parts = [rows.units % 3 == part for part in range(3)]
    first = [first_record(block_of(rows.where(m), levels[m]), effects) for m in parts]
    merged = first[0] + first[1] + first[2]
    assert np.allclose(merged.block.normal, whole.block.normal, atol=1e-12)
    assert (merged.trends, merged.units, merged.block.owners) == (
        whole.trends,
        whole.units,
        whole.block.owners,
    )
    assert np.array_equal(merged.split, whole.split)
    assert np.array_equal(sweep_of(merged).free, sweep_of(whole).free)


@pytest.mark.parametrize("effects", TRENDS)
@pytest.mark.parametrize("shape", [{}, {"weighted": True, "share": 0.7}, {"parts": 2}])
def test_selections_of_clusters_with_trends(effects: Effects, shape: dict) -> None:
    rows = random_rows(31, units=12, times=8, clusters=4, **shape)
    times = np.unique(rows.times)
    moments = keyed_record(rows.block(), effects, times, rows.values.mean(axis=0))
    for chosen in ([0, 1, 2, 3], [0, 2, 3], [1, 2]):
        residuals = partial_out(rows.where(np.isin(rows.clusters, chosen)), effects)
        weights = rows.weights[np.isin(rows.clusters, chosen)]
        found = swept_selection(moments.select(np.array(chosen)), dummy_names(effects, times))
        # Cross-products carry half the digits at a condition of 1e3.
        scatter = (residuals * weights[:, None]).T @ residuals
        assert np.allclose(found.upper.T @ found.upper, scatter, atol=1e-9), chosen


def test_nesting_is_told_level_by_level() -> None:
    rows = random_rows(10, units=12, share=0.8, clusters=3)
    region = rows.clusters
    levels = region * 100 + rows.times
    block = replace(
        rows.block(), levels=levels, keys=(("year", rows.times), ("halves", (rows.units + rows.times) % 2))
    )
    first = first_record(block, "unit+time")
    assert first.block.owners.nested == (True, True, False)
    assert first.split[0] == 0
    assert (first.split[1:] > 0).all()
    years = first_record(replace(block, levels=None), "unit+time")
    assert years.block.owners.nested == (False, True, False)
