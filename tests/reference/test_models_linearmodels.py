"""Models of panels against linearmodels, whose random effects follow Stata's conventions; and printed tables.

COEFFICIENTS, ERRORS: relative.
"""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import BetweenOLS, FirstDifferenceOLS, PanelOLS, RandomEffects
from tests.panels import Rows, design, panel, random_rows, table
from tests.reference.models_plm.make import gaps, investment, wages

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.panel.panel import Panel

COEFFICIENTS = 1e-9
ERRORS = 1e-8
SLOPES = {
    "investment": ("invest", ("value", "capital")),
    "wages": ("lwage", ("union", "married", "expersq", "educ", "black", "hisp")),
    "gaps": ("y", ("x1", "x2", "fixed")),
}
DATA = {"investment": investment, "wages": wages, "gaps": gaps}
ERROR_KINDS = ("iid", "hc1", "cluster")


def panel_of(frame: pd.DataFrame) -> Panel:
    names = tuple(column for column in frame if column not in ("unit", "year", "grp"))
    unit = pd.factorize(frame["unit"], sort=True)[0]
    values, year = frame[list(names)].to_numpy(dtype=float), frame["year"].to_numpy(dtype=np.int64)
    return panel(Rows(names, values, unit, year, unit, np.ones(len(frame))))


def ours(
    name: str, model: str, errors: str, slopes: tuple[str, ...] | None = None, **changes: object
) -> Estimate:
    outcome, usual = SLOPES[name]
    slopes = slopes or usual
    asked = design(
        "none",
        errors,
        outcome=outcome,
        regressors=slopes[:1],
        controls=slopes[1:],
        model=model,
        few_clusters="off",
        **changes,
    )
    return fit_table(panel_of(DATA[name]()), table(asked)).estimates[0]


def theirs(name: str) -> tuple[pd.Series, pd.DataFrame]:
    frame = DATA[name]()
    frame["unit"] = pd.factorize(frame["unit"], sort=True)[0]
    frame = frame.set_index(["unit", "year"])
    outcome, slopes = SLOPES[name]
    return frame[outcome], frame[list(slopes)].assign(const=1.0)


def config(errors: str) -> dict[str, object]:
    if errors == "cluster":
        return {"cov_type": "clustered", "cluster_entity": True, "group_debias": True}
    return {"cov_type": "robust" if errors == "hc1" else "unadjusted"}


@pytest.mark.parametrize(("name", "errors"), list(product(DATA, ERROR_KINDS)))
@pytest.mark.parametrize("rule", ["swamy-arora", "baltagi-chang"])
def test_random_effects_agree(name: str, errors: str, rule: str) -> None:
    found = ours(name, "random-effects", errors, components=rule)
    model = RandomEffects(*theirs(name)).fit(small_sample=rule == "baltagi-chang", **config(errors))
    for at, slope in enumerate(found.names):
        assert found.coefficients[at] == pytest.approx(model.params[slope], rel=COEFFICIENTS), slope
        assert found.errors[at] == pytest.approx(model.std_errors[slope], rel=ERRORS), slope
    assert found.constant == pytest.approx(model.params["const"], rel=1e-8)
    assert found.constant_error == pytest.approx(model.std_errors["const"], rel=ERRORS)
    facts, parts = dict(found.facts), model.variance_decomposition
    assert float(facts["sigma_unit"]) ** 2 == pytest.approx(parts["Effects"], rel=1e-8)
    assert float(facts["sigma_rest"]) ** 2 == pytest.approx(parts["Residual"], rel=1e-8)
    theta = model.theta.to_numpy()
    assert float(facts["theta_least"]) == pytest.approx(theta.min(), rel=1e-8)
    assert float(facts["theta_most"]) == pytest.approx(theta.max(), rel=1e-8)
    assert found.r2_within == pytest.approx(model.corr_squared_within, rel=1e-8)
    assert found.r2_overall == pytest.approx(model.corr_squared_overall, rel=1e-8)
    assert float(facts["r2_between"]) == pytest.approx(model.corr_squared_between, rel=1e-8)
    assert found.rss == pytest.approx(model.resid_ss, rel=1e-9)


@pytest.mark.parametrize(("name", "errors"), list(product(DATA, ERROR_KINDS)))
def test_between_agrees(name: str, errors: str) -> None:
    found = ours(name, "between", errors)
    settings = config("hc1" if errors == "cluster" else errors)
    model = BetweenOLS(*theirs(name)).fit(reweight=False, debiased=True, **settings)
    # With a cluster for each unit the sandwiches are the same but for (U - 1) / (U - K) U / (U - 1) = U / (U - K).
    for at, slope in enumerate(found.names):
        assert found.coefficients[at] == pytest.approx(model.params[slope], rel=COEFFICIENTS), slope
        assert found.errors[at] == pytest.approx(model.std_errors[slope], rel=ERRORS), slope
    assert found.r2_within == pytest.approx(model.corr_squared_within, rel=1e-8)
    assert found.r2_overall == pytest.approx(model.corr_squared_overall, rel=1e-8)


