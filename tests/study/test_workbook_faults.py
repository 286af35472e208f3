"""All that is wrong with a workbook is told at once, and nothing that only follows from it."""

from pathlib import Path
from typing import Any

import pytest

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.groups import scheme, schemes
from paneloom.study.workbook.reading import study_from_grids
from paneloom.study.workbook.tables import Broken, Grid
from paneloom.wording import LANGUAGES, Language

Rows = list[tuple[Any, ...]]
DATA: Rows = [
    ("[study]",), ("key", "value"), ("title", "标题"), ("panel", "province、year"), (),
    ("[data]",), ("name", "file", "layout"), ("d", "d.csv", "long"),
]  # fmt: skip
VARIABLES: Rows = [("name", "expr"), ("a", None), ("b", None), ("y", "log(a)")]
INDEX: Rows = [
    ("index", "dimension", "indicator", "direction"),
    ("i", None, "a", "+"),
    (None, None, "b", "-"),
]
REGRESS: Rows = [("[regress]",), ("name", "y", "x", "by"), ("r", "y", "i", None)]
MAP: Rows = [("[map]",), ("name", "of", "boundary"), ("m", "i", "china-provinces")]


def told(**sheets: Rows) -> list[tuple[str, str]]:
    """Slug and cell of each fault; none when the study is read."""
    made = {"数据": DATA, "变量": VARIABLES, "指标体系": INDEX, "回归": REGRESS, "输出": MAP, **sheets}
    grids = tuple(Grid(name, tuple(rows)) for name, rows in made.items() if rows)
    try:
        study_from_grids(grids, "s.xlsx", Path())
    except PaneloomError as problem:
        found = problem.problems if isinstance(problem, PaneloomErrors) else (problem,)
        return [(p.slug, f"{p.where.sheet} {p.where.cell}" if p.where else "") for p in found]
    return []


def with_cell(rows: Rows, row: int, column: int, cell: object) -> Rows:
    changed = list(rows[row]) + [None] * (column + 1 - len(rows[row]))
    changed[column] = cell
    return [*rows[:row], tuple(changed), *rows[row + 1 :]]


def test_the_study_is_read() -> None:
    assert told() == []


def test_faults_of_frame_of_words_and_of_names_come_together() -> None:
    assert told(
        数据=with_cell(with_cell(DATA, 3, 4, "多"), 7, 2, "longish"),
        变量=with_cell(VARIABLES, 3, 1, "log(c)"),
        回归=with_cell(with_cell(REGRESS, 2, 1, "z"), 2, 5, "?"),
    ) == [
        ("ragged-row", "数据 E4"),
        ("ragged-row", "回归 F3"),
        ("not-one-of", "数据 C8"),
        ("unknown-name", "变量 B4"),
        ("unknown-name", "回归 B3"),
    ]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        # The table of variables is not found: no name of it is missed.
        ({"变量": [("[variabels]",), *VARIABLES]}, [("workbook-section", "变量 A1")]),
        ({"变量": [], "变量1": [("草稿",), *VARIABLES]}, [("workbook-sheet", "变量1 A1")]),
        ({"变量": [("x", "y"), *VARIABLES]}, [("workbook-headings", "变量 A1")]),
        ({"变量": with_cell(VARIABLES, 1, 0, Broken("#REF!"))}, [("workbook-cell", "变量 A2")]),
        ({"变量": with_cell(with_cell(VARIABLES, 1, 0, None), 1, 1, "1")}, [("workbook-no-name", "变量 A2")]),
        # A key is not read: it is not missing too.
        ({"数据": with_cell(DATA, 7, 1, Broken("=A1"))}, [("workbook-cell", "数据 B8")]),
        ({"数据": with_cell(DATA, 6, 1, "flie")}, [("unknown-key", "数据 B7")]),
        ({"数据": with_cell(DATA, 3, 0, "panels")}, [("unknown-key", "数据 A4")]),
        ({"输出": with_cell(MAP, 1, 1, "off")}, [("unknown-key", "输出 B2")]),
        ({"回归": with_cell(REGRESS, 2, 1, Broken("#N/A"))}, [("workbook-cell", "回归 B3")]),
        ({"回归": with_cell(REGRESS, 1, 2, "xx")}, [("unknown-key", "回归 C2")]),
        # The rows of an index are not read: the index is there.
        ({"指标体系": with_cell(with_cell(INDEX, 2, 2, Broken("#N/A")), 1, 3, "?")},
         [("workbook-cell", "指标体系 C3"), ("indicator-direction", "指标体系 D2")]),
        ({"指标体系": [("甲", "乙"), *INDEX]}, [("workbook-headings", "指标体系 A1")]),
    ],
)  # fmt: skip
def test_what_follows_from_a_fault_is_not_told(
    sheets: dict[str, Rows], expected: list[tuple[str, str]]
) -> None:
    assert told(**sheets) == expected


