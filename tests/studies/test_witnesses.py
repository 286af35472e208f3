"""Every coefficient and error of the three studies, beside pyfixest and linearmodels.

Both witnesses demean by another road: pyfixest iterates (to 1e-12), linearmodels solves with dummies. The
sandwich of a clustered error is compared without its small-sample factor, which is the convention of the
preset and is held by hand in ``tests/estimate/test_freedom.py``; pyfixest's own factor is that of "reghdfe".
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest
import pytest
from linearmodels.iv import IV2SLS
from linearmodels.panel import PanelOLS

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.index.build import build_index, with_scores
from paneloom.open import open_panel
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design, table_designs
from paneloom.study.reading import read_study

COEFFICIENTS = 1e-8  # relative: what pyfixest's iteration to 1e-12 leaves on the worst conditioned column
ERRORS = 1e-8  # relative
ROOT = Path(__file__).parents[2]
DATA = {"china-provinces": ROOT.parent / "shared" / "data" / "china"}
STUDIES = (
    "us-public-capital",
    "nqp-rural",
    pytest.param("china-provinces", marks=pytest.mark.shared),
)


@cache
def fitted(study: str) -> tuple[Panel, tuple[Estimate, ...]]:
    folder = ROOT / "studies" / study
    panel = open_panel(read_study(folder / "study.toml"), folder, DATA.get(study))
    for name in panel.study.index:
        panel = with_scores(panel, build_index(panel, name, folder))
    tables = [fit_table(panel, table) for table in table_designs(panel.study)]
    return panel, tuple(estimate for table in tables for estimate in table.estimates)


def rows_of(panel: Panel, design: Design) -> pd.DataFrame:
    """The sample of a design, rebuilt with pandas alone from the raw columns; lags by key."""
    unit, time = panel.study.unit, panel.study.time
    frame = panel.rows.frame
    data = pd.DataFrame({unit: frame.unit_names, time: frame.time} | dict(frame.numbers))
    for name, labels in frame.categories.items():
        data[name] = labels
    for name in design.sample.complete:
        if name.startswith("L."):
            before = data.set_index([unit, time])[name[2:]]
            keys = pd.MultiIndex.from_arrays([data[unit], data[time] - 1])
            data[safe(name)] = before.reindex(keys).to_numpy()
    if design.sample.times:
        data = data[data[time].between(*design.sample.times)]
    for name, level in design.sample.where:
        data = data[data[name] == level]
    data = data[~data[unit].isin(design.sample.drop_units)]
    return data.dropna(subset=[safe(name) for name in design.sample.complete]).reset_index(drop=True)


def safe(name: str) -> str:
    return name.replace("L.", "lag_")


def relative(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.max(np.abs(ours / theirs - 1)))


@pytest.mark.parametrize("study", STUDIES)
def test_pyfixest_agrees(study, record_property):
    panel, estimates = fitted(study)
    worst = [0.0, 0.0]
    for estimate in estimates:
        design, data = estimate.design, rows_of(panel, estimate.design)
        exogenous = [name for name in design.slopes if name not in design.endogenous]
        formula = f"{design.outcome} ~ {' + '.join(exogenous) or '1'} | {' + '.join(design.absorb)}"
        if design.endogenous:
            formula += f" | {design.endogenous[0]} ~ {safe(design.instruments[0])}"
        clustered = estimate.kind == "cluster"
        fit = pyfixest.feols(
            formula,
            data,
            vcov={"CRV1": design.cluster} if clustered else "iid",
            ssc=pyfixest.ssc(k_adj=True, k_fixef="nonnested" if clustered else "full", G_adj=True),
            fixef_tol=1e-12,
        )
        assert estimate.rows.used == fit._N
        theirs = fit.coef()[list(estimate.names)].to_numpy()
        errors = fit.se()[list(estimate.names)].to_numpy()
        if (
            design.dof == "ivreghdfe"
        ):  # pyfixest counts one parameter more; see docs/methods/degrees-of-freedom
            n, k = estimate.rows.used, estimate.freedom.parameters
            errors = errors * np.sqrt((n - k - 1) / (n - k))
        worst[0] = max(worst[0], relative(estimate.coefficients, theirs))
        worst[1] = max(worst[1], relative(estimate.errors, errors))
    record_property(f"{study}: {len(estimates)} models, pyfixest, coefficients", f"{worst[0]:.1e}")
    record_property(f"{study}: {len(estimates)} models, pyfixest, errors", f"{worst[1]:.1e}")
    assert worst[0] < COEFFICIENTS
    assert worst[1] < ERRORS


@pytest.mark.parametrize("study", STUDIES)
def test_linearmodels_agrees(study, record_property):
    panel, estimates = fitted(study)
    worst = [0.0, 0.0]
    for estimate in estimates:
        data = rows_of(panel, estimate.design)
        fit = (
            two_stage(panel, estimate, data) if estimate.design.endogenous else within(panel, estimate, data)
        )
        raw = estimate.errors / np.sqrt(estimate.freedom.factor)
        names = list(estimate.names)
        worst[0] = max(worst[0], relative(estimate.coefficients, fit.params[names].to_numpy()))
        worst[1] = max(worst[1], relative(raw, fit.std_errors[names].to_numpy()))
    record_property(f"{study}: {len(estimates)} models, linearmodels, coefficients", f"{worst[0]:.1e}")
    record_property(f"{study}: {len(estimates)} models, linearmodels, errors", f"{worst[1]:.1e}")
    assert worst[0] < COEFFICIENTS
    assert worst[1] < ERRORS


def within(panel: Panel, estimate: Estimate, data: pd.DataFrame):
    """Linearmodels' PanelOLS: the bare sandwich, or s2 with every effect counted."""
    design, unit, time = estimate.design, panel.study.unit, panel.study.time
    indexed = data.set_index([unit, time])
    model = PanelOLS(
        indexed[design.outcome],
        indexed[list(design.slopes)],
        entity_effects=unit in design.absorb,
        time_effects=time in design.absorb,
    )
    if estimate.kind == "iid":
        return model.fit(cov_type="unadjusted", debiased=True)
    return model.fit(
        cov_type="clustered", cluster_entity=True, debiased=False, auto_df=False, count_effects=False
    )


def two_stage(panel: Panel, estimate: Estimate, data: pd.DataFrame):
    """Linearmodels' IV2SLS on explicit dummies; the clustered sandwich without a factor."""
    design = estimate.design
    dummies = pd.get_dummies(data[list(design.absorb)].astype(str), drop_first=True, dtype=float)
    exogenous = [name for name in design.slopes if name not in design.endogenous]
    # Around their means, the columns and the dummies differ less in size.
    outside = pd.concat([data[exogenous] - data[exogenous].mean(), dummies.assign(one=1.0)], axis=1)
    model = IV2SLS(
        data[design.outcome],
        outside,
        data[list(design.endogenous)],
        data[[safe(name) for name in design.instruments]],
    )
    return model.fit(cov_type="clustered", clusters=pd.factorize(data[design.cluster])[0], debiased=False)
