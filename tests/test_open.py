"""From raw files to a panel."""

from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.writing import workbook

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.open import open_panel
from paneloom.panel.ledger_table import rule_text
from paneloom.panel.panel import Panel
from paneloom.study.model import Study
from paneloom.study.reading import study_from_text
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import LANGUAGES

HEAD = """
[study]
title = "t"
panel = ["province", "year"]
years = [2013, 2015]
"""
YEARBOOK = (
    HEAD
    + """
drop_units = ["西藏"]
[data.yearbook]
file = "raw/年鉴 一.xlsx"
layout = "sheets"
[data.regions]
file = "raw/regions.csv"
layout = "units"
[clean]
names = "china-provinces"
gaps = "linear"
[variables]
gdp = { data = "yearbook", column = "地区生产总值" }
pop = { data = "yearbook", column = "人口" }
belt = { data = "regions", kind = "category" }
twice = { expr = "2 * per_head" }
per_head = { expr = "gdp / pop" }
[groups.region.east]
units = ["Beijing", "河北省"]
[groups.region.west]
units = ["西藏"]
"""
)
GDP = [
    ["2-1 地区生产总值"],
    ["", "", "单位：亿元"],
    ["地区", "2012年", "2013年", "2014年", "2015年"],
    ["全  国", 9, 9, 9, 9],
    ["北京市", 9, 10, None, "30"],
    ["河  北", 9, 4, 5, "…"],
    ["西藏", 9, 1, 1, 1],
    ["注：…"],
]
POP = [["地区", 2013, 2014, 2015], ["北京", 2, 2, 2], ["河北", 1, 1, 1], ["西藏", 1, 1, 1]]


def study(text: str, folder: Path) -> Study:
    """A study from its text."""
    return study_from_text(text, "study.toml", folder)


def yearbook(folder: Path, gdp: list[list[object]] | None = None) -> Path:
    """A folder with the files of the study YEARBOOK."""
    (folder / "raw").mkdir()
    workbook(folder / "raw" / "年鉴 一.xlsx", {"地区生产总值": gdp or GDP, "人口": POP})
    text = "province,belt\nGuangxi,south\n北京,north\n河北,—\n"
    (folder / "raw" / "regions.csv").write_text(text, encoding="gb18030")
    return folder


def frame_of(panel: Panel) -> MemoryEngine:
    """The rows of a panel in memory."""
    assert isinstance(panel.rows, MemoryEngine)
    return panel.rows


def test_a_yearbook_becomes_a_panel_with_a_line_for_everything_that_was_done(tmp_path: Path) -> None:
    steps: list[str] = []
    panel = open_panel(
        study(YEARBOOK, tmp_path), yearbook(tmp_path), notify=lambda step, /, **_details: steps.append(step)
    )
    frame = frame_of(panel).frame
    assert steps == ["read", "read", "assemble", "fill", "derive"]
    assert frame.unit_names == ("北京",) * 3 + ("河北",) * 3
    assert frame.time.tolist() == [2013, 2014, 2015] * 2
    np.testing.assert_array_equal(frame.numbers["gdp"], [10, 20, 30, 4, 5, np.nan])
    np.testing.assert_array_equal(frame.numbers["twice"], [10, 20, 30, 8, 10, np.nan])
    assert frame.categories["belt"].tolist() == ["north"] * 3 + [""] * 3
    assert frame.categories["region"].tolist() == ["east"] * 6
    assert panel.rows.numbers == ("gdp", "pop", "per_head", "twice")
    lines = [
        (
            e.action,
            e.rule,
            e.unit,
            e.time,
            e.variable,
            e.before,
            e.after,
            e.place and (e.place.cell or e.place.line),
        )
        for e in panel.ledger.entries
    ]
    assert lines == [
        ("dropped", "title row", "", None, "", "2-1 地区生产总值", "", "A1"),
        ("dropped", "title row", "", None, "", "单位：亿元", "", "C2"),
        ("dropped", "total row", "", None, "", "全 国".replace(" ", "  "), "", "A4"),
        ("dropped", "note row", "", None, "", "注：…", "", "A8"),
        ("renamed", "china-provinces", "", None, "", "北京市", "北京", "A5"),
        ("renamed", "china-provinces", "", None, "", "河  北", "河北", "A6"),
        ("converted", "number stored as text", "北京", 2015, "gdp", "30", "30.0", "E5"),
        ("missing", "missing word", "河北", 2015, "gdp", "…", "", "E6"),
        ("converted", "encoding GB18030", "", None, "", "", "", None),
        ("renamed", "china-provinces", "", None, "", "Guangxi", "广西", 2),
        ("missing", "missing word", "河北", None, "belt", "—", "", 4),
        ("dropped", "drop_units", "西藏", None, "", "7", "", None),
        ("dropped", "years", "北京", None, "", "1", "", None),
        ("dropped", "years", "河北", None, "", "1", "", None),
        ("filled", "linear", "北京", 2014, "gdp", "", "20.0", "D5"),
        ("left-empty", "leave", "河北", 2015, "gdp", "", "", "E6"),
        ("derived", "gdp / pop", "", None, "per_head", "", "5", None),
        ("derived", "2 * per_head", "", None, "twice", "", "5", None),
    ]


