"""Every kind of model against pyfixest and linearmodels, under conventions chosen to be ours.

COEFFICIENTS, ERRORS: relative; pyfixest iterates to fixef_tol = 1e-12, linearmodels solves dummies directly.
"""

import warnings
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pyfixest
import pytest
from linearmodels.iv import IV2SLS
from linearmodels.panel import PanelOLS
from statsmodels.datasets import grunfeld
from tests.brute_force import dummies
from tests.panels import EFFECTS, Rows, design, panel, random_rows, table

from paneloom.algebra.effects import Effects
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

COEFFICIENTS = 1e-9
ERRORS = 1e-8
SHAPES = {
    "balanced": {"seed": 1, "share": 1.0},
    "gaps": {"seed": 2, "share": 0.7, "units": 14, "times": 7},
    "coarse": {"seed": 3, "share": 0.8, "units": 15, "clusters": 5},
}


@dataclass(frozen=True)
class Case:
    shape: str
    effects: Effects
    errors: str
    iv: bool
    weighted: bool

    def __str__(self) -> str:
        words = (
            self.shape,
            self.effects,
            self.errors,
            "2sls" if self.iv else "ols",
            "w" if self.weighted else "",
        )
        return "-".join(filter(None, words))


CASES = [
    Case(*choice) for choice in product(SHAPES, EFFECTS, ("iid", "cluster"), (False, True), (False, True))
]


def ours(case: Case, rows: Rows) -> Estimate:
    asked = design(
        case.effects,
        case.errors,
        endogenous=("x1",) if case.iv else (),
        instruments=("z1", "z2") if case.iv and case.shape == "coarse" else ("z1",) if case.iv else (),
        weights="weight" if case.weighted else None,
        dof="reghdfe",
    )
    return fit_table(panel(rows, block_units=4), table(asked)).estimates[0]


def framed(rows: Rows) -> pd.DataFrame:
    columns = {name: rows[name] for name in rows.names}
    columns |= {"unit": rows.units, "year": rows.times, "grp": rows.clusters, "weight": rows.weights}
    return pd.DataFrame(columns)


def with_a_singleton(rows: Rows) -> Rows:
    """The rows and one more unit seen once, which every package must leave out."""
    code = rows.units.max() + 1
    return Rows(
        rows.names,
        np.vstack([rows.values, rows.values[:1] + 1]),
        np.append(rows.units, code),
        np.append(rows.times, rows.times[0]),
        np.append(rows.clusters, rows.clusters[0]),
        np.append(rows.weights, 1.0),
    )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pyfixest_agrees(case: Case) -> None:
    rows = random_rows(**SHAPES[case.shape], weighted=True)
    if "unit" in case.effects:
        rows = with_a_singleton(rows)
    found = ours(case, rows)
    # Blanks around "+": release 0.60 mixes up the effects of a formula without them, depending on the hash seed.
    effects = {"none": "", "unit": " | unit", "time": " | year", "unit+time": " | unit + year"}[case.effects]
    if case.iv:
        formula = f"y ~ x2{effects} | x1 ~ {' + '.join(found.design.instruments)}"
    else:
        formula = f"y ~ x1 + x2{effects}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pyfixest.feols(
            formula,
            framed(rows),
            vcov="iid" if case.errors == "iid" else {"CRV1": "grp"},
            weights="weight" if case.weighted else None,
            ssc=pyfixest.ssc(k_adj=True, k_fixef="nonnested", G_adj=True, G_df="min"),
            fixef_rm="singleton",
            fixef_tol=1e-12,
            fixef_maxiter=1_000_000,
        )
    coefficients, errors = theirs.coef(), theirs.se()
    for at, name in enumerate(found.names):
        assert found.coefficients[at] == pytest.approx(coefficients[name], rel=COEFFICIENTS), name
        assert found.errors[at] == pytest.approx(errors[name], rel=ERRORS), name
    assert found.rows.used == theirs._N
    if case.effects == "none":
        assert found.constant == pytest.approx(coefficients["Intercept"], rel=COEFFICIENTS)
        assert found.constant_error == pytest.approx(errors["Intercept"], rel=ERRORS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_linearmodels_agrees_on_dummies(case: Case) -> None:
    """IV2SLS on explicit dummies; its covariance without small-sample factor is scaled by ours."""
    rows = random_rows(**SHAPES[case.shape], weighted=True)
    found = ours(case, rows)
    d = dummies(rows, case.effects)
    if case.effects == "unit+time":
        d = np.delete(d, np.unique(rows.units).size, axis=1)
    assert np.linalg.matrix_rank(d) == d.shape[1]
    frame = framed(rows)
    exogenous = pd.concat(
        [frame[["x2"] if case.iv else ["x1", "x2"]], pd.DataFrame(d).add_prefix("d")], axis=1
    )
    model = IV2SLS(
        frame["y"],
        exogenous,
        frame[["x1"]] if case.iv else None,
        frame[list(found.design.instruments)] if case.iv else None,
        weights=frame["weight"] if case.weighted else None,
    )
    if case.errors == "iid":
        theirs = model.fit(cov_type="unadjusted", debiased=True)
        scale = 1.0
    else:
        theirs = model.fit(cov_type="clustered", clusters=frame["grp"], debiased=False)
        scale = np.sqrt(found.freedom.factor)
    for at, name in enumerate(found.names):
        assert found.coefficients[at] == pytest.approx(theirs.params[name], rel=COEFFICIENTS), name
        assert found.errors[at] == pytest.approx(scale * theirs.std_errors[name], rel=ERRORS), name


@pytest.mark.parametrize("effects", ["unit", "time", "unit+time"])
def test_linearmodels_panel_ols_agrees(effects: Effects) -> None:
    rows = random_rows(**SHAPES["gaps"])
    frame = framed(rows).set_index(["unit", "year"])
    theirs = PanelOLS(
        frame["y"], frame[["x1", "x2"]], entity_effects="unit" in effects, time_effects="time" in effects
    ).fit(cov_type="unadjusted")
    found = fit_table(panel(rows), table(design(effects, "iid"))).estimates[0]
    assert found.coefficients == pytest.approx(theirs.params.to_numpy(), rel=COEFFICIENTS)
    assert found.errors == pytest.approx(theirs.std_errors.to_numpy(), rel=ERRORS)
    assert found.r2_within == pytest.approx(theirs.rsquared, rel=1e-9)


def test_grunfeld_clustered_two_way_error() -> None:
    """0.06328129: Stata's xtreg and areg, reghdfe, fixest and plm's data, ten firms, inv on capital."""
    frame = grunfeld.load_pandas().data
    frame = frame[frame["firm"] != "American Steel"].sort_values(["firm", "year"])
    firm = pd.factorize(frame["firm"], sort=True)[0]
    values = frame[["invest", "capital"]].to_numpy(dtype=float)
    rows = Rows(("y", "x1"), values, firm, frame["year"].to_numpy(dtype=np.int64), firm, np.ones(len(frame)))
    found = fit_table(panel(rows), table(design(controls=()))).estimates[0]
    assert (found.rows.used, found.rows.units, found.rows.times) == (200, 10, 20)
    assert found.freedom.parameters == 1 + 20
    assert f"{found.errors[0]:.8f}" == "0.06328129"
