"""Placebos against refits of rows with moved paths."""

from dataclasses import replace

import numpy as np
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.placebo import placebo

ROWS = random_rows(seed=8, units=9, times=6, share=1.0, clusters=5, weighted=True)


@pytest.mark.parametrize("effects", ["none", "unit", "time", "unit+time"])
@pytest.mark.parametrize("share", [1.0, 0.8])
def test_permuted_paths_are_refits(effects: str, share: float) -> None:
    rows = ROWS
    if share < 1:
        gone = np.random.default_rng(3).uniform(size=len(rows)) > share
        rows = rows.changed(y=np.where(gone, np.nan, rows["y"]))
    data = panel(rows)
    asked = design(effects, few_clusters="off", draws=99, weights="weight")
    made = fit_table(data, table(asked))
    found = placebo(data, made).units[0]
    random = np.random.Generator(np.random.PCG64(asked.seed))
    chosen = random.permuted(np.tile(np.arange(9), (99, 1)), axis=1)
    x = rows["x1"].reshape(9, 6)
    t = []
    for order in chosen:
        moved = rows.changed(x1=x[order].ravel())
        t.append(fit_table(panel(moved), table(asked)).estimates[0].t[0])
    t = np.array(t)
    observed = made.estimates[0].t[0]
    assert found.p == (1 + (np.abs(t) >= abs(observed) * (1 - 1e-10)).sum()) / 100
    assert found.mean == pytest.approx(t.mean(), rel=1e-8, abs=1e-10)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(t, (0.025, 0.975))), rel=1e-8)
    assert (found.draws, found.kept) == (99, 0)


def test_led_regressors_are_models_of_their_own() -> None:
    data = panel(ROWS)
    asked = design("unit+time", few_clusters="off", draws=99)
    found = placebo(data, fit_table(data, table(asked))).times
    assert [one.periods for one in found] == [1, 2, 3]
    again = fit_table(data, table(replace(asked, regressors=("F.x1",)))).estimates[0]
    assert found[0].estimate == pytest.approx(again.coefficients[0], rel=1e-12)


def test_instruments_have_no_placebo() -> None:
    data = panel(ROWS)
    asked = design("unit+time", few_clusters="off", endogenous=("x1",), instruments=("z1",))
    assert placebo(data, fit_table(data, table(asked))).reasons == ("placebo_ols",)
