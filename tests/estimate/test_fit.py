"""Whole models through the memory engine against dummy regressions; what is refused, what is counted.

COEFFICIENTS, ERRORS: well-conditioned panels of order one; lstsq on dozens of dummies is good to about 1e-13.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests import brute_force
from tests.panels import EFFECTS, Rows, design, panel, random_rows, table

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import Loss
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.estimate.requests import gather
from paneloom.study.designs import Design
from paneloom.study.sample import Sample

COEFFICIENTS = 1e-11
ERRORS = 1e-10
SHAPES = (
    {"seed": 1},
    {"seed": 2, "weighted": True, "share": 0.6, "units": 12, "clusters": 4},
    {"seed": 3, "parts": 2, "clusters": 5, "units": 12, "weighted": True},
)


def one(rows: Rows, asked: Design, block_units: int | None = None) -> Estimate:
    return fit_table(panel(rows, block_units), table(asked)).estimates[0]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize("errors", ["iid", "cluster"])
@pytest.mark.parametrize("instruments", [(), ("z1",), ("z1", "z2")])
def test_a_model_equals_its_dummy_regression(
    effects: Effects, errors: str, shape: dict, instruments: tuple[str, ...]
) -> None:
    rows = random_rows(**shape)
    endogenous = ("x1",) if instruments else ()
    asked = design(effects, errors, endogenous=endogenous, instruments=instruments, weights="weight")
    found = one(rows, asked, block_units=3)
    expected = brute_force.fit(rows, effects, ("x1", "x2"), endogenous, instruments)
    assert found.names == ("x1", "x2")
    assert found.coefficients == pytest.approx(expected.coefficients, rel=COEFFICIENTS)
    df = len(rows) - 2 - brute_force.rank(rows, effects)
    covariance = found.freedom.factor * expected.cluster(rows) if errors == "cluster" else expected.iid(df)
    assert np.allclose(found.covariance, covariance, rtol=ERRORS, atol=ERRORS * np.abs(covariance).max())
    assert found.rss == pytest.approx(expected.rss, rel=COEFFICIENTS)
    assert found.r2_within == pytest.approx(1 - expected.rss / expected.tss, rel=1e-10, abs=1e-10)
    mean = np.average(rows["y"], weights=rows.weights)
    assert found.r2_overall == pytest.approx(
        1 - expected.rss / (rows.weights @ (rows["y"] - mean) ** 2), rel=1e-10
    )
    assert found.outcome_mean == pytest.approx(mean, rel=1e-13)
    assert found.sigma == pytest.approx(np.sqrt(expected.rss / df), rel=COEFFICIENTS)
    assert (found.method, found.kind) == ("2sls" if instruments else "ols", errors)
    assert (found.rows.used, found.rows.units, found.rows.times) == (
        len(rows),
        np.unique(rows.units).size,
        np.unique(rows.times).size,
    )


def constant_by_hand(rows: Rows, effects: Effects, found: Estimate, errors: str) -> tuple[float, float]:
    """Reghdfe's construction: the means are added back to the swept columns, then a constant is estimated."""
    means = np.average(rows.values, axis=0, weights=rows.weights)
    swept = brute_force.partial_out(rows, effects) + means
    at = {name: swept[:, i] for i, name in enumerate(rows.names)}
    x = np.column_stack([at["x1"], at["x2"], np.ones(len(rows))])
    w = rows.weights
    bread = np.linalg.inv((x * w[:, None]).T @ x)
    b = bread @ (x * w[:, None]).T @ at["y"]
    e = at["y"] - x @ b
    if errors == "iid":
        return b[2], np.sqrt(bread[2, 2] * (w @ e**2) / found.freedom.df)
    scores = np.array(
        [(x * (w * e)[:, None])[rows.clusters == c].sum(axis=0) for c in np.unique(rows.clusters)]
    )
    return b[2], np.sqrt(found.freedom.factor * (bread @ scores.T @ scores @ bread)[2, 2])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize("errors", ["iid", "cluster"])
def test_the_constant_is_the_one_reghdfe_reports(effects: Effects, errors: str, shape: dict) -> None:
    rows = random_rows(**shape)
    found = one(rows, design(effects, errors, weights="weight"))
    constant, error = constant_by_hand(rows, effects, found, errors)
    assert found.constant == pytest.approx(constant, rel=1e-10)
    assert found.constant_error == pytest.approx(error, rel=ERRORS)
    assert found.constant_p == pytest.approx(
        2 * stats.t.sf(abs(constant / error), found.freedom.df), rel=1e-8
    )


