"""A unit of measurement declared wrongly shows in the shares that it enters."""

from pathlib import Path

import pytest

from paneloom.open import open_panel
from paneloom.panel.ledger import Entry
from paneloom.panel.screen.absurd_ratio import RULE
from paneloom.study.reading import read_study, study_from_text

STUDY = """\
[study]
title = "t"
panel = ["province", "year"]
[data.file]
file = "table.csv"
layout = "long"
[clean]
screen = "{screen}"
sentinels = "keep"
[variables]
gdp = {{ given = "{given}", unit = "亿元" }}
tax = {{ unit = "亿元" }}
staff = {{ unit = "人" }}
doctors = {{ unit = "人" }}
x = {{ expr = "{expr}", unit = "{unit}" }}
"""
ROWS = [
    f"{unit},{year},{20000 + 7 * n + year},{3000 + n},{90_000 + n},{40 + n}"
    for n, unit in enumerate(("北京", "天津", "河北"))
    for year in range(2010, 2015)
]


def flagged(
    folder: Path, expr: str, unit: str = "", given: str = "亿元", screen: str = "flag"
) -> list[Entry]:
    text = "province,year,gdp,tax,staff,doctors\n" + "\n".join(ROWS) + "\n"
    (folder / "table.csv").write_text(text, encoding="utf-8", newline="\n")
    study = STUDY.format(expr=expr, unit=unit, given=given, screen=screen)
    panel = open_panel(study_from_text(study, "study.toml", folder), folder)
    return [entry for entry in panel.ledger.of("flagged") if entry.rule == RULE]


@pytest.mark.parametrize(
    ("expr", "unit", "whole"),
    [
        ("tax / gdp", "", "1"),
        ("tax / gdp * 100", "", "100"),
        ("100 * (tax / gdp)", "%", "100"),
        ("tax / gdp", "1", "1"),
        ("(tax + L.tax) / gdp", "", "1"),
    ],
)
def test_a_wrong_unit_of_the_whole_is_found_in_a_share(
    tmp_path: Path, expr: str, unit: str, whole: str
) -> None:
    (entry,) = flagged(tmp_path, expr, unit, "万元")
    assert (entry.variable, entry.after) == ("x", f"0 – {whole}")
    assert entry.unit in ("北京", "天津", "河北")
    assert entry.time is not None
    assert entry.place is not None
    assert entry.place.key == "variables.x"
    assert flagged(tmp_path, expr, unit) == []
    assert flagged(tmp_path, expr, unit, "万元", "off") == []


@pytest.mark.parametrize(
    "expr", ["staff / doctors", "gdp / staff", "tax / gdp * 1000000", "log(tax / gdp)", "gdp * tax"]
)
def test_what_may_be_of_any_size_is_left_alone(tmp_path: Path, expr: str) -> None:
    assert flagged(tmp_path, expr) == []


def test_a_variable_in_per_cent_may_grow_tenfold(tmp_path: Path) -> None:
    assert flagged(tmp_path, "tax", "%") == []
    (entry,) = flagged(tmp_path, "gdp", "%")
    assert (entry.before, entry.count) == ("22028", len(ROWS))


@pytest.mark.parametrize("name", ["nqp-rural", "us-public-capital"])
def test_the_studies_of_the_project_have_none(root: Path, name: str) -> None:
    folder = root / "studies" / name
    panel = open_panel(read_study(folder / "study.toml"), folder)
    assert RULE not in [entry.rule for entry in panel.ledger.entries]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "data"), [("china-provinces", "."), ("china-raw", "raw")])
def test_real_yearbooks_have_none(root: Path, shared: Path, name: str, data: str) -> None:
    folder = root / "studies" / name
    panel = open_panel(read_study(folder / "study.toml"), folder, shared / "data" / "china" / data)
    assert RULE not in [entry.rule for entry in panel.ledger.entries]
