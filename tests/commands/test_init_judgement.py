"""What ``paneloom init`` leaves to a judgement: every odd cell is told, with what to do, and no variable is lost."""

import csv
import re
import tomllib
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.commands.test_init_raw import PROVINCES, YEARS, checked, init, long_table, write

from paneloom.cli.main import main
from paneloom.sources.names.registry import registry
from paneloom.study.names import RESERVED
from paneloom.workflow.project import load
from paneloom.workflow.survey.indicator_names import LONGEST_NAME, name_of, terms

THREE = ("地区生产总值（亿元）", "年末常住人口（万人）", "第一产业增加值（亿元）")


def with_cells(table: str, cells: dict[tuple[int, int], str]) -> str:
    """The table with other texts in some of its cells, by row and column from 0."""
    rows = [line.split(",") for line in table.splitlines()]
    for (row, column), text in cells.items():
        rows[row][column] = text
    return "\n".join(map(",".join, rows)) + "\n"


def mended(text: str) -> str:
    """The text of a study whose settings are no comments any more."""
    return re.sub(r"(?m)^# (\[data|(?:file|layout|order|unit|time) = |\w+ = \{)", r"\1", text)


def variables(text: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(text)["variables"]
    return found


def test_the_years_are_those_of_the_tables(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "a.csv", long_table(*THREE))
    write(raw / "b.csv", "地区,年份,专利授权量(件)\n" + "".join(f"{p},{y},{n}\n" for y in (1998, 1999) for n, p in enumerate(PROVINCES)))  # fmt: skip
    text, study = init(raw, tmp_path / "study")
    assert "# years = [1998, 2020]" in text
    assert "# years = [2015, 2020]" in text
    assert "2011" not in text
    assert "years" not in study["study"]
    checked(tmp_path / "study", raw)


@pytest.mark.parametrize(
    ("language", "counts", "to_do"),
    [
        ("zh", "来源 0 个、变量 2 个", "加入 [clean] 的 missing"),
        ("en", "0 sources, 2 variables", "to missing under [clean]"),
    ],
)
def test_a_variable_with_odd_cells_stays_as_a_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, counts: str, to_do: str
) -> None:
    raw = tmp_path / "raw"
    cells = {(8, 2): "1234①", (15, 3): "约55", (22, 3): "近60"}
    write(raw / "a.csv", with_cells(long_table(*THREE), cells))
    text, study = init(raw, tmp_path / "study", language)
    assert list(study["variables"]) == ["primary_value_added"]
    assert counts in capsys.readouterr().err
    assert counts in text
    assert not re.search(r"\bv\d\b", text)
    for told in ("# gdp = {", "# population = {", "1234①", "约55", "近60", to_do):
        assert told in text
    checked(tmp_path / "study", raw)
    lines = csv.DictReader((tmp_path / "study" / "codebook.csv").open(encoding="utf-8-sig", newline=""))
    read = {line["变量" if language == "zh" else "variable"]: list(line.values())[-1] for line in lines}
    assert "天津 2016" in read["gdp"]
    assert read["primary_value_added"] == ("是" if language == "zh" else "yes")


@pytest.mark.parametrize(
    "settings",
    ['missing = ["1234①", "约55"]', 'footnotes = "strip"\nmissing = ["约55"]'],
)
def test_what_is_advised_for_odd_cells_works(tmp_path: Path, settings: str) -> None:
    raw = tmp_path / "raw"
    write(raw / "a.csv", with_cells(long_table(*THREE), {(8, 2): "1234①", (15, 3): "约55"}))
    text, _ = init(raw, tmp_path / "study")
    assert "clean.discard" not in text
    text = mended(text).replace('names = "china-provinces"', f'names = "china-provinces"\n{settings}')
    write(tmp_path / "study" / "study.toml", text)
    checked(tmp_path / "study", raw)
    assert len(load(tmp_path / "study").study.variables) == 3


def test_a_table_whose_variables_all_have_odd_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = tmp_path / "raw"
    cells = {(3, 2): "约101", (9, 3): "约102", (12, 4): "约103"}
    write(raw / "b.csv", with_cells(long_table(*THREE), cells))
    text, study = init(raw, tmp_path / "study")
    assert "data" not in study
    assert "来源 1 个、变量 3 个" in capsys.readouterr().err
    for told in ("# [data.b]", "约101", "约102", "约103", "第 4 行", "第 10 行", "第 13 行"):
        assert told in text
    write(raw / "b.csv", long_table(*THREE))
    write(tmp_path / "study" / "study.toml", mended(text))
    checked(tmp_path / "study", raw)


