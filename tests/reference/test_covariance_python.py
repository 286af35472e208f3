"""Covariances of balanced panels against pyfixest and linearmodels, which were run here, not quoted.

COEFFICIENTS, ERRORS: relative. pyfixest counts degrees of freedom as fixest does, so that its errors are ours under
``dof = "fixest"``. linearmodels differs by a factor, which each test names; ours go without their own.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyfixest as pf
import pytest
from linearmodels.iv import IV2SLS
from linearmodels.panel import PanelOLS
from tests.panels import Rows, design, panel, random_rows, table

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

COEFFICIENTS = 1e-9
ERRORS = 1e-8
ROWS = random_rows(11, units=14, times=8, share=1.0, clusters=6)
SLOPES = ["x1", "x2"]
LAGS = 2
TWO_WAY: dict[str, Any] = {"errors": "cluster", "cluster": "unit", "second_cluster": "year"}


def frame(rows: Rows) -> pd.DataFrame:
    made = pd.DataFrame(rows.values, columns=list(rows.names))
    return made.assign(unit=rows.units, year=rows.times, grp=rows.clusters)


def ours(effects: str, **changes: Any) -> Estimate:
    asked = design(effects, few_clusters="off", **{"dof": "fixest", **changes})
    return fit_table(panel(ROWS, block_units=5), table(asked)).estimates[0]


def agree(found: Estimate, coefficients: Any, errors: Any, factor: float = 1.0) -> None:
    assert found.coefficients == pytest.approx(np.asarray(coefficients), rel=COEFFICIENTS)
    assert found.errors * np.sqrt(factor) == pytest.approx(np.asarray(errors), rel=ERRORS)


PYFIXEST: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "iid": ("iid", {}, {"errors": "iid"}),
    "hc1": ("hetero", {}, {"errors": "hc1"}),
    "cluster": ({"CRV1": "grp"}, {}, {"errors": "cluster", "cluster": "group"}),
    "two-way": ({"CRV1": "unit + year"}, {}, TWO_WAY),
    "driscoll-kraay": (
        "DK",
        {"time_id": "year", "panel_id": "unit", "lag": LAGS},
        {"errors": "driscoll-kraay", "lags": LAGS},
    ),
    "newey-west": (
        "NW",
        {"time_id": "year", "panel_id": "unit", "lag": LAGS},
        {"errors": "newey-west", "lags": LAGS},
    ),
}


@pytest.mark.parametrize("effects", ["none", "unit", "time"])
@pytest.mark.parametrize("kind", PYFIXEST)
def test_pyfixest_agrees(kind: str, effects: str) -> None:
    """One effect at most: with two, release 0.60 may count the wrong one as nested, as the hash seed has it."""
    vcov, settings, changes = PYFIXEST[kind]
    absorbed = {"none": "", "unit": " | unit", "time": " | year"}[effects]
    model = pf.feols(f"y ~ x1 + x2{absorbed}", frame(ROWS), vcov=vcov, vcov_kwargs=settings or None)
    agree(ours(effects, **changes), model.coef()[SLOPES], model.se()[SLOPES])


# linearmodels multiplies by N / (N - effects absorbed) even when asked for no correction (its ``extra_df``).
ABSORBED = {"none": 0, "unit": 14, "time": 8, "unit+time": 21}


def factor(effects: str, found: Estimate) -> float:
    """Our factor taken off, and theirs put on."""
    return len(ROWS) / (len(ROWS) - ABSORBED[effects]) / found.freedom.factor


def within(effects: str, **config: Any) -> tuple[pd.Series, pd.Series]:
    data = frame(ROWS).set_index(["unit", "year"])
    flags = {"entity_effects": "unit" in effects, "time_effects": "time" in effects}
    x = data[SLOPES] if any(flags.values()) else data[SLOPES].assign(const=1.0)
    model = PanelOLS(data["y"], x, **flags).fit(debiased=False, **config)
    return model.params[SLOPES], model.std_errors[SLOPES]


@pytest.mark.parametrize("effects", ["none", "unit", "time", "unit+time"])
def test_robust_errors_of_linearmodels(effects: str) -> None:
    """White's sum over rows."""
    found = ours(effects, errors="hc1")
    agree(found, *within(effects, cov_type="robust"), factor=factor(effects, found))


@pytest.mark.parametrize("effects", ["none", "unit", "time", "unit+time"])
def test_driscoll_kraay_errors_of_linearmodels(effects: str) -> None:
    """The kernel over the sums of each year."""
    found = ours(effects, errors="driscoll-kraay", lags=LAGS)
    config = {"cov_type": "kernel", "kernel": "bartlett", "bandwidth": LAGS}
    agree(found, *within(effects, **config), factor=factor(effects, found))


@pytest.mark.parametrize("effects", ["none", "unit", "time", "unit+time"])
def test_two_way_clusters_of_linearmodels(effects: str) -> None:
    """The three sums as they are."""
    found = ours(effects, **TWO_WAY)
    config = {"cov_type": "clustered", "cluster_entity": True, "cluster_time": True, "group_debias": False}
    agree(found, *within(effects, **config), factor=factor(effects, found))


@pytest.mark.parametrize(
    ("changes", "config"),
    [
        ({"errors": "hc1"}, {"cov_type": "robust"}),
        ({"errors": "cluster", "cluster": "group"}, {"cov_type": "clustered", "clusters": ["grp"]}),
        (TWO_WAY, {"cov_type": "clustered", "clusters": ["unit", "year"]}),
    ],
)
def test_two_stages_of_linearmodels(changes: dict[str, Any], config: dict[str, Any]) -> None:
    """Without a factor; two stages without effects."""
    data = frame(ROWS).assign(const=1.0)
    given = {**config, **({"clusters": data[config["clusters"]]} if "clusters" in config else {})}
    model = IV2SLS(data["y"], data[["x2", "const"]], data[["x1"]], data[["z1", "z2"]]).fit(
        debiased=False, **given
    )
    found = ours("none", endogenous=("x1",), instruments=("z1", "z2"), **changes)
    agree(found, model.params[SLOPES], model.std_errors[SLOPES], factor=1 / found.freedom.factor)