@pytest.mark.parametrize("shape", SHAPES[:2])
@pytest.mark.parametrize("errors", ["iid", "cluster"])
def test_the_constant_is_the_one_beside_effects_that_sum_to_zero(errors: str, shape: dict) -> None:
    """A dummy regression whose unit and year effects each have weighted mean zero has the same constant."""
    rows = random_rows(**shape)
    found = one(rows, design("unit+time", errors, weights="weight"))
    columns = [np.ones(len(rows)), rows["x1"], rows["x2"]]
    for codes in (rows.units, rows.times):
        levels = np.unique(codes)
        share = [rows.weights[codes == level].sum() for level in levels]
        columns += [
            (codes == level) - share[i] / share[0] * (codes == levels[0])
            for i, level in enumerate(levels)
            if i > 0
        ]
    x, w = np.column_stack(columns), rows.weights
    bread = np.linalg.inv((x * w[:, None]).T @ x)
    b = bread @ (x * w[:, None]).T @ rows["y"]
    e = rows["y"] - x @ b
    assert found.coefficients == pytest.approx(b[1:3], rel=1e-9)
    assert found.constant == pytest.approx(b[0], rel=1e-9)
    if errors == "iid":
        error = np.sqrt(bread[0, 0] * (w @ e**2) / (len(rows) - x.shape[1]))
        assert found.constant_error == pytest.approx(error, rel=1e-9)
    else:
        # The sandwich on the explicit dummies holds the scores of the effects too, and so is another number.
        scores = np.array(
            [(x * (w * e)[:, None])[rows.clusters == c].sum(axis=0) for c in np.unique(rows.clusters)]
        )
        slopes = found.freedom.factor * (bread @ scores.T @ scores @ bread)[1:3, 1:3]
        assert np.allclose(found.covariance, slopes, rtol=1e-8)


def test_p_values_and_intervals_are_those_of_the_t_distribution() -> None:
    found = one(random_rows(4), design())
    t = found.coefficients / np.sqrt(np.diag(found.covariance))
    assert found.t == pytest.approx(t, rel=1e-14)
    assert found.p == pytest.approx(2 * stats.t.sf(np.abs(t), found.freedom.df), rel=1e-10)
    for level in (0.9, 0.95):
        half = stats.t.ppf(0.5 + level / 2, found.freedom.df) * found.errors
        expected = np.column_stack([found.coefficients - half, found.coefficients + half])
        assert found.interval(level) == pytest.approx(expected, rel=1e-10)


def test_the_first_stage_is_a_regression_with_the_same_covariance() -> None:
    rows = random_rows(5, units=12, clusters=6)
    asked = design(endogenous=("x1",), instruments=("z1", "z2"), dof="ivreghdfe")
    found = one(rows, asked)
    (stage,), check = found.first_stages, found.checks[0]
    expected = brute_force.fit(rows.changed(y=rows["x1"]), "unit+time", ("z1", "z2", "x2"))
    assert stage.names == ("z1", "z2", "x2")
    assert stage.coefficients == pytest.approx(expected.coefficients, rel=COEFFICIENTS)
    covariance = stage.freedom.factor * expected.cluster(rows)
    assert np.allclose(stage.covariance, covariance, rtol=ERRORS)
    b, v = expected.coefficients[:2], covariance[:2, :2]
    f = b @ np.linalg.inv(v) @ b / 2
    assert check.statistic == pytest.approx(f, rel=ERRORS)
    assert check.df == (2, stage.freedom.df)
    assert check.p == pytest.approx(stats.f.sf(f, 2, stage.freedom.df), rel=1e-8)
    assert (check.name, check.about, check.covariance) == ("first_stage_f", "x1", "cluster")


@pytest.mark.parametrize("errors", ["iid", "cluster"])
def test_an_instrument_that_is_the_regressor_has_no_f(errors: str) -> None:
    rows = random_rows(5)
    for x1 in (rows["x1"], np.round(rows["x1"])):
        asked = design("none", errors, endogenous=("x1",), instruments=("z1",))
        check = one(rows.changed(x1=x1, z1=x1), asked).checks[0]
        assert (check.reason, check.statistic, check.p) == ("first_stage_exact", None, None)