def test_a_sheet_of_another_kind_hides_no_fault() -> None:
    assert told(我的计算=[("草稿",), (1, 2)], 变量=with_cell(VARIABLES, 3, 1, "log(c)")) == [
        ("workbook-sheet", "我的计算 A1"),
        ("unknown-name", "变量 B4"),
    ]


def message(language: Language, **sheets: Rows) -> str:
    made = {"数据": DATA, "变量": VARIABLES, "指标体系": INDEX, "回归": REGRESS, "输出": MAP, **sheets}
    with pytest.raises(PaneloomError) as caught:
        study_from_grids(tuple(Grid(name, tuple(rows)) for name, rows in made.items()), "s.xlsx", Path())
    assert not isinstance(caught.value, PaneloomErrors)
    return f"{caught.value.slug} {caught.value.text(language)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_regressions_by_what_is_no_grouping_are_told_the_way_to_one(language: Language) -> None:
    for word in ("区域", "三大地带", "region"):
        text = message(language, 回归=with_cell(REGRESS, 2, 3, word))
        assert text.startswith("by-not-group")
        for part in (word, "[groups]", "china-three-belts 三大地带", "china-four-regions 四大板块"):
            assert part in text


@pytest.mark.parametrize("name", ["三大地带", " 东中西部 ", "china-three-belts"])
def test_a_bundled_scheme_has_its_chinese_name(name: str) -> None:
    groups: Rows = [("[groups]",), ("name", "value"), ("region", name)]
    assert told(其他=groups, 回归=with_cell(REGRESS, 2, 3, "region")) == []
    assert scheme(name).name == "china-three-belts"
    assert len(schemes()) == len({word for found in schemes().values() for word in found.called[:1]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_scheme_is_told_the_names_of_all(language: Language) -> None:
    text = message(language, 其他=[("[groups]",), ("name", "value"), ("region", "三大地區")])
    assert text.startswith("unknown-scheme")
    assert all(f"{found.name} {found.called[0]}" in text for found in schemes().values())


def test_a_label_in_place_of_a_name_is_told_the_name() -> None:
    variables: Rows = [
        ("name", "label", "expr"),
        ("a", "产出", None),
        ("b", None, None),
        ("y", "创新", "log(a)"),
    ]
    text = message(
        "zh", 变量=variables, 回归=[("[regress]",), ("name", "y", "x", "weights"), ("r", "y", "i", "产出")]
    )
    assert text.startswith("unknown-name")
    assert "最接近的是：a。" in text


def test_a_text_of_any_length_does_not_bury_the_message() -> None:
    text = message("en", 变量=[*VARIABLES, ("w" * 32_000,)])
    assert text.startswith("bad-name")
    assert "(32000)" in text
    assert len(text) < 2_000


@pytest.mark.parametrize("cell", ["9" * 400, 1e300, -1e308, float("inf"), "9" * 5000, "1e999"])
def test_absurd_numbers_are_refused_by_the_schema(cell: object) -> None:
    assert [slug for slug, _ in told(数据=[*DATA[:4], ("years", cell), *DATA[4:]])][:1] in (
        ["list-length"], ["key-not-list"], ["key-not-whole"],
    )  # fmt: skip
    clean = ("[clean]",), ("key", "value"), ("min_coverage", cell)
    assert [slug for slug, _ in told(数据=[*DATA, (), *clean])] in (
        ["key-not-number"],
        ["too-large"],
        ["too-small"],
    )
