"""Expressions all the way: from the study file, by units as users call them, to variables and models."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.small_study import change, write_small_study

import paneloom
from paneloom.errors import PaneloomErrors

VARIABLES = """squared = "infra ^ 2"
did = "post * (province in ('北京市', '上海'))"
post = "year >= 2018"
relative = "roads / mean(roads by area, year)"
early = "base(roads, 2015)"
wide = "winsor(ports, 0.1, 0.9 by year)"
capital = "if(province == '北京市', infra, 0)"
over = "infra - mean(infra by area)"
"""
MODEL = """
[regress.did]
y = "product"
x = ["did", "urban * (year >= 2018)", "infra * (province == '北京')"]
absorb = ["province", "year"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_small_study(tmp_path)
    change(tmp_path / "study.toml", 'squared = "infra ^ 2"\n', VARIABLES)
    change(tmp_path / "study.toml", "\n[map.infra]", MODEL + "\n[map.infra]")
    return tmp_path


def test_variables_and_models(folder: Path) -> None:
    panel = paneloom.load(folder).run().panel
    table = pd.DataFrame(dict(panel.numbers) | {"province": panel.unit_names, "year": panel.time})
    table["area"] = panel.categories["area"]
    treated = table.province.isin(["北京", "上海"])
    np.testing.assert_array_equal(table.did, treated & (table.year >= 2018))
    means = table.groupby(["area", "year"]).roads.transform("mean")
    np.testing.assert_allclose(table.relative, table.roads / means, rtol=1e-14)
    np.testing.assert_array_equal(table.early, table.groupby("province").roads.transform("first"))
    limits = table.groupby("year").ports.quantile([0.1, 0.9]).unstack()
    expected = table.ports.clip(table.year.map(limits[0.1]), table.year.map(limits[0.9]))
    np.testing.assert_allclose(table.wide, expected, rtol=1e-14)
    np.testing.assert_array_equal(table.capital, np.where(table.province == "北京", table.infra, 0))
    np.testing.assert_allclose(
        table.over, table.infra - table.groupby("area").infra.transform("mean"), atol=1e-14
    )


def test_what_an_expression_cannot_name_is_told_by_check(folder: Path) -> None:
    change(folder / "study.toml", "by area, year", "by aera, year")
    change(folder / "study.toml", "urban * (year >= 2018)", "urban / mean(urban)")
    with pytest.raises(PaneloomErrors) as caught:
        paneloom.load(folder)
    assert [problem.slug for problem in caught.value.problems] == ["unknown-name", "pooled-outside-variables"]
    assert caught.value.problems[0].details["nearest"] == "area"


def test_a_unit_that_nobody_knows_is_told(folder: Path) -> None:
    change(folder / "study.toml", "province == '北京市', infra", "province == '北亰', infra")
    with pytest.raises(paneloom.PaneloomError) as caught:
        paneloom.load(folder).run()
    assert caught.value.where is not None
    assert caught.value.where.key == "variables.capital.expr"