@pytest.mark.parametrize("errors", ERROR_KINDS)
def test_first_differences_agree_without_gaps(errors: str) -> None:
    """The witness has no constant among differences: a trend in levels makes one."""
    found = ours("investment", "first-difference", errors)
    y, x = theirs("investment")
    x = x.drop(columns="const").assign(trend=x.index.get_level_values("year"))
    model = FirstDifferenceOLS(y, x).fit(**config(errors))
    for at, slope in enumerate(found.names):
        assert found.coefficients[at] == pytest.approx(model.params[slope], rel=COEFFICIENTS), slope
        assert found.errors[at] == pytest.approx(model.std_errors[slope], rel=ERRORS), slope
    assert found.constant == pytest.approx(model.params["trend"], rel=1e-8)
    assert found.constant_error == pytest.approx(model.std_errors["trend"], rel=ERRORS)


@pytest.mark.parametrize(
    ("name", "errors"), [("investment", "cluster"), ("gaps", "cluster"), ("gaps", "hc1")]
)
def test_mundlak_is_random_effects_on_unit_means(name: str, errors: str) -> None:
    found = ours(name, "mundlak", errors)
    y, x = theirs(name)
    varying = [slope for slope in SLOPES[name][1] if slope != "fixed"]
    means = x[varying].groupby(level=0).transform("mean").add_prefix("mean ")
    model = RandomEffects(y, pd.concat([x, means], axis=1)).fit(**config(errors))
    wanted = [*SLOPES[name][1], *(f"mean {slope}" for slope in varying)]
    assert found.coefficients == pytest.approx(model.params[wanted].to_numpy(), rel=1e-8)
    assert found.errors == pytest.approx(model.std_errors[wanted].to_numpy(), rel=1e-8)


def test_hausman_agrees() -> None:
    check = ours("investment", "random-effects", "iid", tests=("hausman",)).checks[0]
    y, x = theirs("investment")
    random, within = RandomEffects(y, x).fit(), PanelOLS(y, x, entity_effects=True).fit()
    model = random.hausman(within)
    assert check.statistic == pytest.approx(model.statistic.stat, rel=1e-8)
    assert check.df == (model.statistic.df,)


def test_published_tables_of_investment() -> None:
    """Baltagi (table 2.1; Hausman 2.33, section 4.3.1) and Breusch-Pagan 798.162 (Stata's xttest0, table 4.2).

    The last two are quoted from the book (5th edition, pp. 81 and 108) by the tests of plm:
    https://rdrr.io/cran/plm/src/inst/tests/test_phtest_Hausman_regression.R
    https://rdrr.io/cran/plm/src/inst/tests/test_pbsytest_unbalanced.R
    The coefficients of table 2.1 were not looked up: plm prints the same (models_plm).
    """
    tests = ("hausman", "breusch-pagan")
    found = ours("investment", "random-effects", "iid", tests=tests)
    assert [f"{b:.3f}" for b in found.coefficients] == ["0.110", "0.308"]
    assert [f"{s:.3f}" for s in found.errors] == ["0.010", "0.017"]
    between = ours("investment", "between", "iid")
    assert [f"{b:.3f}" for b in between.coefficients] == ["0.135", "0.032"]
    assert [f"{s:.3f}" for s in between.errors] == ["0.029", "0.191"]
    facts = dict(found.facts)
    assert (round(float(facts["sigma_unit"]), 2), round(float(facts["sigma_rest"]), 2)) == (84.20, 52.77)
    assert [round(check.statistic or 0, 2) for check in found.checks] == [2.33, 798.16]
    hussain = dict(ours("investment", "random-effects", "iid", components="wallace-hussain").facts)
    assert round(float(hussain["sigma_unit"]), 2) == 87.36


def test_published_wage_equation() -> None:
    """Wooldridge (Introductory Econometrics, table 14.2): random effects with year dummies.

    The numbers were not looked up in a page; linearmodels and plm give the same on these data.
    """
    slopes = (*SLOPES["wages"][1], "exper")
    found = ours("wages", "random-effects", "iid", slopes, absorb=("year",))
    printed = {
        "educ": ("0.092", "0.011"),
        "black": ("-0.139", "0.048"),
        "hisp": ("0.022", "0.043"),
        "married": ("0.064", "0.017"),
        "union": ("0.106", "0.018"),
    }
    for name, shown in printed.items():
        slope = found[name]
        assert (f"{slope.estimate:.3f}", f"{slope.error:.3f}") == shown, name
    assert f"{found['exper'].estimate:.3f}" == "0.106"
    assert f"{found['expersq'].estimate:.4f}" == "-0.0047"


def test_random_rows_with_time_dummies_agree() -> None:
    rows = random_rows(5, units=20, times=6, share=0.8)
    found = fit_table(
        panel(rows), table(design("time", "cluster", model="random-effects", cluster="unit"))
    ).estimates[0]
    frame = pd.DataFrame(rows.values, columns=list(rows.names)).assign(unit=rows.units, year=rows.times)
    frame = frame.set_index(["unit", "year"])
    dummies = pd.get_dummies(rows.times, drop_first=True, dtype=float).set_axis(frame.index).add_prefix("t")
    x = pd.concat([frame[["x1", "x2"]].assign(const=1.0), dummies], axis=1)
    model = RandomEffects(frame["y"], x).fit(**config("cluster"))
    assert found.coefficients == pytest.approx(model.params[["x1", "x2"]].to_numpy(), rel=COEFFICIENTS)
    assert found.errors == pytest.approx(model.std_errors[["x1", "x2"]].to_numpy(), rel=ERRORS)
