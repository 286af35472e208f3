"""Leave one unit out against regressions on the other units' rows."""

from dataclasses import replace

import numpy as np
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.leave_one_out import leave_one_out
from paneloom.estimate.readings.left_out import without
from paneloom.study.designs import Design

SHAPES = (
    {"seed": 1, "units": 9},
    {"seed": 2, "weighted": True, "share": 0.6, "units": 12, "clusters": 4},
    {"seed": 3, "parts": 2, "clusters": 5, "units": 12, "weighted": True},
)


def compare(rows_of: dict, asked: Design, *, anew: bool) -> None:
    rows = random_rows(**rows_of)
    data = panel(rows)
    fitted = fit_table(data, table(asked))
    column = leave_one_out(data, fitted).columns[0]
    assert column.anew is anew
    assert len(column.units) == fitted.estimates[0].rows.units
    for at, unit in enumerate(column.units):
        try:
            again = fit_table(data, table(without(asked, unit))).estimates[0]
        except PaneloomError:
            assert np.isnan(column.estimates[at]).all()
            continue
        assert column.estimates[at] == pytest.approx(again.coefficients[:1], rel=1e-10, abs=1e-12)
        assert column.errors[at] == pytest.approx(again.errors[:1], rel=1e-10)
        assert column.df[at] == again.freedom.df
        assert column.p[at] == pytest.approx(again.p[:1], rel=1e-8)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("effects", ["none", "unit", "time", "unit+time"])
@pytest.mark.parametrize("instruments", [(), ("z1", "z2")])
@pytest.mark.parametrize("dof", ["reghdfe", "ivreghdfe", "fixest"])
def test_moments_give_the_regression_on_the_other_units(
    effects: Effects, shape: dict, instruments: tuple[str, ...], dof: str
) -> None:
    endogenous = ("x1",) if instruments else ()
    asked = design(effects, endogenous=endogenous, instruments=instruments, weights="weight", dof=dof)
    asked = replace(asked, few_clusters="off")
    names = {"none": (), "unit": ("unit",), "time": ("time",), "unit+time": ("unit", "time")}[effects]
    if dof != "fixest":
        asked = replace(asked, sample=replace(asked.sample, singletons=names))
    compare(shape, asked, anew=False)


def test_other_errors_are_fitted_anew() -> None:
    compare(SHAPES[0], design("unit+time", "iid"), anew=True)
    compare(SHAPES[0], design("unit+time", "hc1"), anew=True)