def test_two_endogenous_regressors_have_two_first_stages() -> None:
    found = one(random_rows(6, units=12), design(endogenous=("x1", "x2"), instruments=("z1", "z2")))
    assert [stage.design.outcome for stage in found.first_stages] == ["x1", "x2"]
    assert found.design.endogenous == ("x1", "x2")
    rows = random_rows(6, units=12)
    expected = brute_force.fit(rows, "unit+time", ("x1", "x2"), ("x1", "x2"), ("z1", "z2"))
    assert found.coefficients == pytest.approx(expected.coefficients, rel=1e-10)


def test_a_model_without_slopes_has_a_constant() -> None:
    rows = random_rows(7)
    found = one(rows, design(regressors=(), controls=()))
    assert found.constant == pytest.approx(rows["y"].mean(), rel=1e-13)
    assert (found.r2_within, found.names) == (0.0, ())


def test_designs_on_one_sample_share_a_request() -> None:
    rows = random_rows(8)
    whole = Sample(complete=("y", "x1", "x2", "z1", "z2"), singletons=("unit", "time"))
    designs = (
        design(sample=whole),
        design(sample=whole, outcome="z2", regressors=("z1",)),
        design("unit", sample=whole),
    )
    requests = gather(panel(rows), designs)
    assert requests[0] == requests[1] != requests[2]
    assert requests[0].columns == ("y", "x1", "x2", "z2", "z1")
    together = fit_table(panel(rows), table(*designs)).estimates
    for asked, found in zip(designs, together, strict=True):
        alone = one(rows, asked)
        assert found.coefficients == pytest.approx(alone.coefficients, rel=1e-12)
        assert found.errors == pytest.approx(alone.errors, rel=1e-12)


def test_losses_are_told_cause_by_cause() -> None:
    rows = random_rows(9, share=1.0, units=6, times=6)
    values = rows.values.copy()
    values[3, 2] = np.nan  # x2 of the first unit in its fourth year
    values[7, 1] = np.nan  # x1 of the second unit in its second year, and so L.x1 in its third
    sample = Sample(
        complete=("L.x1", "y", "x1", "x2 + x2"),
        drop_units=("u05",),
        times=(2001, 2005),
        singletons=("unit", "time"),
    )
    found = one(rows.with_values(values), design(sample=sample, regressors=("x1", "L.x1")))
    assert (found.rows.panel, found.rows.used) == (36, 17)
    assert found.rows.losses == (
        Loss("unit left out", 6),
        Loss("outside the years", 5),
        Loss("missing", 1, "x1"),
        Loss("missing", 1, "x2 + x2"),
        Loss("lag", 5, "L.x1"),
        Loss("missing", 1, "L.x1"),
    )


def test_a_period_outside_the_panel_is_told_from_one_without_a_value() -> None:
    rows = random_rows(9, share=1.0, units=6, times=6)
    values = rows.values.copy()
    values[7, 1] = np.nan  # x1 of the second unit in its second year
    sample = Sample(complete=("F2.x1", "log(exp(D.x1)) + L.(L.x2)"))
    found = one(rows.with_values(values), design(sample=sample, regressors=("z1",)))
    assert found.rows.losses == (
        Loss("lag", 12, "F2.x1"),
        Loss("lag", 12, "log(exp(D.x1)) + L.(L.x2)"),
        Loss("missing", 1, "log(exp(D.x1)) + L.(L.x2)"),
    )


def test_without_any_row_a_lag_is_told_in_words_and_as_it_is_spelled() -> None:
    rows = random_rows(14)
    with pytest.raises(PaneloomError) as caught:
        one(rows, design(sample=Sample(complete=("L90.x2",))))
    assert caught.value.details["losses"] == f"{len(rows)} have no value of x2 90 periods before (L90.x2)"
    assert caught.value.details["losses_zh"] == f"{len(rows)}个没有x2滞后90期的值（L90.x2）"


def test_groups_and_singletons_are_causes_of_loss() -> None:
    rows = random_rows(10, share=1.0, units=6, times=5, clusters=2)
    values = rows.values.copy()
    inside = np.flatnonzero(rows.clusters == 0)
    values[inside[1:5], 1] = np.nan  # one row of the first unit of the group is left
    sample = Sample(complete=("y", "x1", "x2"), where=(("group", "g00"),), singletons=("unit", "time"))
    found = one(rows.with_values(values), design("unit", "iid", sample=sample))
    assert found.rows.losses == (
        Loss("not in the group", 15, "group"),
        Loss("missing", 4, "x1"),
        Loss("singleton", 1),
    )
    assert found.rows.used == 10