def test_the_same_files_give_the_same_panel(tmp_path: Path) -> None:
    folder = yearbook(tmp_path)
    one, two = (open_panel(study(YEARBOOK, folder), folder) for _ in range(2))
    for name, values in frame_of(one).frame.numbers.items():
        np.testing.assert_array_equal(values, frame_of(two).frame.numbers[name])
    assert frame_of(one).frame.unit_names == frame_of(two).frame.unit_names
    assert one.ledger == two.ledger


def test_gaps_are_filled_before_variables_are_derived(tmp_path: Path) -> None:
    panel = open_panel(study(YEARBOOK, tmp_path), yearbook(tmp_path))
    assert frame_of(panel).frame.numbers["per_head"][1] == 10.0


def with_cell(row: int, column: int, value: object) -> list[list[object]]:
    """The table of GDP with one cell changed."""
    rows = [list(cells) for cells in GDP]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("gdp", "slug", "cell"),
    [
        (with_cell(4, 3, "12.3%"), "percent-sign", "D5"),
        (with_cell(4, 3, "1.2万"), "large-unit", "D5"),
        (with_cell(4, 3, "=1/0"), "formula-without-value", "D5"),
        (with_cell(4, 0, "北京是"), "unknown-unit", "A5"),
        (with_cell(5, 0, "北 京"), "duplicate-key", "C6"),
        (with_cell(4, 0, None), "no-unit", "A5"),
    ],
)
def test_a_bad_cell_stops_the_study_with_file_sheet_and_cell(
    tmp_path: Path, gdp: list[list[object]], slug: str, cell: str
) -> None:
    with pytest.raises(PaneloomError) as caught:
        open_panel(study(YEARBOOK, tmp_path), yearbook(tmp_path, gdp))
    problems = caught.value.problems if isinstance(caught.value, PaneloomErrors) else (caught.value,)
    where = problems[0].where
    assert where is not None
    assert (problems[0].slug, where.file, where.sheet, where.cell) == (
        slug,
        "raw/年鉴 一.xlsx",
        "地区生产总值",
        cell,
    )
    assert "地区生产总值" in caught.value.text("zh")
    assert caught.value.text("en") != caught.value.text("zh")


def test_a_missing_file_and_an_engine_nobody_has(tmp_path: Path) -> None:
    with pytest.raises(PaneloomError) as caught:
        open_panel(study(YEARBOOK, tmp_path), tmp_path)
    assert caught.value.slug == "file-missing"
    with pytest.raises(PaneloomError) as caught:
        open_panel(study(YEARBOOK, tmp_path), tmp_path, engine="abacus")
    assert caught.value.slug == "unknown-engine"


def test_a_variable_that_reads_an_index_waits(tmp_path: Path) -> None:
    text = YEARBOOK + '[index.wealth]\nindicators = ["+ gdp", "+ pop"]\n'
    text = text.replace("[groups.region.east]", 'rich = { expr = "100 * wealth" }\n[groups.region.east]')
    panel = open_panel(study(text, tmp_path), yearbook(tmp_path))
    assert "rich" not in panel.rows.numbers