@pytest.mark.parametrize(
    ("count", "order", "unit"), [(31, "china-mainland", "province"), (51, "us-states", "state")]
)
def test_rows_without_names_alone(tmp_path: Path, count: int, order: str, unit: str) -> None:
    raw = tmp_path / "raw"
    rows = [",".join(map(str, YEARS))]
    rows += [",".join(f"{n + year / 7:.3f}" for year in YEARS) for n in range(count)]
    write(raw / "R&D经费(万元).csv", "\n".join(rows) + "\n")
    text, study = init(raw, tmp_path / "study")
    assert study["study"]["panel"] == [unit, "year"]
    assert f'# order = "{order}"' in text
    assert f"无名称的行共 {count} 行" in text
    write(tmp_path / "study" / "study.toml", mended(text))
    checked(tmp_path / "study", raw)
    assert list(load(tmp_path / "study").study.variables) == ["rd_expenditure"]


def test_what_sources_disagree_about_stands_above_the_variable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = tmp_path / "raw"
    write(raw / "first.csv", long_table("GDP (亿元)"))
    write(raw / "second.csv", with_cells(long_table("GDP (亿元)"), {(8, 2): "224", (9, 2): "150"}))
    text, _ = init(raw, tmp_path / "study", "en")
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("gdp = "))
    assert "2 sources (first, second)" in lines[at - 3]
    assert "2 cells" in lines[at - 3]
    assert "50.0%, 天津 2016: 112.0 in first" in lines[at - 2]
    assert "224.0 in second" in lines[at - 2]
    assert "years = [from, to]" in lines[at - 1]
    assert "Sources disagree about 1 variable" in capsys.readouterr().err
    checked(tmp_path / "study", raw)


def test_nearly_empty_units_are_offered_to_be_dropped(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    names = registry("china-provinces").units
    write(raw / "a.csv", long_table("人口（万人）", names=tuple(n for n in names if n not in ("台湾", "香港", "澳门"))))  # fmt: skip
    write(raw / "b.csv", "地区,年份,专利授权量（件）\n" + "".join(f"{name},2018,{n}\n" for n, name in enumerate(names)))  # fmt: skip
    text, _ = init(raw, tmp_path / "study")
    assert "34 个个体中有 3 个" in text
    (hint,) = re.findall(r"(?m)^# (drop_units = .*)$", text)
    assert sorted(tomllib.loads(hint)["drop_units"]) == sorted(("台湾", "香港", "澳门"))
    checked(tmp_path / "study", raw)
    write(tmp_path / "study" / "study.toml", text.replace(f"# {hint}", hint))
    checked(tmp_path / "study", raw)


def test_one_study_has_one_kind_of_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = tmp_path / "raw"
    write(raw / "province.csv", long_table("人口（万人）"))
    write(raw / "city.csv", long_table("人口（万人）", names=("石家庄", "唐山", "秦皇岛", "邯郸")))
    text, study = init(raw, tmp_path / "study")
    assert list(study["data"]) == ["province"]
    assert text.count("一项研究只有一种个体") == 2
    checked(tmp_path / "study", raw)
    write(tmp_path / "study" / "study.toml", mended(text))
    capsys.readouterr()
    assert main(["check", "--brief", str(tmp_path / "study"), "--data", str(raw), "--lang", "zh"]) == 2
    assert "一项研究只有一种个体" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("地区生产总值", "gdp"),
        ("人均地区生产总值", "gdp_per_capita"),
        ("NBS_地区生产总值指数", "gdp_index"),
        ("年末常住人口", "population"),
        ("人口", "population"),
        ("城镇人口", "urban_population"),
        ("农村人口", "rural_population"),
        ("第一产业增加值", "primary_value_added"),
        ("粮食单位面积产量", "grain_yield"),
        ("交通运输、仓储和邮政业增加值", "transport_storage_post_value_added"),
        ("R&D人员全时当量", "rd_personnel_fte"),
        ("Regional GDP", "regional_gdp"),
        # Not known as a whole: no name is better than half of one.
        ("非农业人口", ""),
        ("地区生产总值中的某项", ""),
        ("GDPX指数", ""),
        ("对外开放度(进出口/GDP)", ""),
        ("", ""),
    ],
)
def test_names_of_indicators(label: str, name: str) -> None:
    assert name_of(label) == name


def test_the_list_of_indicators() -> None:
    rows = list(csv.DictReader(StringIO(files("paneloom.workflow.survey").joinpath("indicator_names.csv").read_text(encoding="utf-8"))))  # fmt: skip
    told = [term for row in rows for term in row["terms"].split("|")]
    assert len(told) == len(terms()) > 600
    for row in rows:
        assert re.fullmatch(r"([a-z][a-z0-9_]*)?", row["name"])
        assert len(row["name"]) <= LONGEST_NAME
        assert row["name"] not in RESERVED


def test_names_are_given_once_and_first_to_what_is_read(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "a.csv", with_cells(long_table("地区生产总值（亿元）"), {(4, 2): "约9"}))
    write(raw / "b.csv", long_table("地区生产总值（万元）", "GDP（亿元）", "某种指标（吨）"))
    text, study = init(raw, tmp_path / "study")
    assert list(study["variables"]) == ["gdp", "gdp_2", "b_3"]
    assert study["variables"]["b_3"]["label"] == "某种指标"
    assert list(variables(mended(text))) == ["gdp_3", "gdp", "gdp_2", "b_3"]
    checked(tmp_path / "study", raw)
