"""Sweeping and factoring against regressions on dummies.

TOLERANCE: columns are of order one and dummies are well conditioned, so that both sides carry about 1e-14;
1e-11 leaves room for a badly linked random panel.
"""

import numpy as np
import pytest
from tests.brute_force import partial_out, rank
from tests.panels import EFFECTS, NAMES, random_rows, records

from paneloom.algebra.block import Block
from paneloom.algebra.effects import Effects, first_record
from paneloom.algebra.factor import triangle
from paneloom.algebra.sweep import CONSTANT, sweep_of

TOLERANCE = 1e-11
SHAPES = (
    {"seed": 1},
    {"seed": 2, "weighted": True, "share": 0.6, "units": 12},
    {"seed": 3, "parts": 2, "clusters": 3, "units": 10},
    {"seed": 4, "parts": 2, "weighted": True, "clusters": 4, "share": 0.7, "units": 12},
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", EFFECTS)
def test_swept_rows_are_residuals_on_dummies(effects: Effects, shape: dict) -> None:
    rows = random_rows(**shape)
    _, sweep, _, factor = records(rows, effects)
    expected = partial_out(rows, effects)
    assert np.allclose(sweep.rows(rows.block()), expected, atol=TOLERANCE, rtol=0)
    weighted = expected * np.sqrt(rows.weights)[:, None]
    assert np.allclose(factor.upper, triangle(weighted), atol=TOLERANCE, rtol=0)
    assert factor.n == len(rows)
    assert factor.weight == pytest.approx(rows.weights.sum(), rel=1e-14)


@pytest.mark.parametrize("shape", SHAPES)
def test_free_times_and_components_make_the_rank(shape: dict) -> None:
    rows = random_rows(**shape)
    first, sweep, _, _ = records(rows, "unit+time")
    assert sweep.components == shape.get("parts", 1)
    assert first.units + sweep.free.size == rank(rows, "unit+time")
    names, columns = sweep.dummies(rows.block())
    assert names == tuple(f"time {time}" for time in sweep.free)
    assert np.linalg.matrix_rank(columns) == sweep.free.size


@pytest.mark.parametrize("scale", [1e-14, 1.0, 1e14])
def test_the_scale_of_weights_changes_nothing(scale: float) -> None:
    rows = random_rows(5, weighted=True)
    block = rows.block()
    scaled = Block(block.names, block.values, block.units, block.times, block.clusters, block.weights * scale)
    plain, other = (sweep_of(first_record(b, "unit+time")) for b in (block, scaled))
    assert other.components == plain.components == 1
    assert np.allclose(plain.rows(block), other.rows(scaled), atol=TOLERANCE, rtol=0)


def test_dummies_of_each_kind_of_effects() -> None:
    rows = random_rows(6)
    block = rows.block()
    names = {effects: records(rows, effects)[1].dummies(block)[0] for effects in EFFECTS}
    years = [f"time {year}" for year in np.unique(rows.times)]
    assert names == {"none": (CONSTANT,), "unit": (), "time": tuple(years), "unit+time": tuple(years[1:])}


@pytest.mark.parametrize("effects", EFFECTS)
def test_a_mean_of_1e8_and_a_variance_of_1_survive(effects: Effects) -> None:
    # Numbers near 1e8 are stored to 1.5e-8; what is swept of the stored numbers must not lose more than that.
    rows = random_rows(7, offset=1e8)
    small = rows.with_values(rows.values - 1e8)
    large, little = (records(part, effects)[3].upper for part in (rows, small))
    assert np.allclose(large, little, atol=1e-12, rtol=0)


@pytest.mark.parametrize("effects", EFFECTS)
def test_a_block_without_rows_adds_nothing(effects: Effects) -> None:
    rows = random_rows(8)
    none = rows.where(np.zeros(len(rows), dtype=bool))
    whole = first_record(rows.block(), effects)
    assert first_record(none.block(), effects).units == 0
    merged = whole + first_record(none.block(), effects)
    assert merged == whole
    assert none.block().starts.size == 0


def test_the_basis_makes_columns_nearly_orthonormal() -> None:
    rows = random_rows(9)
    values = rows.values.copy()
    values[:, 1] = values[:, 2] + 1e-5 * values[:, 1]
    near = rows.with_values(values)
    for effects in EFFECTS:
        second = records(near, effects)[2]
        scatter = second.moments.total()[: len(NAMES), : len(NAMES)]
        # Cross-products with a condition of 1e10 tell the shape to about 1e-6.
        assert np.allclose(scatter, np.eye(len(NAMES)), atol=1e-4), effects


def test_the_basis_of_dependent_columns_can_be_inverted() -> None:
    rows = random_rows(10)
    values = rows.values.copy()
    values[:, 1], values[:, 3] = values[:, 2], 5.0
    _, sweep, second, _ = records(rows.with_values(values), "unit+time")
    assert np.isfinite(np.linalg.inv(sweep.basis)).all()
    assert np.isfinite(second.moments.scatter).all()