SHARED = (
    HEAD.replace("2015", "2023")
    + """
[data.panel]
file = "provincial_panel.csv"
layout = "tidy"
[clean]
names = "china-provinces"
[variables]
rate = { column = "urbanisation_rate" }
urban = { column = "urban_population" }
population = {}
enrolment = { column = "college_enrolment" }
ur = "rate / 100"
share = "urban / population"
edu = "log(round(enrolment / 10000, 2))"
exact = "log(enrolment / 10000)"
"""
)


@pytest.mark.shared
def test_the_real_panel_has_the_published_moments(shared: Path) -> None:
    panel = open_panel(study(SHARED, shared), shared, shared / "data" / "china")
    columns = ("ur", "share", "edu", "exact")
    extents, totals = panel.rows.extents(columns, EVERY_ROW), panel.rows.totals(columns, EVERY_ROW)
    assert extents.n.tolist() == [341] * 4
    moments = np.column_stack([extents.mean, totals.deviation, extents.minimum, extents.maximum]).round(3)
    assert moments[0].tolist() == [0.609, 0.123, 0.239, 0.896]
    # The quotient of the two published populations rounds the lowest, Tibet's of 2013, to the other side.
    assert moments[1].tolist() == [0.609, 0.123, 0.24, 0.896]
    # Yearbooks give enrolment in 10,000 to two decimals, 3.35 for Tibet's 33,474 persons; print follows them.
    assert moments[2].tolist() == [4.269, 0.956, 1.209, 5.689]
    assert extents.minimum[3].round(3) == 1.208
    assert frame_of(panel).frame.units[0] == "北京"
    assert len(frame_of(panel).frame.units) == 31


@pytest.mark.shared
def test_a_table_of_the_statistics_bureau_is_read_as_it_comes(shared: Path) -> None:
    text = (
        HEAD
        + """
drop_units = ["香港", "澳门", "台湾"]
[data.patents]
file = "S5_upstream1119_CUC_PYH/分地区国内发明专利授权量_2011-2022.xlsx"
layout = "sheets"
[data.budget]
file = "S4_1376524890_tec_expenditure/分省年度数据_3.csv"
layout = "sheets"
[clean]
names = "china-provinces"
[variables]
patents = { data = "patents", column = "patent_grants_2011_2022" }
budget = { data = "budget", column = "分省年度数据_3" }
"""
    )
    panel = open_panel(study(text, shared), shared, shared / "data" / "china" / "raw")
    frame = frame_of(panel).frame
    assert (len(frame), len(frame.units)) == (93, 31)
    assert frame.numbers["patents"][:3].tolist() == [20695.0, 23237.0, 35308.0]
    assert not np.isnan(frame.numbers["budget"]).any()
    assert ("dropped", "total row", "", 1) in panel.ledger.counts()


HOLES = """
[study]
title = "t"
panel = ["unit", "year"]
YEARS
[data.d]
file = "FILE"
layout = "LAYOUT"
[clean]
names = "names.csv"
CLEAN
[variables]
x = {}
y = {}
"""
TIMES = range(2001, 2007)
Values = dict[tuple[str, int], tuple[float | None, float | None]]


