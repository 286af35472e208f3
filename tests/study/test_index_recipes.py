"""The recipe of an index: what its file may say, what is refused before any number is read, and nothing lost."""

import re
from pathlib import Path

import pytest

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.derivations import all_expressions
from paneloom.study.directions import directed
from paneloom.study.expression import names_in
from paneloom.study.index_part import IndexPart
from paneloom.study.indicator_numbers import number_in
from paneloom.study.indicator_table import read_indicator_table
from paneloom.study.model import Study
from paneloom.study.names import known_names
from paneloom.study.reading import study_from_text
from paneloom.study.recipes import dimensions_of, indicators_of
from paneloom.study.resolve import resolved_digest, resolved_toml
from paneloom.study.sections import Head
from paneloom.study.workbook.forms import slots_of
from paneloom.study.workbook.reading import study_from_grids
from paneloom.study.workbook.tables import Grid
from paneloom.study.writing import study_toml
from paneloom.wording import LANGUAGES
from paneloom.workflow.study_workbook import grids_in, study_xlsx

BASE = """\
[study]
title = "A study"
panel = ["province", "year"]
years = [2011, 2020]
[data.a]
file = "a.csv"
layout = "long"
[variables]
a = {}
b = {}
c = {}
d = {}
"""
FLAT = '[index.x]\nindicators = ["+ a", "- b"]\n'
MODERATE = '[index.x]\nindicators = ["+ a", "= b"]\nbest = { b = 1 }\n'
NESTED = """\
[index.x]
levels = "nested"
{more}
[index.x.dimensions.p]
indicators = ["+ a", "- b"]
[index.x.dimensions.q]
indicators = ["+ c", "+ d"]
{rest}
"""
DEEP = """\
[index.x]
levels = "nested"
[index.x.dimensions.whole]
label = "合"
[index.x.dimensions.p]
parent = "whole"
indicators = ["+ a", "- b"]
[index.x.dimensions.q]
parent = "whole"
indicators = ["+ c"]
[index.x.dimensions.r]
indicators = ["+ d"]
"""


def read(text: str, root: Path = Path()) -> Study:
    return study_from_text(BASE + text, "study.toml", root)


def nested(more: str = "", rest: str = "") -> str:
    return NESTED.format(more=more, rest=rest)


def problems(text: str, root: Path = Path()) -> list[PaneloomError]:
    with pytest.raises(PaneloomError) as info:
        read(text, root)
    found = info.value.problems if isinstance(info.value, PaneloomErrors) else (info.value,)
    assert all(problem.text("zh") != problem.text("en") for problem in found)
    return list(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+ a", ("+", "a")),
        ("-a", ("-", "a")),
        ("－ a", ("-", "a")),
        ("= a", ("=", "a")),
        ("＝a", ("=", "a")),
        ("适度 a", ("=", "a")),
        ("正向 a", ("+", "a")),
        ("负a", ("-", "a")),
        ("moderate a", ("=", "a")),
        ("Positive a", ("+", "a")),
        ("moderatea", None),
        ("a", None),
        ("=", None),
        ("", None),
    ],
)
def test_a_direction_before_a_name(text: str, found: tuple[str, str] | None) -> None:
    assert directed(text) == found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200.5", 1200.5), ("０．２５", 0.25), ("−3", -3.0), ("1e-3", 0.001), (".5", 0.5), ("5.", 5.0),
        ("12%", None), ("inf", None), ("nan", None), ("1_0", None), (".", None), ("e5", None), ("1,2", None),
        ("", None), ("1" * 400, None),
    ],
)  # fmt: skip
def test_plain_numbers(text: str, number: float | None) -> None:
    assert number_in(text) == number


def test_an_indicator_that_is_best_between() -> None:
    study = read(MODERATE)
    assert [(i.variable, i.direction) for i in indicators_of(study, "x", Path())] == [("a", "+"), ("b", "=")]


TABLE = (
    "指标,方向,维度,权重,下限,上限,最优下限,最优上限,目标值\n"
    "a,正,p,0.3,0,100,,,90\nb,适度,p,0.2,,,95,105,\nc,＝,q,,,,1.5,,\n"
)


