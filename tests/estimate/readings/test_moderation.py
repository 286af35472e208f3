"""Tables of moderators, with and without means taken off, against products written by hand."""

from dataclasses import replace

import numpy as np
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.marginal_effects import marginal_effects
from paneloom.estimate.readings.windows import windows
from paneloom.study.designs import TableDesign, table_designs
from paneloom.study.model import Study
from paneloom.study.moderation import product
from paneloom.study.resolve import resolved_toml

ROWS = random_rows(seed=8, units=14, times=7, share=0.9)
AT = (0.2, 0.5, 0.9)


def study(**choices: object) -> Study:
    part = {"y": "y", "x": ("x1",), "controls": ("z1", "x2"), "moderators": ("z1", "z2")} | choices
    return Study.model_validate(
        {
            "study": {"title": "", "panel": ("unit", "year")},
            "data": {"d": {"file": "d.csv"}},
            "variables": {name: {} for name in ("y", "x1", "x2", "z1", "z2")},
            "moderation": {"m": part},
        }
    )


def asked(**choices: object) -> TableDesign:
    return table_designs(study(absorb=("unit", "year"), cluster="unit", few_clusters="off", **choices))[0]


def test_each_moderator_has_a_column_with_its_product() -> None:
    found = asked(at=AT, show=("windows",))
    assert found.name == "moderation.m"
    assert [one.regressors for one in found.designs] == [("x1", "z1", "x1 * z1"), ("x1", "z2", "x1 * z2")]
    assert [one.controls for one in found.designs] == [("x2",), ("z1", "x2")]
    assert found.show == ("marginal-effects", "windows")
    assert found.at == AT


def test_the_resolved_study_names_centring_and_quantiles() -> None:
    text = resolved_toml(study())
    assert 'centre = "none"' in text
    assert "at = [0.1, 0.25, 0.5, 0.75, 0.9]" in text


@pytest.mark.parametrize("winsorize", [None, (0.05, 0.95)])
def test_centring_moves_the_slope_and_not_the_effects(winsorize: tuple[float, float] | None) -> None:
    data = panel(ROWS)
    plain, centred = asked(at=AT), asked(at=AT, centre="grand-mean")
    first, second = fit_table(data, plain), fit_table(data, centred)
    a, b = marginal_effects(data, first), marginal_effects(data, second)
    assert len(a.found) == len(b.found) == 2
    for one, two in zip(a.found, b.found, strict=True):
        assert one.centre is None
        assert two.centre == pytest.approx(ROWS[two.moderator].mean(), rel=1e-12)
        assert one.turns == pytest.approx(two.turns, rel=1e-8)
        for p, q in zip(one.points, two.points, strict=True):
            assert q.quantile == p.quantile
            assert q.moderator == p.moderator
            assert q.effect == pytest.approx(p.effect, rel=1e-9, abs=1e-11)
            assert q.error == pytest.approx(p.error, rel=1e-8)
    if winsorize is not None:
        cut = marginal_effects(data, fit_table(data, asked(at=AT, centre="grand-mean", winsorize=winsorize)))
        assert len(cut.found) == 2
    # The slope of the regressor is its effect at the mean of the moderator.
    moved = panel(ROWS.changed(z1=ROWS["z1"] - ROWS["z1"].mean()))
    by_hand = replace(first.estimates[0].design, regressors=("x1", "z1", "x1 * z1"))
    expected = fit_table(moved, table(by_hand)).estimates[0]
    assert second.estimates[0].coefficients[0] == pytest.approx(expected.coefficients[0], rel=1e-9)
    assert second.estimates[0].errors[0] == pytest.approx(expected.errors[0], rel=1e-8)


def test_notes_name_the_centring() -> None:
    data = panel(ROWS)
    for centre, is_told in (("none", False), ("grand-mean", True)):
        found = marginal_effects(data, fit_table(data, asked(centre=centre)))
        (shown,) = found.tables(data.study, "en")
        assert ("means over all rows of the panel" in " ".join(n.text for n in shown.notes)) == is_told
        (drawn,) = found.figures(data.study, "zh")
        assert len(drawn.categories) == 5


def test_products_are_spelled_as_expressions() -> None:
    assert product("log(x)", "a + b", "none") == "log(x) * (a + b)"
    assert product("x", "m", "grand-mean") == "(x - mean(x)) * (m - mean(m))"


def test_windows_are_drawn_as_intervals() -> None:
    data = panel(ROWS)
    found = windows(data, fit_table(data, table(design("unit+time", few_clusters="off", cluster="unit"))))
    (drawn,) = found.figures(data.study, "en")
    own = [w for w in found.windows if w.regressor == found.windows[0].regressor and w.estimate is not None]
    assert drawn.form == "intervals"
    assert len(drawn.categories) == len(own)
    low, estimate, high, whole = (np.array(series.values, dtype=float) for series in drawn.series)
    assert (low < estimate).all()
    assert (estimate < high).all()
    assert len(set(whole.tolist())) == 1