@pytest.mark.parametrize(
    ("effects", "column", "slug"),
    [
        ("unit", "of the unit", "absorbed"),
        ("time", "of the year", "absorbed"),
        ("unit+time", "of both", "absorbed"),
        ("unit+time", "of both, around 1e8", "absorbed"),
        ("none", "constant", "absorbed"),
        ("unit+time", "x1 again", "collinear"),
    ],
)
def test_columns_without_anything_of_their_own_are_named(effects: Effects, column: str, slug: str) -> None:
    rows = random_rows(11)
    unit, year = rows.units / 7, np.log(rows.times)
    columns = {
        "of the unit": unit,
        "of the year": year,
        "of both": unit + year,
        "of both, around 1e8": 1e8 + (unit + year),
        "constant": np.full(len(rows), 0.1),
        "x1 again": rows["x1"] / 3,
    }
    with pytest.raises(PaneloomError) as caught:
        one(rows.changed(x2=columns[column]), design(effects))
    assert caught.value.slug == slug
    assert "x2" in caught.value.text("en")
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.key) == ("regress.test", "(1)")


def test_a_column_that_is_nearly_absorbed_is_reported() -> None:
    rows = random_rows(12)
    trace = rows.units + 1e-11 * rows["z1"]
    found = one(rows.changed(x2=trace), design("unit"))
    assert found.nearly_absorbed == ("x2",)
    assert one(rows, design("unit")).nearly_absorbed == ()


def test_a_perfect_fit_is_refused() -> None:
    rows = random_rows(13)
    with pytest.raises(PaneloomError) as caught:
        one(rows.changed(y=2 * rows["x1"] - rows["x2"] + rows.units), design("unit"))
    assert caught.value.slug == "perfect-fit"


def test_as_many_parameters_as_rows_is_called_by_its_name() -> None:
    rows = random_rows(17, units=3, times=3, share=1.0)
    with pytest.raises(PaneloomError) as caught:
        one(rows, design("unit+time", "iid", controls=("x2", "z1", "z2")))
    assert caught.value.slug == "too-few-rows"


def test_a_sample_without_rows_says_where_they_went() -> None:
    rows = random_rows(14)
    missing = rows.changed(x2=np.full(len(rows), np.nan))
    with pytest.raises(PaneloomError) as caught:
        one(missing, design())
    assert caught.value.slug == "empty-sample"
    assert caught.value.details == {
        "model": "y",
        "rows": str(len(rows)),
        "losses": f"{len(rows)} lack x2",
        "losses_zh": f"{len(rows)}个缺少x2",
    }


def test_one_cluster_is_refused_with_its_column() -> None:
    rows = random_rows(15, clusters=1)
    with pytest.raises(PaneloomError) as caught:
        fit_table(panel(rows), table(design(errors="iid"), design()))
    assert caught.value.slug == "one-cluster"
    assert caught.value.where is not None
    assert caught.value.where.key == "(2)"


def test_an_error_keeps_the_place_it_already_has() -> None:
    rows = random_rows(16)
    asked = replace(design(), sample=Sample(complete=("y", "nowhere")))
    with pytest.raises(PaneloomError) as caught:
        one(rows, asked)
    assert caught.value.slug == "unknown-column"


def test_values_whose_squares_overflow_are_named() -> None:
    rows = random_rows(16)
    huge = rows.changed(x1=rows["x1"] * 1e200)
    with pytest.raises(PaneloomError) as caught, np.errstate(all="ignore"):
        one(huge, design())
    assert caught.value.slug == "values-too-large"
    assert caught.value.details == {"columns": "x1"}


@pytest.mark.filterwarnings("error")
def test_a_variance_of_nothing_is_zero_without_a_warning() -> None:
    # Two clusters whose scores are equal but for their sign: rounding decides the sign of the variance.
    fits = 0
    for seed in range(40):
        rows = random_rows(seed, units=2, times=3, clusters=2, share=1.0)
        for effects in EFFECTS:
            try:
                found = one(rows, design(effects, "cluster"))
            except PaneloomError:
                # Some of these samples are too small for their effects.
                continue
            fits += 1
            assert (found.errors >= 0).all()
            assert found.constant_error >= 0
            assert not np.isnan([*found.p, found.constant_p]).any()
    assert fits > 40


def test_instruments_whose_errors_cannot_be_told_apart_have_no_f() -> None:
    rows = random_rows(5, units=12, clusters=2)
    asked = design("none", "cluster", endogenous=("x1",), instruments=("z1", "z2"))
    check = one(rows, asked).checks[0]
    assert (check.reason, check.statistic, check.p) == ("first_stage_singular", None, None)