def test_a_table_with_numbers_beside_the_indicators(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    found = indicators_of(read('[index.x]\ntable = "t.csv"\n', tmp_path), "x", tmp_path)
    assert [(i.direction, i.weight, i.goalposts, i.best, i.target) for i in found] == [
        ("+", 0.3, (0.0, 100.0), None, 90.0),
        ("=", 0.2, None, (95.0, 105.0), None),
        ("=", None, None, (1.5, 1.5), None),
    ]


@pytest.mark.parametrize(
    ("row", "slug", "column"),
    [
        ("a,+,p,三成,,,,,\n", "indicator-number", "weight"),
        ("a,+,p,30%,,,,,\n", "indicator-number", "weight"),
        ("a,+,p,,1,,,,\n", "indicator-half", None),
        ("a,=,p,,,,,2,\n", "indicator-half", None),
    ],
)
def test_faults_beside_an_indicator_are_placed(tmp_path: Path, row: str, slug: str, column: str) -> None:
    (tmp_path / "t.csv").write_text(TABLE.partition("\n")[0] + "\n" + row, encoding="utf-8")
    with pytest.raises(PaneloomError) as info:
        read_indicator_table(tmp_path / "t.csv", "t.csv")
    assert (info.value.slug, info.value.where and info.value.where.line) == (slug, 2)
    assert info.value.details["indicator"] == "a"
    assert info.value.details.get("column") == column


FAULTS = [
    (FLAT + "range = [1, 0]\n", "index-range", 15),
    (FLAT + "bounds = [1, 99]\n", "index-quantiles", 15),
    (FLAT + "bounds = [0.5, 0.5]\n", "index-quantiles", 15),
    (FLAT + "bounds = 2009\n", "index-year-outside", 15),
    (FLAT + 'bounds = 2012\nscale = "rank"\n', "index-scale-bounds", 15),
    (FLAT + 'bounds = "goalposts"\ngoalposts = { a = [0, 1], b = [2, 2] }\n', "index-goalposts", 16),
    (FLAT + "goalposts = { a = [1, 0] }\n", "index-goalposts", 15),
    (FLAT + 'bounds = "goalposts"\ngoalposts = { a = [0, 1] }\n', "index-goalposts-missing", 16),
    (FLAT + 'scale = "target"\ntargets = { a = 1 }\n', "index-target", 16),
    (FLAT + "min_present = 0.5\n", "index-min-present", 15),
    (FLAT + 'missing = "present"\n', "index-present-all", 15),
    (FLAT + "rescale = true\n", "index-flat", 15),
    (FLAT + '[index.x.top]\naggregation = "geometric"\n', "index-flat", 16),
    (FLAT + "best = { a = 1 }\n", "index-best-direction", 15),
    (FLAT + 'treat = { rule = "log", indicators = ["aa"] }\n', "index-name", 15),
    (FLAT + "goalposts = { aa = [0, 1] }\n", "index-name", 15),
    (FLAT + 'method = "given"\ngiven = { a = 1 }\n', "index-given-missing", 16),
    (FLAT + 'method = "given"\ngiven = { a = 1, b = -1 }\n', "index-given-sign", 16),
    (FLAT + 'method = "given"\ngiven = { a = 0, b = 0 }\n', "index-given-sign", 16),
    (FLAT + 'method = "given"\ngiven = { a = 1, b = nan }\n', "index-given-sign", 16),
    (FLAT + "given = { a = 1, bb = 1 }\n", "index-name", 15),
    (FLAT + 'method = "ahp"\n', "index-judgements-size", 13),
    (FLAT + 'method = "ahp"\njudgements = [[1, 2], [1]]\n', "index-judgements-size", 16),
    (FLAT + 'method = "ahp"\njudgements = [[1, 2], ["1/x", 1]]\n', "index-judgement", 16),
    (FLAT + 'method = "ahp"\njudgements = [[1, 2], ["0/2", 1]]\n', "index-judgement", 16),
    (FLAT + 'method = "combined"\n', "index-combine", 13),
    (FLAT + 'method = "combined"\ncombine = { methods = ["equal", "combined"] }\n', "index-combine", 16),
    (FLAT + 'method = "combined"\ncombine = { methods = ["equal", "gini"], shares = [1] }\n', "index-shares", 16),
    (FLAT + 'method = "combined"\ncombine = { methods = ["equal", "ahp"] }\n', "index-judgements-size", 13),
    (FLAT + 'aggregation = "power"\n', "index-power", 13),
    (FLAT + 'method = "bod"\naggregation = "geometric"\n', "index-doubt-sum", 16),
    (FLAT + 'method = "bod"\nmissing = "present"\nmin_present = 0.5\n', "index-doubt-present", 15),
    (FLAT + 'scale = "z"\n', "index-z", 13),
    (FLAT + 'scale = "z"\nmethod = "equal"\naggregation = "geometric"\n', "index-z", 17),
    (FLAT + 'scale = "z"\nmethod = "variation"\n', "index-zero-mean", 16),
    (FLAT + 'method = "merec"\n', "index-zero", 15),
    (FLAT + 'method = "critic"\nshift = 0.01\n', "index-unused", 16),
    (FLAT + 'method = "critic"\nconstant = "ln(T)"\n', "index-unused", 16),
    (FLAT + 'method = "idocriw"\nconstant = "ln(N)"\nrange = [0.1, 1]\n', "index-unused", 16),
    (FLAT + 'method = "equal"\n[index.x.uncertainty]\nchoices = { method = ["equal", "critic"], shift = [0, 0.1] }\n', "index-unused", 17),
    (nested('method = "gini"\nshift = 0.1\ntop = { method = "equal" }'), "index-unused", 16),
    (FLAT + "[index.x.uncertainty]\n", "uncertainty-nothing", 15),
    (FLAT + "[index.x.uncertainty]\nweight_noise = { size = 1.5 }\n", "uncertainty-noise", 15),
    (FLAT + '[index.x.uncertainty]\nruns = 63\nleave_out = "indicator"\nweight_noise = {}\n', "uncertainty-runs", 16),
    (FLAT + '[index.x.uncertainty]\nchoices = { methode = ["gini"] }\n', "index-variant", 16),
    (FLAT + "[index.x.uncertainty]\nchoices = { method = [] }\n", "index-variant", 16),
    (FLAT + '[index.x.uncertainty]\nchoices = { method = ["entropy", "ginny"] }\n', "index-variant-value", 16),
    (FLAT + '[index.x.uncertainty]\nchoices = { scale = ["minmax", "z"] }\n', "index-z", 16),
    (FLAT + '[index.x.uncertainty]\nchoices = { method = ["entropy", "ahp"] }\n', "index-judgements-size", 16),
    ('[index.x]\nindicators = ["+ a", "= b"]\n', "index-best", 13),
    (MODERATE.replace("1 }", "[2, 1] }"), "index-best", 15),
    (nested(rest='parent = "pp"'), "index-parent", 20),
    (nested(rest='[index.x.dimensions.r]\nparent = "s"\n[index.x.dimensions.s]\nparent = "r"\n'), "index-parent-circle", 21),
    (nested('method = "given"\ngiven = { a = 1, b = 1, c = 1, d = 1, p = 1 }'), "index-given-missing", 16),
]  # fmt: skip


@pytest.mark.parametrize(("text", "slug", "line"), FAULTS)
def test_what_cannot_work_is_told_before_numbers_are_read(text: str, slug: str, line: int) -> None:
    (problem,) = problems(text)
    assert (problem.slug, problem.where and problem.where.line) == (slug, line)


def test_each_lacking_number_is_told() -> None:
    found = problems(FLAT + 'bounds = "goalposts"\n')
    assert [problem.details["indicator"] for problem in found] == ["a", "b"]


def test_the_nearest_name_is_told() -> None:
    text = nested("given = { a = 1, b = 1, c = 1, d = 1, pp = 1 }")
    (problem,) = problems(text)
    assert (problem.details["key"], problem.details["nearest"]) == ("given", "p")
    assert problem.details["known"] == "a, b, c, d, p, q"


SOUND = [
    FLAT + 'scale = "z"\nmethod = "equal"\n',
    FLAT + 'scale = "z"\nrange = [100, 110]\naggregation = "penalty"\n',
    FLAT + 'scale = "z"\nshift = 3\n',
    FLAT + 'method = "merec"\nrange = [0.002, 1]\n',
    FLAT + 'aggregation = "power"\npower = 0.5\n',
    FLAT + 'missing = "present"\nmin_present = 0.6\n',
    FLAT + "bounds = [0.01, 0.99]\nclip = true\n",
    FLAT + "bounds = 2011\n",
    FLAT + 'method = "given"\ngiven = { a = 60, b = 40 }\n',
    FLAT + 'method = "ahp"\njudgements = [[1, 3], ["1/3", 1]]\n',
    FLAT + 'method = "combined"\njudgements = [[1, 3], ["1/3", 1]]\ncombine = { methods = ["entropy", "ahp"], how = "game" }\n',
    FLAT + 'treat = { rule = "winsorise", indicators = ["a"] }\n',
    FLAT + '[index.x.uncertainty]\nleave_out = "indicator"\nweight_noise = { kind = "dirichlet", size = 20 }\n'
    'choices = { method = ["entropy", "critic"], bounds = ["pooled", [0.01, 0.99], 2012], range = [[0, 1], [0, 100]] }\n',
    FLAT + 'method = "critic"\nconstant = "ln(n)"\nshift = 0\n',
    FLAT + 'method = "critic"\nshift = 0.01\nshift_in_score = true\n',
    FLAT + 'method = "critic"\nshift = 0.01\n[index.x.uncertainty]\nchoices = { method = ["critic", "entropy"] }\n',
    FLAT + 'shift = 0.01\n[index.x.uncertainty]\nchoices = { method = ["critic", "equal"] }\n',
    FLAT + 'method = "combined"\nshift = 0.01\ncombine = { methods = ["entropy", "critic"] }\n',
    nested('method = "critic"\nshift = 0.01\ntop = { method = "entropy" }'),
    nested('method = "critic"\nshift = 0.01', 'method = "entropy"'),
    MODERATE,
    FLAT + '[index.x.uncertainty]\nruns = 64\nleave_out = "indicator"\nweight_noise = {}\n',
    FLAT + '[index.x.uncertainty]\nruns = 2\nleave_out = "indicator"\n',
    MODERATE.replace("1 }", "[0.9, 1.1] }"),
    nested('aggregation = "geometric"\nrescale = true\nrange = [0.01, 1]\nmethod = "critic"'),
    nested('method = "given"\ngiven = { a = 1, b = 1, c = 1, d = 1, p = 1, q = 2 }'),
    nested('method = "given"\ngiven = { a = 1, b = 1, c = 1, d = 1, p = 1 }', "weight = 2"),
    nested(
        'bounds = "goalposts"\ngoalposts = { a = [0, 1], b = [0, 1], c = [0, 1], d = [0, 1] }\n'
        'clip = true\nmethod = "equal"\ntop = { aggregation = "geometric" }'
    ),
    nested('pool = "year-mean"\nconstant = "ln(T)"', 'method = "ahp"\njudgements = [[1, 2], [0.5, 1]]'),
    DEEP,
]  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_sound_recipes_lose_nothing(tmp_path: Path, text: str) -> None:
    """As a study file, with every default written out, and as a workbook in either language."""
    study = read(text)
    assert study_from_text(study_toml(study), "s", tmp_path) == study
    resolved = study_from_text(resolved_toml(study), "s", tmp_path)
    assert resolved.index == study.index
    assert resolved_digest(resolved) == resolved_digest(study)
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(study_xlsx(study, language))
        again = study_from_grids(grids_in(path, "s.xlsx"), "s.xlsx", tmp_path)
        assert again == study
        assert again.digest() == study.digest()


def sheets(*rows: tuple[object, ...]) -> tuple[Grid, ...]:
    heads = ("index", "indicator", "direction", "weight", "low", "high", "best_low", "best_high", "target")
    own = (("[index]",), ("name", "method", "bounds"), ("x", "给定", "给定上下限"))
    return (
        Grid(
            "Data",
            (("[study]",), ("key", "value"), ("title", "t"), ("panel", "p, year"), ("[data]",),
             ("name", "file"), ("d", "d.csv")),
        ),
        Grid("Variables", (("name", "label"), ("a", "甲"), ("b", "乙"))),
        Grid("Index", (*own, ("[index.indicators]",), heads, *rows)),
    )  # fmt: skip


def test_numbers_beside_the_indicators_of_a_workbook(tmp_path: Path) -> None:
    grids = sheets(
        ("x", "a", "正向", 0.6, 0, "1,000", None, None, 5), (None, "b", "适度", "0.4", 1, 2, 1.5, None, None)
    )
    part = study_from_grids(grids, "s.xlsx", tmp_path).index["x"]
    assert part.indicators == ("+ a", "= b")
    assert (part.method, part.bounds) == ("given", "goalposts")
    assert part.given == {"a": 0.6, "b": 0.4}
    assert part.goalposts == {"a": (0.0, 1000.0), "b": (1.0, 2.0)}
    assert (part.best, part.targets) == ({"b": 1.5}, {"a": 5.0})


def test_faults_beside_the_indicators_of_a_workbook_have_their_cell(tmp_path: Path) -> None:
    grids = sheets(
        ("x", "a", "+", "六成", 0, 1, None, None, None), (None, "b", "+", 0.4, 1, None, None, None, None)
    )
    with pytest.raises(PaneloomErrors) as info:
        study_from_grids(grids, "s.xlsx", tmp_path)
    found = {p.slug: p.where and p.where.cell for p in info.value.problems}
    assert (found["indicator-number"], found["indicator-half"]) == ("D6", "E7")


def test_dimensions_at_depth() -> None:
    study = read(DEEP)
    assert [key for key, _ in dimensions_of(study, "x", Path())] == ["whole", "p", "q", "r"]
    assert known_names(study, Path())[-5:] == ("x", "whole", "p", "q", "r")
    found = {name: names_in(tree) for name, tree in all_expressions(study, Path()).items()}
    assert found == {
        "whole": ("a", "b", "c"),
        "p": ("a", "b"),
        "q": ("c",),
        "r": ("d",),
        "x": ("a", "b", "c", "d"),
    }


def test_a_table_whose_dimensions_are_part_of_others(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("指标,方向,维度\na,+,p\nb,-,q\n", encoding="utf-8")
    sections = '[index.x.dimensions.p]\nparent = "whole"\n[index.x.dimensions.whole]\nlabel = "合"\n'
    study = read('[index.x]\nlevels = "nested"\ntable = "t.csv"\n' + sections, tmp_path)
    assert dimensions_of(study, "x", tmp_path) == (("p", "p"), ("q", "q"), ("whole", "合"))
    found = problems(
        '[index.x]\nlevels = "nested"\ntable = "t.csv"\n'
        + sections.replace("dimensions.whole", "dimensions.whol"),
        tmp_path,
    )
    assert [problem.slug for problem in found] == ["table-without-dimension", "index-parent"]


PAGE = (Path(__file__).resolve().parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^```\n(\[index\..*?)```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", RECIPES)
def test_the_recipes_on_the_page_are_sound(text: str) -> None:
    names = dict.fromkeys(re.findall(r'"[-+=] (\w+)"', text))
    head, _, _ = BASE.partition("a = {}")
    variables = "".join(f"{name} = {{}}\n" for name in names)
    study = study_from_text(head + variables + text, "study.toml", Path())
    assert len(study.index) == 1


def test_the_page_has_its_recipes() -> None:
    assert len(RECIPES) == 6


def test_a_range_of_decimals_is_offered_as_a_list_and_a_span_of_years_as_one() -> None:
    kinds = {slot.path[-1]: slot.kind for model in (IndexPart, Head) for slot in slots_of(model)}
    assert (kinds["range"], kinds["years"]) == ("numbers", "span")
