"""Cells as people type them, and what is told when they cannot be read."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.positions import Places
from paneloom.study.reading import study_from_document, study_from_text
from paneloom.study.workbook.forms import Slot, forms
from paneloom.study.workbook.reading import document_of
from paneloom.study.workbook.tables import Broken, Grid, address
from paneloom.study.workbook.values import value_of, written
from paneloom.study.workbook.words import choice_text, choice_words, folded
from paneloom.wording import LANGUAGES, Language

Rows = list[tuple[Any, ...]]
DATA: Rows = [
    ("[study]",), ("key", "value", "value.en"), ("title", "标题", "Title"), ("panel", "province、year"),
    ("[data]",), ("name", "file"), ("d", "d.csv"),
]  # fmt: skip


def document(**sheets: Rows) -> tuple[dict[str, Any], Places]:
    made = {"数据": DATA, **sheets}
    return document_of(tuple(Grid(name, tuple(rows)) for name, rows in made.items()), "s.xlsx")


def problems(**sheets: Rows) -> list[tuple[str, str | None, str | None]]:
    with pytest.raises(PaneloomError) as caught:
        document(**sheets)
    found = caught.value.problems if isinstance(caught.value, PaneloomErrors) else (caught.value,)
    return [(p.slug, p.where.sheet, p.where.cell) for p in found if p.where]


def slot(title: str, heading: str) -> Slot:
    return next(slot for slot in forms()[title].slots if slot.heading == heading)


@pytest.mark.parametrize(("title", "heading", "cell", "value"), [
    ("study", "years", "2013—2023", (2013, 2023)),
    ("study", "years", "2013年至2023年", (2013, 2023)),
    ("study", "years", "２０１３－２０２３", (2013, 2023)),
    ("study", "years", "2013, 2023", (2013, 2023)),
    ("study", "years", "[2013, 2023]", (2013, 2023)),
    ("study", "simulated", "是", True),
    ("study", "simulated", "ＮＯ", False),
    ("study", "simulated", False, False),
    ("study", "simulated", 1.0, True),
    ("study", "simulated", "也许", "也许"),
    ("study", "panel", "province，year", ("province", "year")),
    ("study", "drop_units", "西藏；新疆\n北京", ("西藏", "新疆", "北京")),
    ("study", "drop_units", '"西藏"、"新疆"', ("西藏", "新疆")),
    ("study", "drop_units", "“西藏”，北京", ("西藏", "北京")),
    ("study", "drop_units", 'Ohio, "Washington, D.C."', ("Ohio", "Washington, D.C.")),
    ("study", "drop_units", '["西藏", "新疆"]', ("西藏", "新疆")),
    ("study", "drop_units", '5" pipe, 6" pipe', ('5" pipe', '6" pipe')),
    ("regress", "controls", 'x, region == "a, b"', ("x", 'region == "a, b"')),
    ("study", "language", " ZH ", "zh"),
    ("study", "title.zh", " 题：（一） ", "题：（一）"),
    ("study", "title.zh", 2013.0, "2013"),
    ("data", "header", "２", 2),
    ("data", "header", 2.0, 2),
    ("data", "header", 2.5, 2.5),
    ("data", "year", "2013年", 2013),
    ("data", "year", dt.date(2013, 1, 1), dt.date(2013, 1, 1)),
    ("data", "sheet", 2013.0, "2013"),
    ("data", "down", "Unit, time", ("unit", "time")),
    ("variables", "scale", "1,000.5", 1000.5),
    ("variables", "scale", "1,5", "1,5"),
    ("variables", "scale", "9" * 400, "9" * 400),
    ("data", "header", "9" * 5000, "9" * 5000),
    ("data", "years", f"{'9' * 5000}, 2", f"{'9' * 5000}, 2"),
    ("variables", "expr", "ｌｏｇ（ｇｄｐ／ｐｏｐ）", "log(gdp/pop)"),
    ("variables", "expr", '"log(x)"', "log(x)"),
    ("variables", "column", "产量（万吨）", "产量（万吨）"),
    ("variables", "deflate.base", "2013", 2013),
    ("regress", "x", "nqp", ("nqp",)),
    ("regress", "controls", "mean(a, b)，L.c、", ("mean(a, b)", "L.c")),
    ("regress", "controls", "[]", ()),
    ("regress", "stars", "0.1，0.05", (0.1, 0.05)),
    ("map", "years", "Mean", "mean"),
    ("map", "years", "均值", "mean"),
    ("map", "years", "中值", "中值"),
    ("map", "method", "自然断点", "natural-breaks"),
    ("data", "layout", "长", "long"),
    ("data", "layout", "宽 表", "wide"),
    ("data", "down", "地区、年份", ("unit", "time")),
    ("data", "decimal", ",", ","),
    ("data", "decimal", "逗号", ","),
    ("data", "decimal", ".", "."),
    ("clean", "gaps", "线性", "linear"),
    ("clean", "ends", "最近一年", "nearest"),
    ("clean", "percent", "小数", "fraction"),
    ("variables", "kind", "数值", "number"),
    ("variables", "kind", "文本", "文本"),
    ("index", "method", "熵值法", "entropy"),
    ("regress", "errors", "聚类", "cluster"),
    ("describe", "statistics", "均值、标准差，N", ("mean", "sd", "n")),
    ("published.values", "statistic", "组内Ｒ²", "r2_within"),
    ("output", "formats", "网页, Word", ("html", "docx")),
    ("map", "years", 2013, (2013,)),
    ("output", "formats", "HTML、docx", ("html", "docx")),
    ("published.values", "value", ".310", ".310"),
])  # fmt: skip
def test_a_cell(title: str, heading: str, cell: object, value: object) -> None:
    read = value_of(slot(title, heading), cell)
    assert read == value
    assert type(read) is type(value)


def test_texts_in_one_language_or_two() -> None:
    rows: Rows = [
        ("[variables] 变量",), ("标识", "名称（中文）", "label.en", "unit", "备注（英文）"),
        ("a", "甲", "A", "元", None), ("b", "乙", "", "%", "why"), ("c", None, "C"), ("# 备注", "x"), (), ("d",),
    ]  # fmt: skip
    found, places = document(变量=rows)
    assert found["study"]["title"] == {"zh": "标题", "en": "Title"}
    assert found["variables"] == {
        "a": {"label": {"zh": "甲", "en": "A"}, "unit": "元"},
        "b": {"label": "乙", "unit": "%", "note": "why"},
        "c": {"label": "C"},
        "d": {},
    }
    assert places.at("variables", "a", "label", "en").cell == "C3"
    assert places.at("variables", "b", "note").cell == "E4"
    assert places.at("variables", "d", "expr").cell == "A8"


def test_a_table_of_indicators_pasted_as_it_is() -> None:
    """Merged cells leave blanks, directions are words, the sheet has no title."""
    rows: Rows = [
        ("指数", "维度", "指标", "方向", "单位", "名称"),
        ("nqp 新质生产力", "tp 科技生产力", "patents", "正向", "件", "专利"),
        (None, None, "rd", "＋", None, None),
        (None, "gp", "so2", "－", None, None),
        ("rri", None, "yield", "+", None, None),
    ]
    variables: Rows = [("name", "unit"), ("patents", ""), ("rd", ""), ("so2", ""), ("yield", "")]
    found, places = document(指标体系=rows, Variables=variables)
    assert found["index"]["nqp"] == {
        "label": "新质生产力",
        "dimensions": {
            "tp": {"label": "科技生产力", "indicators": ("+ patents", "+ rd")},
            "gp": {"indicators": ("- so2",)},
        },
    }
    assert found["index"]["rri"] == {"indicators": ("+ yield",)}
    assert found["variables"]["patents"] == {"unit": "件", "label": "专利"}
    assert places.at("index", "nqp", "dimensions", "gp", "indicators", 0).cell == "C4"


def test_a_table_of_indicators_with_faults() -> None:
    rows: Rows = [
        ("index", "dimension", "indicator", "direction", "unit", "label"),
        ("nqp", None, None, "+", None, None), ("nqp", None, "a", "up", None, None), ("nqp", None, "b", "+", "吨", None),
        ("npq", None, "a", "+", None, None),
    ]  # fmt: skip
    declared: Rows = [("[index]",), ("name",), ("nqp",)]
    variables: Rows = [("name", "unit"), ("a", ""), ("b", "件")]
    assert problems(Index=rows, 变量=variables, 其他=declared) == [
        ("indicator-missing", "Index", "C2"),
        ("indicator-direction", "Index", "D3"),
        ("workbook-label", "Index", "E4"),
        ("workbook-owner", "Index", "A5"),
    ]


def test_columns_of_a_regression_and_lists_of_settings() -> None:
    regress: Rows = [
        ("[regress]",), ("name", "y", "x", "stepwise"), ("base", "y", "x", "否"),
        ("[regress.columns]",), ("regress", "x", "controls"), ("base", "a", "[]"), (None, "b", None),
        ("[clean.discard]",), ("variable", "years", "reason"), ("a", "2013, 2014", "错"),
    ]  # fmt: skip
    found, places = document(回归=regress)
    assert found["regress"]["base"] == {
        "y": "y", "x": ("x",), "stepwise": False,
        "columns": ({"x": ("a",), "controls": ()}, {"x": ("b",)}),
    }  # fmt: skip
    assert found["clean"] == {"discard": ({"variable": "a", "years": (2013, 2014), "reason": "错"},)}
    assert places.at("regress", "base", "columns", 1, "x").cell == "B7"


@pytest.mark.parametrize(("rows", "expected"), [
    ([("name", "label"), ("a",), ("a",)], ("workbook-twice", "A3")),
    ([("name", "labels"), ("a", 1)], ("unknown-key", "B1")),
    ([("name", "label"), ("a", "x", "y")], ("ragged-row", "C2")),
    ([("name", "label"), (None, "x")], ("workbook-no-name", "A2")),
    ([("name", "label"), ("a", Broken("#REF!"))], ("workbook-cell", "B2")),
    ([("[variables]",), ("a", "b"), ("c", "d")], ("workbook-headings", "A2")),
    ([("[variabels]",), ("name",)], ("workbook-section", "A1")),
    ([("[clean]",), ("key", "value"), ("gap", "linear")], ("unknown-key", "A3")),
    ([("[clean]",), ("key", "value"), (None, "linear")], ("workbook-no-name", "A3")),
    ([("[clean]",), ("key", "value"), ("gaps", "linear"), ("gaps", "leave")], ("workbook-twice", "B4")),
    ([("[clean]",), ("key", "value", "value.en"), ("gaps", "linear", "leave")], ("workbook-twice", "C3")),
    ([("[regress]",), ("name", "y"), ("r", "y"), ("[regress.columns]",), ("regress", "x"), ("q", "x")], ("workbook-owner", "A6")),
    ([("[regress]",), ("name", "columns"), ("r", "[]"), ("[regress.columns]",), ("regress", "x"), ("r", "x")], ("workbook-twice", "A6")),
    ([("[groups]",), ("name", "value"), ("g", "three-belts"), ("[groups.level]",), ("groups", "name"), ("g", "a")], ("workbook-twice", "B6")),
    ([("[groups]",), ("name", "value", "median"), ("g", "s", "x")], ("workbook-twice", "B3")),
])  # fmt: skip
def test_a_wrong_frame_is_told_with_its_cell(rows: Rows, expected: tuple[str, str]) -> None:
    slug, cell = expected
    assert problems(变量=rows) == [(slug, "变量", cell)]


def test_what_the_schema_refuses_has_its_cell() -> None:
    rows: Rows = [
        ("name", "label.zh", "scale", "gaps", "year"), ("a b", "x"), ("c", dt.date(2020, 1, 1), "多", "never"),
    ]  # fmt: skip
    rows[0] = rows[0][:4]
    found, places = document(变量=rows)
    with pytest.raises(PaneloomErrors) as caught:
        study_from_document(found, places, root=__import__("pathlib").Path())
    told = {(p.slug, p.where.cell, p.where.sheet) for p in caught.value.problems if p.where}
    assert ("bad-name", "A2", "变量") in told
    assert ("key-not-number", "C3", "变量") in told
    assert ("not-one-of", "D3", "变量") in told
    assert "s.xlsx, sheet 变量, cell D3, variables.c.gaps" in caught.value.text("en")


def test_the_names_of_cells() -> None:
    assert [address(row, column) for row, column in ((0, 0), (9, 25), (9, 26), (0, 16383))] == [
        "A1", "Z10", "AA10", "XFD1",
    ]  # fmt: skip


def test_deep_and_long_cells_do_not_stop_the_reader() -> None:
    deep = "[" * 30_000
    assert value_of(slot("regress", "x"), deep) == (deep,)
    assert value_of(slot("groups", "value"), deep) == deep


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_that_is_offered_means_one_choice(language: Language) -> None:
    for title, form in forms().items():
        for one in form.slots:
            words = [choice_text(one, choice, language) for choice in one.choices]
            assert len(set(words)) == len(words), (title, one.heading)
            for choice, word in zip(one.choices, words, strict=True):
                if one.kind != "numbers":
                    assert value_of(one, word) in (choice, (choice,))
                assert written(one, (choice,) if one.kind == "words" else choice, language) == word
            typed = [
                (folded(text), choice)
                for choice in one.choices
                for texts in choice_words(one, choice).values()
                for text in texts
                if text != choice
            ]
            assert len({text for text, _ in typed}) == len(set(typed)), (title, one.heading)


@pytest.mark.parametrize(
    ("heading", "cell", "method"), [("方法", "给定权重", "given"), ("赋权方法", "熵值法", "entropy")]
)
def test_the_method_of_an_index_by_what_it_is_called(heading: str, cell: str, method: str) -> None:
    made, _ = document(指标体系=[("[index]",), ("name", heading), ("x", cell)])
    assert made["index"]["x"]["method"] == method


def test_a_chinese_word_of_the_workbook_leads_to_the_key_of_a_study_file(tmp_path: Path) -> None:
    text = '[study]\ntitle = "t"\npanel = ["u", "t"]\n[data.d]\nfile = "d.csv"\n[variables]\na = {}\n'
    with pytest.raises(PaneloomError) as caught:
        study_from_text(text + '[index.x]\nmethod = "熵值法"\nindicators = ["+ a"]\n', "s.toml", tmp_path)
    assert (caught.value.slug, caught.value.details["nearest"]) == ("not-one-of", "entropy")
