"""Recipes of indices in their three forms, tables of indicators, and paths that stay inside the study."""

import os
import struct
from pathlib import Path

import openpyxl
import pytest
from tests.sources.old_excel import xls

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.base import InTwoLanguages
from paneloom.study.indicator_table import read_indicator_table
from paneloom.study.names import derivation_order, known_names
from paneloom.study.paths import inside
from paneloom.study.reading import study_from_text
from paneloom.study.recipes import dimensions_of, indicators_of

BASE = """\
[study]
title = "A study"
panel = ["province", "year"]
[data.a]
file = "a.csv"
layout = "long"
[variables]
gdp = { label = "产值", unit = "亿元" }
so2 = {}
rate = "so2 / gdp"
"""
TABLE = (
    "指数,维度,指标,方向,单位,名称\nnqp,tp 科技 生产力,gdp,＋,,\nnqp,gp,rate,负向,%,强度\nother,,so2,-,,\n"
)
FLAT = BASE + '[index.nqp]\nindicators = ["+gdp", "－ rate"]\n'
NESTED = (
    BASE
    + '[index.nqp.dimensions.tp]\nlabel = "科技"\nindicators = "+ gdp"\n[index.nqp.dimensions.gp]\nindicators = "- rate"\n'
)
FROM_TABLE = BASE + '[index.nqp]\ntable = "指标 表.csv"\n'


def caught(call: object, *arguments: object) -> PaneloomError:
    with pytest.raises(PaneloomError) as info:
        call(*arguments)  # type: ignore[operator]
    for problem in info.value.problems if isinstance(info.value, PaneloomErrors) else (info.value,):
        assert problem.text("zh") != problem.text("en")
    return info.value


def test_flat_and_nested(tmp_path: Path) -> None:
    study = study_from_text(FLAT, "s", tmp_path)
    found = indicators_of(study, "nqp", tmp_path)
    assert [(i.variable, i.direction, i.dimension, i.unit, i.label) for i in found] == [
        ("gdp", "+", None, "亿元", "产值"),
        ("rate", "-", None, "", ""),
    ]
    assert dimensions_of(study, "nqp", tmp_path) == ()
    study = study_from_text(NESTED, "s", tmp_path)
    assert [(i.variable, i.dimension) for i in indicators_of(study, "nqp", tmp_path)] == [
        ("gdp", "tp"),
        ("rate", "gp"),
    ]
    assert dimensions_of(study, "nqp", tmp_path) == (("tp", "科技"), ("gp", "gp"))
    assert known_names(study, tmp_path) == ("gdp", "so2", "rate", "nqp", "tp", "gp")


