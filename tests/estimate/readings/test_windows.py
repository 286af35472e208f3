"""Windows, marginal effects and winsorized rows against rows chosen, combined and cut by hand."""

from dataclasses import replace

import numpy as np
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.errors import PaneloomError
from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.marginal_effects import marginal_effects, products
from paneloom.estimate.readings.windows import spans, windows
from paneloom.study.sample import Sample

ROWS = random_rows(seed=8, units=14, times=7, share=0.9)
ASKED = design("unit+time", few_clusters="off", cluster="unit")


def test_windows_are_models_on_their_years() -> None:
    data = panel(ROWS)
    found = windows(data, fit_table(data, table(ASKED)))
    assert found.length == 4
    assert len(found.windows) == 4 + 3
    for one in found.windows:
        again = fit_table(data, table(replace(ASKED, sample=Sample(times=(one.first, one.last))))).estimates[
            0
        ]
        assert one.estimate == pytest.approx(again.coefficients[0], rel=1e-12)
        assert one.error == pytest.approx(again.errors[0], rel=1e-12)
        assert one.rows == again.rows.used


def test_spans_move_and_grow() -> None:
    assert spans([1, 2, 3, 4], 3) == [("moving", 1, 3), ("moving", 2, 4), ("expanding", 1, 4)]


def test_marginal_effects_are_slopes_of_a_shifted_moderator() -> None:
    data = panel(ROWS)
    asked = replace(ASKED, regressors=("x1", "z1", "x1 * z1"))
    found = marginal_effects(data, fit_table(data, table(asked))).found[0]
    assert (found.regressor, found.moderator) == ("x1", "z1")
    for point in found.points:
        # Around m the slope of the regressor itself is its marginal effect at m.
        moved = panel(ROWS.changed(z1=ROWS["z1"] - np.quantile(ROWS["z1"], point.quantile)))
        one = fit_table(moved, table(asked)).estimates[0]
        assert point.effect == pytest.approx(one.coefficients[0], rel=1e-9, abs=1e-11)
        assert point.error == pytest.approx(one.errors[0], rel=1e-9)
        assert (point.low, point.high) == pytest.approx(tuple(one.interval()[0]), rel=1e-8)


def test_products_are_found_whatever_their_order() -> None:
    assert products(("x", "m", "m * x")) == (("x", "m", "m * x"),)
    assert products(("x", "m")) == ()


@pytest.mark.parametrize("model", ["within", "between", "random-effects"])
def test_winsorized_models_rest_on_cut_columns(model: str) -> None:
    absorb = ("unit", "year") if model == "within" else ()
    asked = replace(ASKED, model=model, absorb=absorb, winsorize=(0.05, 0.9), errors="iid", cluster=None)
    cut = {name: np.clip(ROWS[name], *np.quantile(ROWS[name], (0.05, 0.9))) for name in ("y", "x1", "x2")}
    found = fit_table(panel(ROWS), table(asked)).estimates[0]
    expected = fit_table(panel(ROWS.changed(**cut)), table(replace(asked, winsorize=None))).estimates[0]
    assert found.coefficients == pytest.approx(expected.coefficients, rel=1e-12)
    assert found.errors == pytest.approx(expected.errors, rel=1e-12)
    told = dict(found.facts)
    assert told["winsorize"] == "0.05, 0.9"
    assert sum(key == "winsorized" for key, _ in found.facts) == 3


def test_quantiles_out_of_order_are_refused() -> None:
    with pytest.raises(PaneloomError, match="quantiles between 0 and 1") as raised:
        fit_table(panel(ROWS), table(replace(ASKED, winsorize=(0.9, 0.1))))
    assert raised.value.slug == "winsorize-range"
