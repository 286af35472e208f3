"""Every fault of a study file: its slug, its line, its words in both languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.model import Study
from paneloom.study.reading import read_study, study_from_text
from paneloom.study.resolve import resolved_toml
from paneloom.study.writing import study_toml

BASE = """\
[study]
title = "A study"
panel = ["province", "year"]

[data.yearbook]
file = "raw/yearbook.xlsx"
layout = "sheets"

[variables]
y1 = {}
gdp = { label = "地区生产总值" }
pop = {}
lngdp = "log(gdp / pop)"
kind = { kind = "category" }

[groups.region.east]
units = ["北京", "天津"]

[groups.region.west]
units = ["重庆"]

[index.nqp.dimensions.tp]
indicators = ["+ gdp"]

[index.nqp.dimensions.gp]
indicators = ["- pop"]

"""
LAST = BASE.count("\n")
MODEL = '[regress.m]\ny = "y1"\nx = "nqp"\n'
MODEL_LINE = LAST + 1


def problems(text: str) -> tuple[PaneloomError, ...]:
    try:
        study_from_text(text, "study.toml", Path("no-such-folder"))
    except PaneloomErrors as several:
        return several.problems
    except PaneloomError as one:
        return (one,)
    return ()


def spoken(problem: PaneloomError) -> None:
    """Both languages say all four things, and no placeholder is left."""
    for language in ("en", "zh"):
        text = problem.text(language)
        assert "{" not in text.replace("{ ", "").replace("{}", ""), text
        assert problem.remedy(language)
    assert problem.text("en") != problem.text("zh")


def one(text: str, slug: str, line: int | None) -> PaneloomError:
    found = problems(text)
    assert [(p.slug, p.where and p.where.line) for p in found] == [(slug, line)]
    spoken(found[0])
    return found[0]


def swapped(old: str, new: str) -> str:
    assert BASE.count(old) == 1
    return BASE.replace(old, new)


def test_the_base_is_sound() -> None:
    study = study_from_text(BASE + MODEL, "study.toml", Path())
    assert study.variables["lngdp"].expr == "log(gdp / pop)"
    assert study.regress["m"].x == ("nqp",)


def test_windows_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "研究 1.toml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert read_study(path) == study_from_text(BASE, "study.toml", tmp_path)


def file_problem(path: Path) -> PaneloomError:
    with pytest.raises(PaneloomError) as caught:
        read_study(path)
    spoken(caught.value)
    return caught.value


def test_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(BASE, encoding="utf-8")
    assert file_problem(tmp_path / "studdy.toml").details["nearest"] == str(tmp_path / "study.toml")
    assert file_problem(tmp_path).slug == "study-missing"
    assert file_problem(tmp_path).details["nearest"] == str(tmp_path / "study.toml")
    assert file_problem(tmp_path / "a" / "b").details["nearest"] == ""
    assert file_problem(Path("bad\0name")).slug == "study-missing"
    assert file_problem(Path("/dev/zero")).slug == "study-missing"


@pytest.mark.parametrize(("encoding", "named"), [("gbk", "GBK"), ("utf-16", "UTF-16")])
def test_other_encodings_are_named(tmp_path: Path, encoding: str, named: str) -> None:
    (tmp_path / "s.toml").write_bytes(BASE.encode(encoding))
    problem = file_problem(tmp_path / "s.toml")
    assert (problem.slug, problem.seen) == ("not-utf8", named)
    if encoding == "gbk":
        assert problem.where is not None
        assert problem.where.line == 11


def test_bytes_of_no_encoding(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes(b"a = '\x81\x20\xff'")
    assert file_problem(tmp_path / "s.toml").seen == "?"


SYNTAX = [
    ("title = 研究\n", "toml-value", 1),
    ("题目 = 1\n", "toml-key", 1),
    ("a\n", "toml-equals", 1),
    ("\na = 010\n", "toml-rest", 2),
    ('a = "x\n', "toml-quote", 1),
    ('a = "raw\\yearbook.xlsx"\n', "toml-backslash", 1),
    ('a = "C:\\Users"\n', "toml-backslash", 1),
    ("a = [1, 2\nb = 3\n", "toml-bracket", 2),
    ("[study\n", "toml-bracket", 1),
    ("a = 2020-02-31\n", "toml-syntax", 1),
    ("a = {b = 1}\n[a.c]\n", "key-twice", 2),
    ("a = " + "[" * 5000 + "\n", "toml-deep", None),
    ("a = 1\n\na = 2\n", "key-repeated", 3),
    ("[a]\nb = 1\n[a]\n", "key-repeated", 3),
]


@pytest.mark.parametrize(("text", "slug", "line"), SYNTAX)
def test_syntax(text: str, slug: str, line: int | None) -> None:
    one(text, slug, line)


def test_every_repetition_is_reported_with_its_first_line() -> None:
    found = problems('a = 1\na = 2\n[s]\n"b" = 1\nb = 2\n')
    assert [(p.where.line, p.where.key, p.details["first"]) for p in found if p.where] == [
        (2, "a", "1"),
        (5, "s.b", "4"),
    ]


SCHEMA = [
    (swapped("title", "titel"), {("unknown-key", 2)}),
    (swapped("title", "name"), {("unknown-key", 2), ("missing-key", 1)}),
    (swapped("file =", "fille ="), {("unknown-key", 6)}),
    (swapped("[data.yearbook]", "[dat.yearbook]"), {("unknown-section", 5)}),
    (swapped("[study]", "[studdy]"), {("unknown-section", 1)}),
    (BASE.replace('indicators = ["+ gdp"]', 'indicator = ["+ gdp"]') + MODEL, {("unknown-key", 23)}),
    (BASE.replace("[variables]", "[variable]") + MODEL, {("unknown-section", 9)}),
    (
        BASE + MODEL.replace("[regress.m]", '[regress."基准"]') + '[regress.a]\nlike = "基准"\n',
        {("bad-name", MODEL_LINE)},
    ),
    (BASE + MODEL + '[regress.a]\nlik = "m"\n', {("unknown-key", MODEL_LINE + 4)}),
    (swapped('title = "A study"\n', ""), {("missing-key", 1)}),
    (swapped('title = "A study"', "title = 5"), {("key-not-text", 2)}),
    (swapped('title = "A study"', 'title = { en = "A" }'), {("missing-key", 2)}),
    (swapped('title = "A study"', 'title = { en = "A", zh = "甲", fr = "B" }'), {("unknown-key", 2)}),
    (swapped('panel = ["province", "year"]', 'panel = ["province"]'), {("list-length", 3)}),
    (swapped('panel = ["province", "year"]', 'panel = "province"'), {("key-not-list", 3)}),
    (swapped('panel = ["province", "year"]', 'panel = ["省份", "year"]'), {("bad-name", 3)}),
    (swapped('"year"]\n', '"year"]\nyears = [2013]\n'), {("list-length", 4)}),
    (swapped('"year"]\n', '"year"]\nyears = [2013, 2014, 2015]\n'), {("list-length", 4)}),
    (swapped('"year"]\n', '"year"]\nyears = [2013, "2014"]\n'), {("key-not-whole", 4)}),
    (swapped('"year"]\n', '"year"]\nyears = [2013, 2014.5]\n'), {("key-not-whole", 4)}),
    (swapped('"year"]\n', '"year"]\nsimulated = "yes"\n'), {("key-not-yes-no", 4)}),
    (swapped('layout = "sheets"', 'layout = "sheet"'), {("not-one-of", 7)}),
    (swapped("[data.yearbook]", "[data]"), {("key-not-section", 6), ("key-not-section", 7)}),
    (swapped("[data.yearbook]", "[data.年鉴]"), {("toml-key", 5)}),
    (swapped("[data.yearbook]", '[data."年鉴"]'), {("bad-name", 5)}),
    ('data = {}\n[study]\ntitle = ""\npanel = ["a", "b"]\n', {("empty-section", 1)}),
    ('[study]\ntitle = ""\npanel = ["a", "b"]\n', {("missing-section", None)}),
    (BASE + "[regres.m]\n", {("unknown-section", MODEL_LINE)}),
    (BASE + "[clean]\nmax_gap = 0\n", {("too-small", LAST + 2)}),
    (BASE + '[map.m]\nof = "nqp"\nboundary = "b"\nclasses = 9\n', {("too-large", LAST + 4)}),
    (BASE + '[map.m]\nof = "nqp"\nboundary = "b"\nyears = "all"\n', {("not-one-of", LAST + 4)}),
    (BASE + '[map.m]\nof = "nqp"\nboundary = "b"\nyears = ["a"]\n', {("key-not-whole", LAST + 4)}),
    (BASE + MODEL + 'stars = ["*"]\n', {("key-not-number", LAST + 4)}),
    (BASE + MODEL + "columns = [\n  { y = 1 },\n]\n", {("key-not-text", LAST + 5)}),
    (BASE + MODEL + "[[regress.m.columns]]\n[[regress.m.columns]]\nz = 1\n", {("unknown-key", LAST + 6)}),
    (BASE + MODEL + "columns = [3]\n", {("key-not-section", LAST + 4)}),
    (
        BASE
        + '[describe]\nvariables = ["gdp"]\n[published.p]\nof = "describe"\nsource = "S"\n'
        + 'values = [\n  { term = "gdp", statistic = "mean", value = "12*" },\n]\n',
        {("not-printed-number", LAST + 7)},
    ),
]


@pytest.mark.parametrize(("text", "expected"), SCHEMA)
def test_schema(text: str, expected: set[tuple[str, int | None]]) -> None:
    found = problems(text)
    assert {(p.slug, p.where and p.where.line) for p in found} == expected
    for problem in found:
        spoken(problem)


REFERENCES = [
    (swapped("log(gdp / pop)", "log(gdp / )"), "expression", 13),
    (swapped("log(gdp / pop)", "ln(gdp)"), "unknown-function", 13),
    (swapped("log(gdp / pop)", "log(gpd)"), "unknown-name", 13),
    (swapped("log(gdp / pop)", "log(kind)"), "label-as-number", 13),
    (swapped("log(gdp / pop)", "lngdp + 1"), "expression-cycle", 13),
    (swapped("log(gdp / pop)", "mean(lngdp by year)"), "expression-cycle", 13),
    (swapped("log(gdp / pop)", "mean(gdp by lngdp)"), "expression-cycle", 13),
    (swapped("log(gdp / pop)", "if(lngdp > 1, gdp, pop)"), "expression-cycle", 13),
    (swapped("log(gdp / pop)", "mean(gdp by provinc)"), "unknown-name", 13),
    (swapped("log(gdp / pop)", "mean(gpd by year)"), "unknown-name", 13),
    (swapped("log(gdp / pop)", "if(provinc == '北京', 1, 0)"), "unknown-name", 13),
    (swapped("log(gdp / pop)", "if(year == '2016', 1, 0)"), "not-labels", 13),
    (swapped("log(gdp / pop)", "if(gdp == '2016', 1, 0)"), "not-labels", 13),
    (swapped("log(gdp / pop)", "province + 1"), "label-as-number", 13),
    (swapped("log(gdp / pop)", "mean(gdp, pop)"), "function-form", 13),
    (swapped("y1 = {}", "by = {}"), "reserved-name", 10),
    (swapped("y1 = {}", "G2 = {}"), "reserved-name", 10),
    (BASE + MODEL + 'controls = ["mean(pop by year)"]\n', "pooled-outside-variables", LAST + 4),
    (BASE + MODEL + 'controls = ["log(cum(pop))"]\n', "pooled-outside-variables", LAST + 4),
    (BASE + MODEL + 'controls = ["year"]\n', "unknown-name", LAST + 4),
    (swapped("y1 = {}", 'y1 = { expr = "gdp", column = "a" }'), "expression-and-column", 10),
    (swapped("y1 = {}", 'y1 = { expr = "gdp", kind = "category" }'), "expression-category", 10),
    (swapped("y1 = {}", 'y1 = { data = "yearbok" }'), "unknown-data", 10),
    (swapped("y1 = {}", "log = {}"), "reserved-name", 10),
    (swapped("y1 = {}", "L2 = {}"), "reserved-name", 10),
    (swapped("y1 = {}", "year = {}"), "name-twice", 10),
    (swapped("y1 = {}", "nqp = {}"), "name-twice", 22),
    (swapped("y1 = {}", "tp = {}"), "name-twice", 22),
    (swapped('["province", "year"]', '["year", "year"]'), "name-twice", 3),
    (swapped('["重庆"]', '["天津"]'), "unit-twice", 20),
    (swapped('["重庆"]', "[]"), "empty-list", 20),
    (BASE + "[groups.belt]\n", "empty-section", LAST + 1),
    (swapped('"+ gdp"', '"gdp"'), "indicator-sign", 23),
    (swapped('"+ gdp"', '"+ "'), "indicator-sign", 23),
    (swapped('"+ gdp"', '"+ gpd"'), "unknown-indicator", 23),
    (swapped('"+ gdp"', '"+ kind"'), "label-as-number", 23),
    (swapped('"+ gdp"', '"+ pop"'), "indicator-twice", 26),
    (swapped('"+ gdp"', ""), "empty-list", 23),
    (BASE + "[index.other]\n", "index-without-indicators", LAST + 1),
    (BASE + '[index.other]\nindicators = "+ gdp"\ntable = "t.csv"\n', "index-forms", LAST + 1),
    (BASE + '[index.other]\ntable = "t.csv"\n', "file-missing", LAST + 2),
    (BASE + '[index.other]\ntable = "../t.csv"\n', "outside-folder", LAST + 2),
    (BASE + '[clean]\nfill = ["kind"]\n', "fill-not-read", LAST + 2),
    (swapped('"log(gdp / pop)"', '"gdp / nqp"') + '[clean]\nfill = ["lngdp"]\n', "fill-not-read", LAST + 2),
    (
        BASE + '[[clean.discard]]\nvariable = "lngdp"\nreason = "slip"\n',
        "discard-not-read",
        LAST + 2,
    ),
    (
        swapped("y1 = {}", 'y1 = { column = "a", sources = [{ data = "yearbook" }] }'),
        "sources-and-data",
        10,
    ),
    (
        swapped("y1 = {}", 'y1 = { sources = [{ data = "yearbook" }, { data = "yearbook" }] }'),
        "source-twice",
        10,
    ),
    (swapped("y1 = {}", 'y1 = { sources = [{ data = "yearbok" }] }'), "unknown-data", 10),
    (
        swapped("y1 = {}", 'y1 = { deflate = { index = "pop", base = 2013 } }'),
        "deflate-without-expression",
        10,
    ),
    (
        swapped("y1 = {}", 'y1 = { expr = "gdp", deflate = { index = "pip", base = 2013 } }'),
        "unknown-name",
        10,
    ),
    (swapped('layout = "sheets"', 'layout = "long"\ndown = ["unit"]'), "layout-key", 8),
    (swapped('layout = "sheets"', 'layout = "long"\nvalue = "v"'), "layout-key", 8),
    (BASE + '[describe]\nvariables = ["gpd"]\n', "unknown-name", LAST + 2),
    (BASE + "[describe]\nvariables = []\n", "empty-list", LAST + 2),
    (BASE + '[describe]\nvariables = "gdp"\nvif = ["gdp", "gdp"]\n', "listed-twice", LAST + 3),
    (BASE + '[map.m]\nof = "npq"\nboundary = "b"\n', "unknown-name", LAST + 2),
    (BASE + '[published.p]\nof = "regress.m"\nsource = ""\nvalues = []\n', "unknown-part", LAST + 2),
    (swapped('"year"]\n', '"year"]\nyears = [2023, 2013]\n'), "years-reversed", 4),
]


@pytest.mark.parametrize(("text", "slug", "line"), REFERENCES)
def test_references(text: str, slug: str, line: int) -> None:
    one(text, slug, line)


def test_several_files_must_be_told_apart() -> None:
    found = problems(BASE + '[data.other]\nfile = "a.csv"\nlayout = "long"\n')
    assert [(p.slug, p.where and p.where.line) for p in found] == [
        ("which-data", line) for line in (10, 11, 12, 14)
    ]
    spoken(found[0])


MODELS = [
    ('[regress.m]\nx = "nqp"\n', "no-outcome", 1),
    ('[regress.m]\ny = "y1"\n', "no-regressor", 1),
    (MODEL.replace("y1", "y2"), "unknown-name", 2),
    (MODEL.replace("nqp", "region"), "label-as-number", 3),
    (MODEL.replace("nqp", "L.y1"), None, 0),
    (MODEL.replace("nqp", "y1"), "outcome-as-regressor", 3),
    (MODEL + 'controls = ["lngpd"]\n', "unknown-name", 4),
    (MODEL + 'controls = ["L1.nqp", "nqp"]\n', "control-is-regressor", 4),
    (MODEL + 'controls = ["gdp", "gdp"]\n', "listed-twice", 4),
    (MODEL + "stepwise = true\n", "stepwise-without-controls", 4),
    (MODEL + 'endogenous = "nqp"\n', "endogenous-alone", 4),
    (MODEL + 'instruments = "L.nqp"\n', "instruments-alone", 4),
    (MODEL + 'endogenous = "gdp"\ninstruments = "L.nqp"\n', "endogenous-not-regressor", 4),
    (MODEL + 'endogenous = "nqp"\ninstruments = "nqp"\n', "instrument-is-regressor", 5),
    (MODEL + 'endogenous = "nqp"\ninstruments = "y1"\n', "outcome-as-regressor", 5),
    (
        MODEL + 'controls = "gdp"\nendogenous = ["nqp", "gdp"]\ninstruments = "L.nqp"\n',
        "too-few-instruments",
        6,
    ),
    (
        MODEL + 'controls = "gdp"\nstepwise = true\nendogenous = "gdp"\ninstruments = "L.gdp"\n',
        "endogenous-not-regressor",
        6,
    ),
    (MODEL + 'absorb = ["province", "regoin"]\n', "absorb-unknown", 4),
    (MODEL + 'absorb = ["province", "gdp"]\n', "absorb-unknown", 4),
    (MODEL + 'absorb = ["province", "kind#yeer"]\n', "absorb-unknown", 4),
    (MODEL + 'absorb = ["province", "kind#year"]\n', None, 0),
    (MODEL + 'absorb = ["province#year"]\n', "absorb-every-row", 4),
    (MODEL + 'absorb = ["year"]\nunit_trends = true\n', "trends-without-unit", 5),
    (MODEL + 'absorb = ["province", "year", "kind"]\nunit_trends = true\n', "trends-among-many", 5),
    (MODEL + 'absorb = ["province", "year", "kind#year"]\nunit_trends = true\n', None, 0),
    (MODEL + 'absorb = ["province", "year", "kind"]\nerrors = "hc3"\n', "errors-need-sweep", 5),
    (MODEL + 'cluster = "year"\n', "cluster-unknown", 4),
    (MODEL + 'cluster = "kind"\n', None, 0),
    (MODEL + 'errors = "cluster"\n', "cluster-missing", 4),
    (MODEL + 'by = "kind"\n', "by-not-group", 4),
    (MODEL + 'weights = "popp"\n', "unknown-name", 4),
    (MODEL + "years = [2015, 2013]\n", "years-reversed", 4),
    (MODEL + "stars = [10, 0.05]\n", "stars-range", 4),
    (MODEL + 'like = "m"\n', "unknown-like", 4),
    (MODEL + '[regress.a]\nlike = "m"\n[regress.b]\nlike = "a"\n', "like-chain", 7),
    (MODEL + '[mechanism.c]\nlike = "m"\nchannels = ["gpd"]\n', "unknown-name", 6),
    (MODEL + '[mechanism.c]\nlike = "m"\nchannels = []\n', "empty-list", 6),
    (MODEL + '[mechanism.c]\nlike = "m"\nchannels = ["nqp"]\n', "outcome-as-regressor", 3),
    (MODEL + '[mechanism.c]\nlike = "m"\nchannels = ["gdp"]\ny = "y1"\n', "mechanism-outcome", 7),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = ["gdp"]\ncentre = "grand-mean"\n', None, 0),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = ["gpd"]\n', "unknown-name", 6),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = []\n', "empty-list", 6),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = ["gdp", "nqp"]\n', "moderator-is-regressor", 6),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = "y1"\n', "outcome-as-regressor", 6),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = "gdp"\nat = [0.5, 50]\n', "quantile-range", 7),
    (MODEL + '[moderation.c]\nlike = "m"\nmoderators = "gdp"\ncentre = "mean"\n', "not-one-of", 7),
    (
        MODEL + '[moderation.c]\nlike = "m"\nmoderators = "gdp"\nendogenous = "nqp"\ninstruments = "L.nqp"\n',
        "moderation-endogenous",
        7,
    ),
    (MODEL + 'columns = [\n  { y = "gdp" },\n  { x = "gpd" },\n]\n', "unknown-name", 6),
    (
        MODEL + '[regress.a]\nlike = "m"\ncolumns = [\n  { y = "gdp" },\n  { y = "nqp" },\n]\n',
        "outcome-as-regressor",
        3,
    ),
]


@pytest.mark.parametrize(("text", "slug", "line"), MODELS)
def test_models(text: str, slug: str | None, line: int) -> None:
    if slug is None:
        assert not problems(BASE + text)
    else:
        one(BASE + text, slug, LAST + line)


def test_a_fault_of_a_shared_choice_is_reported_once() -> None:
    text = (
        BASE
        + MODEL
        + 'controls = ["gpd"]\n[regress.a]\nlike = "m"\n[regress.b]\nlike = "m"\nstepwise = true\n'
    )
    one(text, "unknown-name", LAST + 4)


LIKES = """\
[regress.a]
like = "m"

