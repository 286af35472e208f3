"""Tests of instruments written out the long way, and what becomes of bad instruments."""

from typing import Any

import numpy as np
import pytest
from tests.brute_force import partial_out
from tests.panels import Rows, design, panel, random_rows, table

from paneloom.errors import PaneloomError
from paneloom.estimate.check import Check
from paneloom.estimate.checks.effective_f import critical_value, worst_bias
from paneloom.estimate.checks.stock_yogo import stock_yogo
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

NAMES = ("y", "x1", "x2", "x3", "z1", "z2", "z3")


def one(rows: Rows, **changes: Any) -> Estimate:
    return fit_table(panel(rows), table(design(**{"dof": "ivreghdfe", **changes}))).estimates[0]


def found(made: Estimate, name: str, about: str = "") -> Check:
    return next(check for check in made.checks if check.name == name and about in ("", check.about))


def two_endogenous(seed: int = 11) -> Rows:
    rows = random_rows(seed, units=20, times=7, share=0.85, names=NAMES)
    return rows.changed(
        x1=rows["x1"] + 0.6 * rows["z1"] + 0.2 * rows["z3"] + 0.5 * rows["y"],
        x2=rows["x2"] + 0.5 * rows["z2"] - 0.3 * rows["z3"] - 0.4 * rows["y"],
    )


BOTH: dict[str, Any] = {"regressors": ("x1", "x2"), "controls": ("x3",), "endogenous": ("x1", "x2")}


@pytest.mark.parametrize("instruments", [("z1", "z2"), ("z1", "z2", "z3")])
def test_the_conditional_f_is_that_of_sanderson_and_windmeijer(instruments: tuple[str, ...]) -> None:
    rows = two_endogenous()
    made = one(rows, effects="unit", errors="iid", instruments=instruments, **BOTH)
    swept = partial_out(rows, "unit")
    at = {name: swept[:, [i]] for i, name in enumerate(rows.names)}
    exogenous, z = at["x3"], np.hstack([at[name] for name in instruments])
    whole = np.hstack([z, exogenous])

    def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.asarray(x @ np.linalg.lstsq(x, y, rcond=None)[0])

    for own, other in (("x1", "x2"), ("x2", "x1")):
        regressors = np.hstack([at[other], exogenous])
        fitted = np.hstack([fit(whole, at[other]), exogenous])
        left = at[own] - regressors @ np.linalg.lstsq(fitted, at[own], rcond=None)[0]
        rest = left - fit(whole, left)
        check = found(made, "sanderson_windmeijer", own)
        explained = float((left**2).sum() - (rest**2).sum()) / (len(instruments) - 1)
        variance = float((rest**2).sum()) / check.df[1]
        assert check.df == (len(instruments) - 1, made.first_stages[0].freedom.df)
        assert check.statistic == pytest.approx(explained / variance, rel=1e-9)


def test_rank_statistics_do_not_depend_on_how_instruments_are_written() -> None:
    rows = two_endogenous()
    turned = rows.changed(
        z1=1e4 * (rows["z1"] + 2 * rows["z2"]), z2=rows["z2"] - rows["z3"], x2=rows["x2"] * 1e-3
    )
    for errors in ("iid", "cluster"):
        first, second = (
            one(each, effects="unit+time", errors=errors, instruments=("z1", "z2", "z3"), **BOTH)
            for each in (rows, turned)
        )
        for name in ("kleibergen_paap_lm", "kleibergen_paap_f", "cragg_donald_f", "wu_hausman"):
            assert found(first, name).statistic == pytest.approx(found(second, name).statistic, rel=1e-8)


def test_two_way_clusters_have_every_test() -> None:
    rows = two_endogenous(12)
    made = one(
        rows, effects="unit", cluster="group", second_cluster="year", instruments=("z1", "z2", "z3"), **BOTH
    )
    assert all(check.statistic is not None for check in made.checks)
    single = one(
        rows,
        effects="unit",
        cluster="group",
        second_cluster="year",
        regressors=("x1",),
        controls=("x3",),
        endogenous=("x1",),
        instruments=("z1", "z3"),
    )
    assert found(single, "kleibergen_paap_f").statistic == pytest.approx(
        found(single, "first_stage_f").statistic, rel=0.2
    )


