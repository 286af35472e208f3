"""Diagnostics of models: the U shape against its definition, and a named outcome for what has none."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.panels import Rows, design, panel, random_rows, table

from paneloom.estimate.check import Check
from paneloom.estimate.checks.u_shape import fieller
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.study.regress import TestName
from paneloom.wording import say

NAMES = ("wooldridge", "modified-wald", "pesaran-cd", "vif", "u-shape")


def fitted(rows: Rows, **changes: object) -> Estimate:
    made = design(**{"errors": "iid", **changes})
    return fit_table(panel(rows), table(made)).estimates[0]


def curved(turn: float, seed: int = 5) -> Rows:
    rows = random_rows(seed, units=20, times=8)
    rows = rows.changed(x1=rows["x1"] - rows["x1"].mean())
    noise = np.random.default_rng(seed).normal(size=len(rows))
    return rows.changed(y=0.7 * (rows["x1"] - turn) ** 2 + noise)


@pytest.mark.parametrize("square", ["x1^2", "x1 * x1"])
def test_u_shape_is_that_of_lind_and_mehlum(square: str) -> None:
    made = fitted(curved(0.5), regressors=("x1", square), controls=(), tests=("u-shape",))
    (check,) = made.checks
    x = curved(0.5)["x1"]
    gradient = np.array([[1, 2 * x.min()], [1, 2 * x.max()]])
    slopes = gradient @ made.coefficients
    errors = np.sqrt(np.diag(gradient @ made.covariance @ gradient.T))
    assert slopes[0] < 0 < slopes[1]
    t = min(-slopes[0] / errors[0], slopes[1] / errors[1])
    assert check.statistic == pytest.approx(t, rel=1e-10)
    assert check.p == pytest.approx(stats.t.sf(t, made.reference[0]), rel=1e-8)
    facts = dict(check.facts)
    assert (facts["shape"], facts["turning_point_inside"]) == ("u", "yes")
    b, c = made.coefficients
    # Facts are texts of six digits.
    assert float(facts["turning_point"]) == pytest.approx(-b / (2 * c), rel=1e-5)
    ((low, high),) = check.region or ()
    quantile = stats.t.ppf(0.975, made.reference[0])
    for end in (low, high):
        at = np.array([1, 2 * end])
        assert abs(at @ made.coefficients) / math.sqrt(at @ made.covariance @ at) == pytest.approx(quantile)
    assert low < -b / (2 * c) < high


def test_u_shape_outside_the_range_is_no_u_shape() -> None:
    (check,) = fitted(curved(60.0), regressors=("x1", "x1^2"), controls=(), tests=("u-shape",)).checks
    assert check.p is not None
    assert check.p > 0.5
    assert dict(check.facts)["turning_point_inside"] == "no"


def test_the_set_of_fieller_may_be_a_complement_or_the_line() -> None:
    v = np.diag([1.0, 1.0])
    low, high = fieller((4.0, 0.1), v, 2.0)
    assert low[0] == -math.inf
    assert high[1] == math.inf
    assert low[1] < high[0]
    assert fieller((0.1, 0.1), v, 2.0) == ((-math.inf, math.inf),)


def test_the_square_may_be_a_variable() -> None:
    rows = curved(0.5)
    squared = {
        "x1": {"data": "a"},
        "own": {"expr": "x1^2", "source": "own"},
    }
    wide = Rows(
        (*rows.names, "own"),
        np.column_stack([rows.values, rows["x1"] ** 2]),
        rows.units,
        rows.times,
        rows.clusters,
        rows.weights,
    )
    made = design(errors="iid", regressors=("x1", "own"), controls=(), tests=("u-shape",))
    (check,) = fit_table(panel(wide, variables=squared), table(made)).estimates[0].checks
    assert dict(check.facts)["square"] == "own"


def reason(checks: tuple[Check, ...]) -> str:
    (check,) = checks
    assert check.statistic is None
    assert say(f"check.{check.reason}", "zh")
    return check.reason


def test_what_has_no_number_has_a_reason() -> None:
    rows = random_rows(3, units=10, times=7, weighted=True)
    assert reason(fitted(rows, tests=("u-shape",)).checks) == "u_shape_no_square"
    for name in ("wooldridge", "modified-wald", "pesaran-cd"):
        assert reason(fitted(rows, weights="weight", tests=(name,)).checks) == "unit_effects_weights"
    instrumented = {"endogenous": ("x1",), "instruments": ("z1",), "dof": "ivreghdfe"}
    found = [c for c in fitted(rows, **instrumented, tests=("wooldridge",)).checks if c.name == "wooldridge"]
    assert reason(tuple(found)) == "unit_effects_instruments"
    sparse = rows.where(rows.times % 2 == 1)
    gapped = replace(sparse, times=np.where(sparse.times > 2003, sparse.times + 1, sparse.times))
    assert reason(fitted(gapped, tests=("wooldridge",)).checks) == "wooldridge_short"
    short = rows.where(rows.times <= 2002)
    kept = short.where(np.isin(short.units, [u for u in short.units if (short.units == u).sum() == 2]))
    assert reason(fitted(kept, effects="unit", tests=("pesaran-cd",)).checks) == "pesaran_cd_short"
    assert reason(fitted(kept, effects="unit", tests=("modified-wald",)).checks) == "modified_wald_short"


def test_every_diagnostic_has_words() -> None:
    for name in NAMES:
        assert name in TestName.__args__  # type: ignore[attr-defined]
        for language in ("en", "zh"):
            assert say(f"check.{name.replace('-', '_')}", language)