[regress.b]
like = "m"
columns = [{ x = "L.nqp" }, { x = "pop" }]

[mechanism.c]
like = "m"
channels = ["pop"]
"""


@pytest.mark.parametrize(("part", "slug", "line"), [
    (MODEL + 'control = ["gdp"]\nstepwise = true\n', "unknown-key", 4),
    (MODEL + 'control = ["gdp"]\nendogenous = "gdp"\ninstruments = "L.gdp"\n', "unknown-key", 4),
    (MODEL.replace("y =", "Y ="), "unknown-key", 2),
    (MODEL.replace("x =", "xs ="), "unknown-key", 3),
    (MODEL.replace('"nqp"', "5"), "key-not-list", 3),
    (MODEL + 'errors = "clustered"\ncluster = "province"\n', "not-one-of", 4),
    (MODEL + "columns = [3]\n", "key-not-section", 4),
    (MODEL + 'columns = [{ tilte = "a" }]\n', "unknown-key", 4),
    (MODEL.replace("regress", "regres"), "unknown-section", 1),
    ('[regress.m]\nx = "nqp"\n', "no-outcome", 1),
    ('[regress.m]\nx = "nqp"\ncolumns = [{ years = [2013, 2014] }, {}]\n', "no-outcome", 1),
    ('[regress.m]\ny = "y1"\n', "no-regressor", 1),
])  # fmt: skip
def test_one_slip_is_one_problem(part: str, slug: str, line: int) -> None:
    one(BASE + part + (LIKES if slug != "no-regressor" else '[regress.a]\nlike = "m"\n'), slug, LAST + line)


def test_what_stands_beside_a_slip_is_still_checked() -> None:
    found = problems(
        BASE + MODEL.replace("y1", "y2") + 'control = ["gdp"]\n[regress.a]\nlike = "m"\nx = "gpd"\n'
    )
    assert [(p.slug, p.where.line) for p in found if p.where] == [
        ("unknown-key", LAST + 4),
        ("unknown-name", LAST + 2),
        ("unknown-name", LAST + 7),
    ]


def test_a_part_of_its_own_that_lacks_is_told_beside_another() -> None:
    found = problems(BASE + '[regress.m]\nx = "nqp"\n[regress.n]\nx = "nqp"\n')
    assert [(p.slug, p.where.line) for p in found if p.where] == [
        ("no-outcome", LAST + 1),
        ("no-outcome", LAST + 3),
    ]


def test_one_slip_does_not_hide_the_others() -> None:
    text = swapped('layout = "sheets"', 'layout = "sheet"').replace("gdp / pop", "gpd") + MODEL
    found = problems(text.replace("y1 = {}", "y1 = { lable = 1 }") + 'controll = "gdp"\nabsorb = "gdp"\n')
    assert sorted((p.slug, p.where.line) for p in found if p.where) == [
        ("absorb-unknown", LAST + 5),
        ("not-one-of", 7),
        ("unknown-key", 10),
        ("unknown-key", LAST + 4),
        ("unknown-name", 13),
    ]
    assert PaneloomErrors(found).text("zh").startswith("共发现 5 个问题。\n1. ")


def test_nearest_words_are_offered() -> None:
    assert (
        one(BASE + MODEL + 'controls = ["lngpd"]\n', "unknown-name", LAST + 4).details["nearest"] == "lngdp"
    )
    far = one(BASE + MODEL + 'weights = "zzzz"\n', "unknown-name", LAST + 4)
    assert far.remedy("zh").startswith("已有：y1")
    assert far.remedy("en").startswith("Known are: y1")


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("ln(gdp)", "log(x)"),
        ("log10(gdp)", "log(x) / log(10)"),
        ("AVERAGE(gdp)", "(a + b) / 2, mean(x by year)"),
    ],
)
def test_functions_of_other_programs_are_known(written: str, instead: str) -> None:
    problem = one(swapped("log(gdp / pop)", written), "unknown-function", 13)
    assert problem.remedy("en").startswith(f"Write instead: {instead}. The functions are: log, ")
    assert problem.remedy("zh").startswith(f"请改写为：{instead}。可用的函数：log, ")


PIECES = st.sampled_from(
    [
        *"[]{}=,.#\"'\n \\：＝“”，é研\u3000\0",
        *(
            '"""',
            "'''",
            "\r\n",
            "1",
            "0.5",
            "true",
            "x",
            "L.x",
            "[[a.b]]",
            "[study]\n",
            "[data.a]\n",
            "[variables]\n",
        ),
        *("study", "panel", "title", "data", "variables", "regress", "columns", "like"),
        *('title = "t"\n', 'panel = ["u", "t"]\n', 'file = "f"\n', 'layout = "long"\n'),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_a_study_or_a_named_error(text: str) -> None:
    assert all(isinstance(problem, PaneloomError) for problem in problems(text))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_study_or_a_named_error(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(raw)
    with pytest.raises(PaneloomError) as caught:
        read_study(path)
    assert caught.value.text("zh")


VALUES = st.recursive(
    st.none().map(lambda _: "nan")
    | st.sampled_from(["1", '"gdp"', "true", "1.5", "1979-05-27", "[]", "{}", '""']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | inner.map(lambda item: f"{{ en = {item} }}")
    ),
    max_leaves=4,
)
KEYS = sorted({f"{section}.{key}" for section, key in [
    ("study", "title"), ("study", "panel"), ("study", "years"), ("clean", "fill"), ("clean", "max_gap"),
    ("variables", "gdp"), ("variables.y9", "expr"), ("groups", "region2"), ("groups.region.mid", "units"),
    ("index.nqp", "table"), ("index.nqp", "dimensions"), ("index.new", "indicators"), ("describe", "variables"),
    ("regress.m", "x"), ("regress.m", "columns"), ("regress.m", "stars"), ("regress.m", "like"),
    ("regress.m", "by"), ("regress.m", "years"), ("mechanism.c", "channels"), ("map.m", "years"),
    ("map.m", "of"), ("published.p", "values"), ("output", "formats"), ("data.x", "file"),
]})  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
def test_any_value_at_any_key_is_read_or_named(settings: dict[str, str]) -> None:
    lines = [f"{key} = {value}\n" for key, value in settings.items()]
    for problem in problems("".join(lines) + BASE + MODEL.replace("[regress.m]", "[regress.own]")):
        spoken_safely = [problem.text("en"), problem.text("zh")]
        assert all(spoken_safely)


def test_a_study_is_data() -> None:
    study = study_from_text(BASE, "a.toml", Path())
    assert isinstance(study, Study)
    assert hash(study) == hash(study_from_text(BASE, "b.toml", Path()))


def test_what_stands_inside_a_line_is_written_back() -> None:
    study = study_from_text(
        swapped("y1 = {}", 'y1 = { expr = "gdp", deflate = { index = "pop", base = 2013, kind = "fixed" } }'),
        "study.toml",
        Path(),
    )
    text = study_toml(study)
    assert "deflate" in text
    assert study_from_text(text, "study.toml", Path()) == study
    assert "deflate" in resolved_toml(study)


def test_errors_clustered_by_a_chinese_word_lead_to_the_unit() -> None:
    """No variable is offered for a name that cannot be one."""
    (problem,) = problems(BASE + MODEL + 'cluster = "省份"\n')
    assert problem.slug == "cluster-unknown"
    assert problem.details["nearest"] == "province"
    assert "gdp" not in problem.remedy("zh")