def test_an_indefinite_covariance_of_the_scores_gives_no_j_and_no_gmm() -> None:
    """The panel of seed 11: a difference of three sums of squares, with a negative eigenvalue."""
    two_way: dict[str, Any] = {
        "effects": "unit",
        "cluster": "group",
        "second_cluster": "year",
        "instruments": ("z1", "z2", "z3"),
    }
    rows = two_endogenous(11)
    check = found(one(rows, **two_way, **BOTH), "hansen_j")
    assert (check.statistic, check.p, check.reason) == (None, None, "scores_indefinite")
    with pytest.raises(PaneloomError) as told:
        one(rows, **two_way, **BOTH, estimator="gmm")
    assert told.value.slug == "gmm-weights-indefinite"
    assert found(one(rows, **two_way, **BOTH, estimator="liml"), "hansen_j").reason == "scores_indefinite"


@pytest.mark.parametrize("errors", ["cr2", "cr3"])
def test_corrections_of_single_equations_fall_back_on_clusters(errors: str) -> None:
    rows = two_endogenous()
    iv: dict[str, Any] = {
        "regressors": ("x1",),
        "controls": ("x3",),
        "endogenous": ("x1",),
        "instruments": ("z1", "z3"),
    }
    plain = one(rows, effects="unit", errors="cluster", **iv)
    made = one(rows, effects="unit", errors=errors, cluster="group", **iv)
    for name in ("kleibergen_paap_lm", "kleibergen_paap_f", "effective_f", "anderson_rubin", "hansen_j"):
        check = found(made, name)
        assert check.covariance == "cluster"
        assert check.statistic == pytest.approx(found(plain, name).statistic, rel=1e-8)


def test_the_critical_values_of_one_instrument_are_those_printed_by_weakivtest() -> None:
    """37.418, 23.109, 15.062 and 12.039 for 5, 10, 20 and 30 %, as every just-identified use of it prints.

    No page that prints them was looked up: they are quantiles of a chi-squared, which the next test recomputes.
    """
    rows = two_endogenous()
    made = one(rows, regressors=("x1",), controls=("x3",), endogenous=("x1",), instruments=("z1",))
    critical = [value for _, value in found(made, "effective_f").critical]
    assert critical == pytest.approx([37.418, 23.109, 15.062, 12.039], abs=5e-4)


def test_critical_values_of_many_like_instruments() -> None:
    """Equal eigenvalues: K (1 + 2 x) / (1 + 2 x) = K degrees, noncentrality K x (section 4.1)."""
    from scipy import stats

    for k, x in ((3, 10.0), (5, 4.0)):
        assert critical_value(np.eye(k), x) == pytest.approx(stats.ncx2.ppf(0.95, k, k * x) / k, rel=1e-9)


@pytest.mark.parametrize("count", [1, 3, 4, 8])
def test_the_worst_bias_under_iid_errors_is_one_less_two_in_l(count: int) -> None:
    """Proportional covariances: |L - 2| / L times the correlation, at its largest 1 (section 3)."""
    eye = np.eye(count)
    assert worst_bias(2.0 * eye, 0.7 * eye, 1.5 * eye) == pytest.approx(abs(count - 2) / count, rel=1e-9)


def test_the_worst_bias_is_no_less_than_any() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        root = rng.normal(size=(6, 9))
        joint = root @ root.T
        outcome, between, first = joint[:3, :3], joint[:3, 3:], joint[3:, 3:]
        worst = worst_bias(outcome, between, first)
        for beta in np.concatenate([np.linspace(-8, 8, 2001), [-1e6, 1e6]]):
            s12, s1 = between - beta * first, outcome - beta * (between + between.T) + beta**2 * first
            direction = np.linalg.eigh((s12 + s12.T) / 2)[1]
            for c in direction.T:
                bias = abs(np.trace(s12) - 2 * c @ s12 @ c) / np.sqrt(np.trace(s1) * np.trace(first))
                assert bias <= worst * (1 + 1e-9)


def test_stock_and_yogo() -> None:
    assert dict(stock_yogo("2sls", 1, 1)) == {
        "size_10": 16.38,
        "size_15": 8.96,
        "size_20": 6.66,
        "size_25": 5.53,
    }
    assert dict(stock_yogo("2sls", 2, 4))["bias_5"] == 11.04
    assert dict(stock_yogo("liml", 1, 3))["size_10"] == 6.46
    assert stock_yogo("2sls", 4, 6) == () == stock_yogo("2sls", 1, 40)


