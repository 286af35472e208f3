"""Laws that any regression obeys, on random panels through the memory engine.

SAME: two roads to the same numbers, columns of order one, panels of some dozens of rows; where a random panel
is badly conditioned the estimate's own count of digits widens the tolerance.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests import brute_force
from tests.panels import EFFECTS, Rows, design, panel, panels, random_rows, records, table

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.study.designs import Design

SAME = 1e-9
LEAST_DIGITS = 11.0

effects_ = st.sampled_from(EFFECTS)
errors_ = st.sampled_from(("iid", "cluster"))


def one(rows: Rows, asked: Design) -> Estimate:
    """The estimate; a random panel that cannot carry the model is another example."""
    try:
        found = fit_table(panel(rows), table(asked)).estimates[0]
    except PaneloomError as error:
        assume(error.slug not in ("too-few-rows", "collinear", "absorbed", "not-identified", "empty-sample"))
        raise
    assume(found.digits > LEAST_DIGITS and found.condition < 1e3)
    return found


def same(a: Estimate, b: Estimate, *, slopes: float = 1.0, errors: float = 1.0) -> None:
    """Equal slopes and errors, those of ``b`` times the factors given."""
    # A slope near zero is the same when it is so beside its error.
    assert np.allclose(a.coefficients, b.coefficients * slopes, rtol=SAME, atol=SAME * a.errors.max())
    assert a.errors == pytest.approx(b.errors * abs(errors), rel=SAME)


def joined(a: Rows, b: Rows) -> Rows:
    """The rows of two panels of different units."""
    parts = ("values", "units", "times", "clusters", "weights")
    return Rows(a.names, *(np.concatenate([getattr(a, part), getattr(b, part)]) for part in parts))


@given(panels(), effects_, errors_, st.integers(0, 99))
def test_p1_the_order_of_rows_and_columns_does_not_matter(
    rows: Rows, effects: Effects, errors: str, seed: int
) -> None:
    asked = design(effects, errors, weights="weight")
    found = one(rows, asked)
    # Rows come sorted; another order of units is another order of rows.
    order = np.random.default_rng(seed).permutation(rows.units.max() + 1)
    sort = np.lexsort((rows.times, order[rows.units]))
    moved = replace(rows.where(sort), units=order[rows.units][sort])
    same(one(moved, asked), found)
    swapped = one(rows, replace(asked, regressors=("x2",), controls=("x1",)))
    assert np.allclose(
        swapped.coefficients[::-1], found.coefficients, rtol=SAME, atol=SAME * found.errors.max()
    )
    assert swapped.errors[::-1] == pytest.approx(found.errors, rel=SAME)


@given(panels(), errors_, st.integers(0, 99), st.sampled_from(("y", "x1", "x2")))
def test_p12_a_constant_for_each_unit_or_year_changes_nothing(
    rows: Rows, errors: str, seed: int, column: str
) -> None:
    asked = design("unit+time", errors, weights="weight")
    rng = np.random.default_rng(seed)
    added = 10 * rng.normal(size=99)[rows.units] + 10 * rng.normal(size=99)[rows.times - 2001]
    moved = one(rows.changed(**{column: rows[column] + added}), asked)
    found = one(rows, asked)
    same(moved, found)
    assert moved.r2_within == pytest.approx(found.r2_within, rel=1e-8, abs=1e-8)


@given(panels(), effects_, errors_)
def test_p13_a_slope_is_that_of_residuals_and_the_dummy_regression(
    rows: Rows, effects: Effects, errors: str
) -> None:
    found = one(rows, design(effects, errors, weights="weight"))
    swept = rows.with_values(brute_force.partial_out(rows, effects))
    root = np.sqrt(rows.weights)
    x1, x2, y = (swept[name] * root for name in ("x1", "x2", "y"))
    left = x1 - x2 * (x2 @ x1) / (x2 @ x2)
    assert left @ y / (left @ left) == pytest.approx(
        found.coefficients[0], rel=SAME, abs=SAME * found.errors[0]
    )
    lsdv = brute_force.fit(rows, effects, ("x1", "x2"))
    covariance = lsdv.iid(found.freedom.df) if errors == "iid" else found.freedom.factor * lsdv.cluster(rows)
    assert found.errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-8)


@given(st.integers(0, 2**32))
def test_p13_two_years_are_a_regression_of_differences(seed: int) -> None:
    rows = random_rows(seed, units=12, times=2, share=1.0)
    found = one(rows, design("unit+time", "iid"))
    d = {name: np.diff(rows[name].reshape(-1, 2), axis=1)[:, 0] for name in ("y", "x1", "x2")}
    x = np.column_stack([d["x1"], d["x2"], np.ones(12)])
    b = np.linalg.lstsq(x, d["y"], rcond=None)[0]
    assert found.coefficients == pytest.approx(b[:2], rel=SAME, abs=SAME * found.errors.max())


@given(panels(), effects_, errors_, st.floats(1e-3, 1e3), st.booleans())
def test_p14_rescaling(rows: Rows, effects: Effects, errors: str, c: float, negative: bool) -> None:
    c = -c if negative else c
    asked = design(effects, errors, weights="weight")
    found, outcome = one(rows, asked), one(rows.changed(y=c * rows["y"]), asked)
    same(outcome, found, slopes=c, errors=c)
    assert outcome.p == pytest.approx(found.p, rel=1e-7, abs=1e-12)
    assert outcome.r2_within == pytest.approx(found.r2_within, rel=1e-8, abs=1e-10)
    regressor = one(rows.changed(x1=c * rows["x1"]), asked)
    assert regressor.coefficients[0] * c == pytest.approx(
        found.coefficients[0], rel=SAME, abs=SAME * found.errors[0]
    )
    assert regressor.errors[0] * abs(c) == pytest.approx(found.errors[0], rel=SAME)
    assert regressor.errors[1] == pytest.approx(found.errors[1], rel=SAME)


@given(panels(least_rows=24), effects_, errors_, st.integers(0, 99))
def test_p15_a_mix_of_the_controls_leaves_the_other_slope(
    rows: Rows, effects: Effects, errors: str, seed: int
) -> None:
    asked = design(effects, errors, controls=("x2", "z2"), weights="weight")
    found = one(rows, asked)
    mix = np.array([[1.0, 0.5], [-0.7, 1.0]]) * np.random.default_rng(seed).uniform(0.5, 2, size=(2, 1))
    mixed = np.column_stack([rows["x2"], rows["z2"]]) @ mix
    again = one(rows.changed(x2=mixed[:, 0], z2=mixed[:, 1]), asked)
    assert again.coefficients[0] == pytest.approx(found.coefficients[0], rel=SAME, abs=SAME * found.errors[0])
    assert again.errors[0] == pytest.approx(found.errors[0], rel=SAME)


@given(panels(least_rows=24), effects_)
def test_p16_r2_never_falls_and_t_says_by_how_much(rows: Rows, effects: Effects) -> None:
    long = one(rows, design(effects, "iid", weights="weight"))
    short = one(rows, design(effects, "iid", controls=(), weights="weight"))
    assert long.r2_within >= short.r2_within - 1e-14
    ratio = (1 - long.r2_within) * (1 + long.t[1] ** 2 / long.freedom.df)
    assert 1 - short.r2_within == pytest.approx(ratio, rel=1e-9)


@given(panels(weighted=False), effects_)
def test_p17_doubling_the_data(rows: Rows, effects: Effects) -> None:
    """Every unit entered twice, clustered as before: the same sandwich, a known ratio of factors."""
    asked = design(effects, "cluster")
    found = one(rows, asked)
    shifted = replace(rows, units=rows.units + rows.units.max() + 1)
    both = joined(rows, shifted)
    twice = one(both, asked)
    same(twice, found, errors=np.sqrt(twice.freedom.factor / found.freedom.factor))
    iid, double = (one(part, design(effects, "iid")) for part in (rows, both))
    assert double.errors == pytest.approx(iid.errors * np.sqrt(iid.freedom.df / double.freedom.df), rel=SAME)


@given(panels(), effects_)
def test_p17_a_weight_of_two_is_a_row_entered_twice_for_the_slopes(rows: Rows, effects: Effects) -> None:
    whole = replace(rows, weights=1.0 + (rows.units % 2))
    weighted = one(whole, design(effects, "iid", weights="weight"))
    twice = rows.where(rows.units % 2 == 1)
    both = joined(rows, replace(twice, units=twice.units + 50))
    repeated = one(both, design(effects, "iid"))
    assert np.allclose(
        weighted.coefficients, repeated.coefficients, rtol=SAME, atol=SAME * weighted.errors.max()
    )
    assert weighted.rss == pytest.approx(repeated.rss, rel=SAME)
    ratio = np.sqrt(repeated.freedom.df / weighted.freedom.df)
    assert weighted.errors == pytest.approx(repeated.errors * ratio, rel=SAME)


@given(st.integers(0, 2**32), st.floats(0.1, 1e6))
def test_the_scale_of_weights_does_not_matter(seed: int, scale: float) -> None:
    rows = random_rows(seed, weighted=True)
    asked = design(weights="weight")
    found, scaled = one(rows, asked), one(replace(rows, weights=rows.weights * scale), asked)
    same(scaled, found)
    assert scaled.constant_error == pytest.approx(found.constant_error, rel=SAME)


@given(st.integers(0, 2**32))
def test_p18_clusters_of_one_row_are_hc0_up_to_the_factor(seed: int) -> None:
    rows = random_rows(seed, units=20, times=2, share=1.0)
    rows = rows.where(rows.times == 2001)
    found = one(rows, design("none", "cluster"))
    x = np.column_stack([rows["x1"], rows["x2"], np.ones(len(rows))])
    bread = np.linalg.inv(x.T @ x)
    e = rows["y"] - x @ bread @ x.T @ rows["y"]
    hc0 = bread @ (x.T * e**2) @ x @ bread
    errors = np.append(found.errors, found.constant_error)
    assert errors == pytest.approx(np.sqrt(found.freedom.factor * np.diag(hc0)), rel=SAME)


@given(panels(), effects_)
def test_p19_residuals_sum_to_zero_by_unit_and_year(rows: Rows, effects: Effects) -> None:
    found = one(rows, design(effects, weights="weight"))
    swept = records(rows, effects)[1].rows(rows.block())
    e = swept[:, 0] - swept[:, 1:3] @ found.coefficients
    groups = {"unit": rows.units, "time": rows.times - 2001}
    for part in effects.split("+"):
        codes = groups.get(part, np.zeros(len(rows), dtype=int))
        assert np.abs(np.bincount(codes, weights=e * rows.weights)).max() < 1e-10


@given(panels(), effects_, errors_)
def test_p20_2sls_with_the_regressor_as_instrument_is_ols(rows: Rows, effects: Effects, errors: str) -> None:
    copied = rows.changed(z1=rows["x1"])
    ols = one(copied, design(effects, errors, weights="weight"))
    iv = one(copied, design(effects, errors, weights="weight", endogenous=("x1",), instruments=("z1",)))
    same(iv, ols)
    assert iv.r2_within == pytest.approx(ols.r2_within, rel=1e-8, abs=1e-9)


@given(panels(), effects_)
def test_p20_a_just_identified_slope_is_reduced_form_over_first_stage(rows: Rows, effects: Effects) -> None:
    iv = one(rows, design(effects, weights="weight", endogenous=("x1",), instruments=("z1",)))
    reduced = one(rows, design(effects, weights="weight", regressors=("z1",)))
    stage = one(rows, design(effects, weights="weight", outcome="x1", regressors=("z1",)))
    assume(abs(stage.coefficients[0]) > 0.01)
    ratio = reduced.coefficients[0] / stage.coefficients[0]
    assert iv.coefficients[0] == pytest.approx(ratio, rel=1e-8, abs=1e-8 * iv.errors[0])
    same(iv.first_stages[0], stage)


@given(panels(least_rows=24), effects_, st.integers(0, 99))
def test_p20_another_basis_of_the_instruments_changes_nothing(
    rows: Rows, effects: Effects, seed: int
) -> None:
    asked = design(effects, weights="weight", endogenous=("x1",), instruments=("z1", "z2"))
    mix = np.random.default_rng(seed).uniform(0.5, 1.5, size=3)
    z1, z2 = rows["z1"], rows["z2"]
    same(one(rows.changed(z1=z1 + mix[0] * z2, z2=mix[1] * z2 + 0.3 * rows["x2"]), asked), one(rows, asked))


@given(panels(least_rows=24, clusters=3), errors_)
def test_p22_a_region_alone_is_its_own_regression(rows: Rows, errors: str) -> None:
    """The group's sample of the engine equals a panel that never had the other rows."""
    asked = design("unit", "iid")
    inside = replace(asked, sample=replace(asked.sample, where=(("group", f"g{rows.clusters[0]:02d}"),)))
    alone = one(rows.where(rows.clusters == rows.clusters[0]), asked)
    same(one(rows, inside), alone)


@given(panels(), st.sampled_from(EFFECTS), st.integers(1, 4))
def test_blocks_of_any_size_give_the_same_estimate(rows: Rows, effects: Effects, size: int) -> None:
    asked = design(effects, weights="weight")
    found = one(rows, asked)
    same(fit_table(panel(rows, size), table(asked)).estimates[0], found)