def written_out(folder: Path, layout: str, values: Values, *, absent: bool) -> str:
    """The name of a file with these values of x and y; what is absent is left out, else an empty cell."""
    units = list(dict.fromkeys(unit for unit, _ in values))
    if layout == "sheets":
        sheets = {
            name: [["unit", *TIMES], *([unit, *(values[unit, t][at] for t in TIMES)] for unit in units)]
            for at, name in enumerate("xy")
        }
        return workbook(folder / "d.xlsx", sheets).name
    if layout == "long":
        rows = [(*key, *pair) for key, pair in values.items() if not absent or pair != (None, None)]
        lines = ["unit,year,x,y", *(",".join("" if v is None else repr(v) for v in row[1:]) for row in rows)]
        lines[1:] = [f"{row[0]},{line}" for row, line in zip(rows, lines[1:], strict=True)]
    else:
        cells = [
            (unit, t, name, pair[at]) for (unit, t), pair in values.items() for at, name in enumerate("xy")
        ]
        kept = [cell for cell in cells if not absent or cell[3] is not None]
        lines = [f"{unit},{t},{name},{'' if v is None else repr(v)}" for unit, t, name, v in kept]
        lines = ["unit,year,indicator,value", *lines, "A,2001,z,1"]
        lines += [f"A,2001,{name}," for name in "xy" if name not in [cell[2] for cell in kept]]
    (folder / "d.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "d.csv"


@st.composite
def values_with_holes(draw: st.DrawFn) -> Values:
    """Values of x and y of three units, at least one of them there."""
    number = st.none() | st.integers(-9, 9).map(float)
    pairs = draw(st.lists(st.tuples(number, number), min_size=18, max_size=18))
    keys = [(unit, time) for unit in "ABC" for time in TIMES]
    hypothesis.assume(any(pair != (None, None) for pair in pairs))
    return dict(zip(keys, pairs, strict=True))


@given(
    values_with_holes(),
    st.sampled_from(["", "years = [2002, 2008]", "years = [2001, 2006]"]),
    st.sampled_from(["leave", "linear"]),
    st.sampled_from(["leave", "nearest", "trend", "trend-all"]),
    st.sampled_from(["", "max_gap = 2"]),
    st.sampled_from(["", 'fill = ["y"]']),
)
def test_how_a_hole_is_written_changes_nothing(
    values: Values, years: str, gaps: str, ends: str, longest: str, chosen: str
) -> None:
    told = []
    for layout, absent in (("long", True), ("long", False), ("sheets", False), ("tidy", True)):
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "names.csv").write_text("name\nA\nB\nC\n", encoding="utf-8")
            clean = f'gaps = "{gaps}"\nends = "{ends}"\n{longest}\n{chosen}'
            text = HOLES.replace("FILE", written_out(folder, layout, values, absent=absent))
            text = text.replace("LAYOUT", layout).replace("YEARS", years).replace("CLEAN", clean)
            try:
                panel = open_panel(study(text, folder), folder)
            except PaneloomError as problem:
                told.append(problem.slug)
                continue
        frame = frame_of(panel).frame
        numbers = {name: frame.numbers[name].tolist() for name in "xy"}
        done = [
            (e.rule, e.unit, e.time, e.variable, e.after)
            for e in (*panel.ledger.of("filled"), *panel.ledger.of("left-empty"))
        ]
        assert not any(np.isnan(pair).all() for pair in zip(*numbers.values(), strict=True))
        told.append(repr((frame.units, frame.unit.tolist(), frame.time.tolist(), numbers, done)))
    assert told[1:] == told[:1] * 3


def test_a_group_may_name_a_unit_whose_cells_are_all_empty(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("province,year,x\n北京,2013,1\n西藏,2013,\n", encoding="utf-8")
    text = HEAD + '[data.d]\nfile = "d.csv"\nlayout = "long"\n[variables]\nx = {}\n'
    text += '[groups.region.all]\nunits = ["北京", "西藏"]\n'
    panel = open_panel(study(text, tmp_path), tmp_path)
    assert frame_of(panel).frame.units == ("北京",)
    assert panel.ledger.counts() == (("dropped", "empty row", "", 1),)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8", "utf-8-sig"])
def test_an_encoding_that_had_to_be_chosen_stands_in_the_ledger(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "d.csv").write_text("province,year,x\n北京,2013,1\n", encoding=encoding)
    (tmp_path / "names.csv").write_text("name,old\n北京,\n", encoding=encoding)
    text = (
        HEAD
        + '[data.d]\nfile = "d.csv"\nlayout = "long"\n[clean]\nnames = "names.csv"\n[variables]\nx = {}\n'
    )
    found = open_panel(study(text, tmp_path), tmp_path).ledger.of("converted")
    told = [(entry.rule, entry.place and entry.place.file) for entry in found]
    rule = f"encoding {encoding.upper()}"
    assert told == ([] if "utf-8" in encoding else [(rule, "names.csv"), (rule, "d.csv")])
    for language in LANGUAGES:
        assert rule not in {rule_text(entry.rule, language) for entry in found}