def test_the_folder_counts_only_for_tables(tmp_path: Path) -> None:
    study = study_from_text(NESTED, "s", tmp_path)
    assert indicators_of(study, "nqp", Path("nowhere"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_table_in_csv(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "指标 表.csv").write_bytes(TABLE.encode(encoding))
    study = study_from_text(FROM_TABLE, "s", tmp_path)
    found = indicators_of(study, "nqp", tmp_path)
    assert [(i.variable, i.direction, i.dimension, i.unit, i.label) for i in found] == [
        ("gdp", "+", "tp", "亿元", "产值"),
        ("rate", "-", "gp", "%", "强度"),
    ]
    assert dimensions_of(study, "nqp", tmp_path) == (("tp", "科技 生产力"), ("gp", "gp"))
    assert "tp" in known_names(study, tmp_path)


def test_labels_beside_a_table(tmp_path: Path) -> None:
    (tmp_path / "指标 表.csv").write_text(TABLE, encoding="utf-8")
    beside = '[index.nqp.dimensions.gp]\nlabel = { en = "Green", zh = "绿色" }\n'
    study = study_from_text(FROM_TABLE + beside, "s", tmp_path)
    assert dimensions_of(study, "nqp", tmp_path) == (
        ("tp", "科技 生产力"),
        ("gp", InTwoLanguages(en="Green", zh="绿色")),
    )
    problem = caught(study_from_text, FROM_TABLE + beside.replace(".gp", ".gpp"), "s", tmp_path)
    assert (problem.slug, problem.details["nearest"]) == ("table-without-dimension", "gp")
    assert problem.where is not None
    assert problem.where.line == 13
    both = '[index.nqp.dimensions.gp]\nindicators = ["+ gdp"]\n'
    assert caught(study_from_text, FROM_TABLE + both, "s", tmp_path).slug == "index-forms"


def workbook(path: Path, rows: list[list[object]], title: str = "指标体系") -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_table_in_a_workbook(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], ["Indicator", "Direction"], ["gdp", "+"], [None, None], ["rate", "负"]]
    workbook(tmp_path / "t.xlsx", rows)
    study = study_from_text(BASE + '[index.nqp]\ntable = "t.xlsx"\n', "s", tmp_path)
    assert [i.direction for i in indicators_of(study, "nqp", tmp_path)] == ["+", "-"]
    workbook(tmp_path / "t.xlsx", [*rows, ["so2", "?"], ["", "+"]])
    problem = caught(indicators_of, study, "nqp", tmp_path)
    assert isinstance(problem, PaneloomErrors)
    assert [(p.slug, p.where.sheet, p.where.cell) for p in problem.problems if p.where] == [
        ("indicator-direction", "指标体系", "B6"),
        ("indicator-missing", "指标体系", "A7"),
    ]
    assert "工作表 指标体系，单元格 B6" in problem.text("zh")


CSV_FAULTS = [
    ("指标,单位\ngdp,\n", "table-heading", 1),
    ("", "table-heading", None),
    ("指标,方向\ngdp,好\n", "indicator-direction", 2),
    ("指标,方向\ngdp\n", "indicator-direction", 2),
    ('指标,方向,名称\ngdp,+,"两\n行"\n,-,\n', "indicator-missing", 4),
    ("指标,方向,维度\ngdp,+,科技\n", "bad-name", 2),
    ("指标,方向,维度\ngdp,+,tp\nrate,-,\n", "indicator-without-dimension", 3),
    ("指标,方向\ngdp,+\ngdp,+\n", "indicator-twice", 3),
    ("指标\t方向\ngpd\t+\n", "unknown-indicator", 2),
    ("指数,指标,方向\nnqq,gdp,+\n", "table-without-index", 12),
]


@pytest.mark.parametrize(("table", "slug", "line"), CSV_FAULTS)
def test_faults_of_a_table_are_placed(tmp_path: Path, table: str, slug: str, line: int | None) -> None:
    (tmp_path / "指标 表.csv").write_text(table, encoding="utf-8")
    problem = caught(study_from_text, FROM_TABLE, "s", tmp_path)
    assert (problem.slug, problem.where and problem.where.line) == (slug, line)


def test_unreadable_tables(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x81\x20\xff")
    assert caught(read_indicator_table, tmp_path / "a.csv", "a.csv").slug == "table-encoding"
    (tmp_path / "a.csv").write_text("x" * 200_000, encoding="utf-8")
    assert caught(read_indicator_table, tmp_path / "a.csv", "a.csv").slug == "cell-too-long"
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    assert caught(read_indicator_table, tmp_path / "a.xlsx", "a.xlsx").slug == "table-unreadable"
    (tmp_path / "a.doc").write_bytes(b"no workbook")
    assert caught(read_indicator_table, tmp_path / "a.doc", "a.doc").slug == "table-unreadable"


@pytest.mark.parametrize(
    ("rows", "slug", "line"),
    [
        ('dig,,gdp,+,,"Patents, granted\ndig,,so2,-,,\n', "broken-csv", 2),
        ('dig,,so2,-,,\ndig,,gdp,+,,"Patents" granted\n', "broken-csv", 3),
        ("dig,,gdp,+,,Patents, granted\n", "ragged-row", 2),
    ],
)
def test_a_quotation_mark_swallows_no_indicator(tmp_path: Path, rows: str, slug: str, line: int) -> None:
    text = "index,dimension,indicator,direction,unit,label\n" + rows
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    problem = caught(read_indicator_table, tmp_path / "a.csv", "a.csv")
    assert (problem.slug, problem.where and problem.where.line) == (slug, line)


def test_a_damaged_old_workbook_leaves_nothing_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = xls(tmp_path / "table.xls", {"s": {(0, 0): "指标"}})
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<HH", 0x85, 10)) + 4
    data[at : at + 4] = struct.pack("<I", 2**31)
    path.write_bytes(data)
    with pytest.raises(PaneloomError) as caught:
        read_indicator_table(path, "table.xls")
    assert caught.value.slug == "table-unreadable"
    assert capfd.readouterr().err == ""


def test_cells_beyond_the_headings_may_be_blank(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("indicator,direction\ngdp,+,,\n", encoding="utf-8")
    assert len(read_indicator_table(tmp_path / "a.csv", "a.csv")) == 1


def test_a_table_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", refused)
    problem = caught(read_indicator_table, tmp_path / "a.csv", "a.csv")
    assert (problem.slug, problem.where and problem.where.file) == ("file-unreadable", "a.csv")


def refused(*_given: object) -> None:
    """What opening a file without permission does, for a superuser too."""
    raise PermissionError(13, "Permission denied")


def test_a_lost_table_casts_no_doubt_on_its_dimensions(tmp_path: Path) -> None:
    text = FROM_TABLE + '[regress.m]\ny = "gdp"\nx = "tp"\n'
    assert caught(study_from_text, text, "s", tmp_path).slug == "file-missing"


def test_derivation_order(tmp_path: Path) -> None:
    text = NESTED.replace("[variables]\n", '[variables]\nlate = "log(tp) + early"\nearly = "rate ^ 2"\n')
    study = study_from_text(text, "s", tmp_path)
    assert derivation_order(study, tmp_path) == ("rate", "nqp", "early", "late")
    text = text.replace("so2 / gdp", "so2 / nqp")
    assert caught(study_from_text, text, "s", tmp_path).seen == "nqp > rate > nqp"
    long = "".join(f'v{n} = "v{n + 1}"\n' for n in range(3000)) + "v3000 = {}\n"
    study = study_from_text(BASE + long, "s", tmp_path)
    assert derivation_order(study, tmp_path)[1] == "v2999"


def test_inside_accepts_what_is_inside(tmp_path: Path) -> None:
    (tmp_path / "年鉴 2023").mkdir()
    (tmp_path / "年鉴 2023" / "表 1.xlsx").write_bytes(b"")
    for name in ("年鉴 2023/表 1.xlsx", "./年鉴 2023/表 1.xlsx", "年鉴 2023\\表 1.xlsx"):
        assert inside(tmp_path, name).is_file()
    (tmp_path / "link.csv").symlink_to(tmp_path / "年鉴 2023" / "表 1.xlsx")
    assert inside(tmp_path, "link.csv")


@pytest.mark.parametrize(
    "name",
    ["/dev/zero", "..\\a.csv", "out/a.csv", "out.csv", "loop", "/etc/passwd", "../a.csv", "raw/../../a.csv", "C:\\a.csv", "C:a.csv", "\\\\host\\share\\a", "NUL", "raw/con.csv"],
)  # fmt: skip
def test_inside_refuses_what_leads_out(tmp_path: Path, name: str) -> None:
    root, other = tmp_path / "study", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (other / "a.csv").write_bytes(b"")
    (root / "out").symlink_to(other)
    (root / "out.csv").symlink_to(other / "a.csv")
    (root / "loop").symlink_to(root / "loop")
    assert caught(inside, root, name).slug in ("outside-folder", "file-missing")
    if name != "loop":
        assert caught(inside, root, name).slug == "outside-folder"


def test_inside_names_the_nearest_file(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "yearbook.xlsx").write_bytes(b"")
    assert caught(inside, tmp_path, "raw/yearbok.xlsx").details["nearest"] == "raw/yearbook.xlsx"
    assert caught(inside, tmp_path, "rew/yearbok.xlsx").details["nearest"] == ""
    for name in ("x" * 5000, "a\0b"):
        assert caught(inside, tmp_path, name).slug == "file-missing"
    assert caught(inside, tmp_path, "raw").slug == "not-a-file"
    assert caught(inside, tmp_path, "").slug == "not-a-file"
    os.mkfifo(tmp_path / "pipe")
    assert caught(inside, tmp_path, "pipe").slug == "not-a-file"
