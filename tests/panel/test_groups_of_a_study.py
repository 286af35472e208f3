"""Groupings of every form, from the study file to the columns of a table and its notes."""

from pathlib import Path

import pytest

from paneloom.estimate.fit import fit_table
from paneloom.estimate.regression_table import regression_table
from paneloom.open import open_panel
from paneloom.study.designs import table_designs
from paneloom.study.reading import study_from_text

UNITS = ("北京市", "天津", "山西省", "Shaanxi", "河南", "湖北", "四川", "青海", "香港")
STUDY = """
[study]
title = "t"
panel = ["province", "year"]
drop_units = ["香港特别行政区"]
[data.d]
file = "d.csv"
layout = "long"
[clean]
names = "china-provinces"
[variables]
gdp = {}
pop = {}
rate = { expr = "gdp / pop", label = { en = "Output per head", zh = "人均产出" } }
[groups]
region = "china-three-belts"
[groups.rich]
median = "rate"
[groups.period]
early = { years = [2013, 2016] }
late = { years = [2017, 2020] }
[regress.a]
y = "gdp"
x = "pop"
by = "BY"
absorb = ["province", "year"]
"""


@pytest.mark.parametrize(
    ("by", "rows", "note"),
    [
        ("region", (16, 24, 24), ""),
        ("rich", (32, 32), "High: units above the median of Output per head, by each unit's mean"),
        ("period", (32, 32), "early: 2013-2016; late: 2017-2020."),
    ],
)
def test_each_level_is_a_column_with_the_rows_of_its_group(
    tmp_path: Path, by: str, rows: tuple[int, ...], note: str
) -> None:
    lines = [
        f"{unit},{year},{10 + number + (year * 7 + number) % 5},{3 + (year * 3 + number) % 4}"
        for number, unit in enumerate(UNITS)
        for year in range(2013, 2021)
    ]
    (tmp_path / "d.csv").write_text("\n".join(["province,year,gdp,pop", *lines]), encoding="utf-8")
    panel = open_panel(study_from_text(STUDY.replace("BY", by), "study.toml", tmp_path), tmp_path)
    assert "香港" not in panel.rows.collect(("gdp",), table_designs(panel.study)[0].designs[0].sample).units
    fitted = fit_table(panel, table_designs(panel.study)[0])
    assert tuple(fit.rows.used for fit in fitted.estimates) == rows
    assert note in " ".join(item.text for item in regression_table(fitted, panel.study, "en").notes)