def test_the_lag_of_a_regressor_is_told_with_its_persistence() -> None:
    rows = random_rows(2, units=16, times=9, share=1.0)
    iv: dict[str, Any] = {"endogenous": ("x1",), "instruments": ("L.x1",), "effects": "unit"}
    made = one(rows, **iv)
    check = found(made, "lag_instrument")
    f = found(made, "first_stage_f")
    assert check.about == "x1"
    assert dict(check.facts) == {"instrument": "L.x1", "periods": "1"}
    assert check.statistic is not None
    assert -1 < check.statistic < 1
    assert f.statistic is not None
    assert not [
        c for c in one(rows, endogenous=("x1",), instruments=("z1",)).checks if c.name == "lag_instrument"
    ]


def test_no_more_instruments_than_needed_test_nothing() -> None:
    made = one(random_rows(6, units=12), endogenous=("x1",), instruments=("z1",))
    assert found(made, "hansen_j").reason == "just_identified"


@pytest.mark.parametrize("estimator", ["2sls", "liml"])
def test_an_instrument_that_is_the_regressor_leaves_reasons(estimator: str) -> None:
    rows = random_rows(5)
    made = one(rows.changed(z1=rows["x1"]), endogenous=("x1",), instruments=("z1",), estimator=estimator)
    for check in made.checks:
        assert check.statistic is None
        assert check.reason in ("first_stage_exact", "just_identified")


@pytest.mark.parametrize("estimator", ["2sls", "liml", "gmm"])
def test_useless_instruments_are_refused_by_name(estimator: str) -> None:
    rows = random_rows(5, units=12)
    swept = rows["x1"] - rows["x1"]
    with pytest.raises(PaneloomError) as told:
        one(rows.changed(z1=swept + 3.0), endogenous=("x1",), instruments=("z1",), estimator=estimator)
    assert told.value.slug in ("absorbed", "not-identified", "no-variation")


def test_more_moments_than_clusters_cannot_be_weighted() -> None:
    rows = random_rows(5, units=12, clusters=2)
    with pytest.raises(PaneloomError) as told:
        one(rows, effects="unit", endogenous=("x1",), instruments=("z1", "z2"), estimator="gmm")
    assert told.value.slug == "gmm-weights"
    made = one(rows, effects="unit", endogenous=("x1",), instruments=("z1", "z2"))
    assert found(made, "hansen_j").reason == "moments_singular"


@pytest.mark.parametrize("estimator", ["2sls", "liml", "gmm"])
@pytest.mark.parametrize("errors", ["iid", "cluster"])
def test_the_union_of_intervals_is_that_of_models_of_what_is_left(estimator: str, errors: str) -> None:
    rows = random_rows(7, units=16, times=6)
    iv: dict[str, Any] = {
        "effects": "unit", "errors": errors, "endogenous": ("x1",), "instruments": ("z1",), "estimator": estimator,
    }  # fmt: skip
    made = one(rows, tests=("plausibly-exogenous",), gamma=(-0.1, 0.3), **iv)
    ends = [one(rows.changed(y=rows["y"] - g * rows["z1"]), **iv).interval()[0] for g in (-0.1, 0.3)]
    (region,) = found(made, "plausibly_exogenous").region or ()
    assert region == pytest.approx((min(e[0] for e in ends), max(e[1] for e in ends)), rel=1e-8)
    for g in np.linspace(-0.1, 0.3, 9):
        low, high = one(rows.changed(y=rows["y"] - g * rows["z1"]), **iv).interval()[0]
        assert region[0] <= low + 1e-9
        assert high <= region[1] + 1e-9


def test_no_range_and_no_instruments_are_reasons() -> None:
    rows = random_rows(7)
    assert found(one(rows, tests=("plausibly-exogenous",)), "plausibly_exogenous").reason == "no_instruments"
    made = one(rows, endogenous=("x1",), instruments=("z1",), tests=("plausibly-exogenous",))
    assert found(made, "plausibly_exogenous").reason == "no_range"
