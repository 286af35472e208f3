"""Wide tables: any axis across, down, told of the whole file or of the sheet; several rows of headings; blocks."""

import dataclasses
import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.writing import gathered, request, sheet, triples

from paneloom.errors import PaneloomError
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.names.orders import units_in_order
from paneloom.sources.readings import Found
from paneloom.sources.sheet import Book, Sheet

PROVINCES = ("北京", "天津", "河北")


def is_unit(text: str) -> bool:
    return text in PROVINCES


def read(page: Sheet, columns: dict[str, str], layout: str = "wide", **asked: object) -> Found:
    return LAYOUTS[layout](Book(page.file, (page,)), request(layout, columns, **asked))


def refused(page: Sheet, columns: dict[str, str], layout: str = "wide", **asked: object) -> PaneloomError:
    with pytest.raises(PaneloomError) as caught:
        read(page, columns, layout, **asked)
    for language in ("en", "zh"):
        assert caught.value.text(language)
    return caught.value


EXPORT = (
    ("数据库：分省年度数据 ",),
    ("时间：2013年-2014年 ",),
    ("地区\t", "2014年\t", "2013年\t", ""),
    ("北京市\t", "\t", "1.5\t", ""),
    ("天津市\t", "3\t", "4\t", ""),
)


@pytest.mark.parametrize("foot", [
    (("注：1. 本级支出。",), ("数据来源：国家统计局",)),
    (("注", "", ""), ("数", "", "")),
    (("注：一。",), ("2. 其他谷物不含谷子、高粱。",), ("数据来源：国家统计局",)),
])  # fmt: skip
def test_years_across_as_the_statistics_bureau_exports_them(foot: tuple[tuple[object, ...], ...]) -> None:
    found = read(sheet(*EXPORT, *foot, name=None), {"x": "any name"})
    assert triples(found.readings[0]) == [
        ("北京市", 2014, "\t"), ("北京市", 2013, "1.5\t"), ("天津市", 2014, "3\t"), ("天津市", 2013, "4\t"),
    ]  # fmt: skip
    assert [entry.rule for entry in found.entries] == ["title row"] * 2 + ["note row"] * len(foot)
    assert (found.readings[0].place(2).line, found.readings[0].place(2).key) == (5, "2014年")


def test_what_is_cut_to_a_sign_is_a_note_at_the_foot_only() -> None:
    found = read(sheet(("地区", 2013), ("数", 1), ("北京", 2)), {"x": "x"})
    assert found.readings[0].units == ("数", "北京")


def test_years_not_asked_for_are_not_taken() -> None:
    assert read(sheet(*EXPORT), {"x": "x"}, years=(2000, 2013)).readings[0].times == (2013, 2013)
    assert read(sheet(*EXPORT), {"x": "x"}, years=(2000, 2001)).readings == ()


def test_units_across_and_years_down() -> None:
    page = sheet(("", "单位：万人"), ("年份", "北京", "天津", "合计"), (2013, 1, 2, 3), ("2014年", 4, 5, 9))
    found = read(page, {"x": "x"}, is_unit=is_unit, across=("unit",), down=("time",))
    (readings,) = found.readings
    assert triples(readings) == [("北京", 2013, 1), ("天津", 2013, 2), ("北京", 2014, 4), ("天津", 2014, 5)]
    assert readings.unit_place(3).cell == "C2"
    assert triples(found.totals[0]) == [("合计", 2013, 3), ("合计", 2014, 9)]
    assert [entry.rule for entry in found.entries] == ["title row", "total column"]
    without = read(page, {"x": "x"}, across=("unit",))
    assert without.readings[0].units == readings.units


OF_A_UNIT = (
    ("指标", "2014年", "2013年"),
    ("粮食产量 (万吨) ", 1, 2),
    ("其中：夏粮", "", ""),
    ("谷物产量 (万吨)", 3, 4),
    ("谷物产量 (公斤)", 5, 6),
)


def test_a_file_for_each_unit_with_indicators_down() -> None:
    found = read(sheet(*OF_A_UNIT), {"a": "粮食产量", "b": "谷物产量(公斤)"}, of_unit="北京市")
    assert gathered(found.readings) == {
        "a": {("北京市", 2014): 1, ("北京市", 2013): 2},
        "b": {("北京市", 2014): 5, ("北京市", 2013): 6},
    }
    place = found.readings[0].unit_place(0)
    assert (place.sheet, place.cell) == ("一", None)


def test_an_indicator_that_fits_two_units_or_none_is_refused() -> None:
    two = refused(sheet(*OF_A_UNIT), {"b": "谷物产量"}, of_unit="北京市")
    assert (two.slug, two.details["known"]) == ("ambiguous-column", "谷物产量 (万吨), 谷物产量 (公斤)")
    none = refused(sheet(*OF_A_UNIT), {"b": "粮食产量 (吨)"}, of_unit="北京市")
    assert (none.slug, none.details["nearest"]) == ("no-such-indicator", "粮食产量 (万吨)")


TWO_KEYS = (
    ("", "", "2011", "2012"),
    ("产值（当年价）（亿元）", "北京", "1", "2"),
    ("产值（当年价）（亿元）", "天津", "3", "4"),
    ("公路里程（公里）", "北京", "5", "6"),
    ("", "", "", ""),
    ("数据来源：<p>中国统计年鉴</p>", "", "", ""),
    ("由EPS DATA整理", "", "", ""),
)


@pytest.mark.parametrize("asked", [
    {"is_unit": is_unit}, {"unit": "B"}, {"unit": "B", "variable": "A"}, {"variable": "A"}, {},
])  # fmt: skip
def test_two_columns_of_keys_without_headings(asked: dict[str, object]) -> None:
    columns = {"y": "产值（当年价）", "r": "公路里程"}
    found = read(sheet(*TWO_KEYS), columns, down=("variable", "unit"), **asked)
    assert gathered(found.readings) == {
        "y": {("北京", 2011): "1", ("北京", 2012): "2", ("天津", 2011): "3", ("天津", 2012): "4"},
        "r": {("北京", 2011): "5", ("北京", 2012): "6"},
    }
    assert found.readings[0].unit_place(0).cell == "B2"
    assert [entry.rule for entry in found.entries] == ["note row", "note row"]


def test_columns_of_keys_that_cannot_be_told_apart_are_named_by_their_letters() -> None:
    problem = refused(sheet(*TWO_KEYS), {"y": "no such"}, down=("variable", "unit"))
    assert (problem.slug, problem.details["known"]) == ("no-key-column", "A, B")


def test_merged_keys_are_those_of_their_rows() -> None:
    page = sheet(("指标", "地区", 2011), ("产值", "北京", 1), ("", "天津", 2), ("里程", "北京", 3))
    page = dataclasses.replace(page, merged=((1, 0, 2, 0),))
    found = read(page, {"y": "产值"}, down=("variable", "unit"))
    assert triples(found.readings[0]) == [("北京", 2011, 1), ("天津", 2011, 2)]
    loose = dataclasses.replace(page, merged=())
    assert refused(loose, {"y": "产值"}, down=("variable", "unit")).slug == "no-indicator"


VARIABLE_ABOVE = (
    ("表 2-1",),
    ("地区", "粮食产量", "", "棉花产量（吨）", ""),
    ("", 2013, 2014, 2013, 2014),
    ("北京", 1, 2, 3, 4),
    ("天津", 5, 6, 7, 8),
)
MERGED = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))
TIME_ABOVE = (
    ("地区", "2013年", "", "2014年", ""),
    ("", "粮食产量", "棉花产量（吨）", "粮食产量", "棉花产量（吨）"),
    ("北京", 1, 3, 2, 4),
    ("天津", 5, 7, 6, 8),
)


@pytest.mark.parametrize("merged", [(), MERGED])
@pytest.mark.parametrize("asked", [{}, {"header": 2}, {"across": ("variable", "time")}])
def test_variables_above_years(
    merged: tuple[tuple[int, int, int, int], ...], asked: dict[str, object]
) -> None:
    page = dataclasses.replace(sheet(*VARIABLE_ABOVE), merged=merged)
    check_two_rows(read(page, {"g": "粮食产量", "c": "棉花产量"}, **asked))


@pytest.mark.parametrize("asked", [{}, {"header": 2}, {"across": ("time", "variable")}])
def test_years_above_variables(asked: dict[str, object]) -> None:
    check_two_rows(read(sheet(*TIME_ABOVE), {"g": "粮食产量", "c": "棉花产量"}, **asked))


def check_two_rows(found: Found) -> None:
    assert gathered(found.readings) == {
        "g": {("北京", 2013): 1, ("北京", 2014): 2, ("天津", 2013): 5, ("天津", 2014): 6},
        "c": {("北京", 2013): 3, ("北京", 2014): 4, ("天津", 2013): 7, ("天津", 2014): 8},
    }


def test_units_of_measurement_below_the_years_are_no_row_of_data() -> None:
    page = sheet(("地区", 2013, 2014), ("", "(亿元)", "(亿元)"), ("北京", 1, 2))
    assert triples(read(page, {"x": "x"}).readings[0]) == [("北京", 2013, 1), ("北京", 2014, 2)]


@pytest.mark.parametrize("asked", [{"year": 2020}, {"of_time": 2020}])
def test_a_transposed_table_of_one_year(asked: dict[str, object]) -> None:
    page = sheet(("指标", "北京", "天津"), ("GDP(亿元)", 1, 2), ("人口(万人)", 3, 4))
    found = read(
        page, {"g": "GDP", "p": "人口"}, is_unit=is_unit, down=("variable",), across=("unit",), **asked
    )
    assert gathered(found.readings) == {
        "g": {("北京", 2020): 1, ("天津", 2020): 2},
        "p": {("北京", 2020): 3, ("天津", 2020): 4},
    }


def test_a_year_of_many_variables_needs_no_years() -> None:
    page = sheet(("表",), ("地区", "GDP(亿元)", "人口"), ("全国", 9, 9), ("北京", 1, 2))
    found = read(page, {"g": "GDP", "p": "人口"}, year=2020)
    assert gathered(found.readings) == {"g": {("北京", 2020): 1}, "p": {("北京", 2020): 2}}
    assert gathered(found.totals) == {"g": {("全国", 2020): 9}, "p": {("全国", 2020): 9}}


def test_rows_in_the_order_of_a_registry() -> None:
    rows = (("2012", "2013"), (1.5, 2.0), (3.0, 4.0), (5.0, 6.0))
    found = read(sheet(*rows), {"x": "x"}, order=PROVINCES, is_unit=is_unit)
    assert triples(found.readings[0])[:3] == [("北京", 2012, 1.5), ("北京", 2013, 2.0), ("天津", 2012, 3.0)]
    (entry,) = found.entries
    assert (entry.action, entry.rule, entry.count) == ("renamed", "order of a registry", 3)
    problem = refused(sheet(*rows[:-1]), {"x": "x"}, order=PROVINCES)
    assert (problem.slug, problem.details["rows"], problem.details["units"]) == ("rows-in-order", "2", "3")


def test_as_many_rows_as_another_order_has() -> None:
    rows = [("2012", "2013"), *((n + 0.5, n + 1.5) for n in range(31))]
    problem = refused(sheet(*rows), {"x": "x"}, order=units_in_order("china-provinces"))
    assert problem.details["fitting"] == "china-mainland"
    assert "order = china-mainland" in problem.remedy("en")


def test_a_table_of_one_variable_is_asked_for_one() -> None:
    problem = refused(sheet(("地区", 2013), ("北京", 1)), {"x": "x", "y": "y"})
    assert (problem.slug, problem.seen) == ("which-variable", ("x", "y"))


@pytest.mark.parametrize(("asked", "slug"), [
    ({"across": ("unit",), "down": ("unit",)}, "axis-twice"),
    ({"across": ("time",), "down": ("variable",)}, "axis-nowhere"),
    ({"across": ("variable",), "down": ("unit",)}, "axis-nowhere"),
    ({"across": ("unit",), "down": ("variable",)}, "axis-nowhere"),
    ({"across": ("time",), "year": 2020}, "axis-twice"),
    ({"across": ("unit",), "down": ("time",)}, "no-heading-row"),
    ({"across": ("time",), "down": ("unit",), "unit": "省"}, "no-key-column"),
])  # fmt: skip
def test_places_that_do_not_fit(asked: dict[str, object], slug: str) -> None:
    assert refused(sheet(("地区", 2013, 2014), ("北京", 1, 2)), {"x": "x"}, **asked).slug == slug


CONTINUED = (
    ("2-1 人口",),
    ("地区", 2013, 2014),
    ("全国", 9, 9),
    ("北京", 1, 2),
    ("天津", 3, 4),
    ("",),
    ("续表 1",),
    ("单位：万人",),
    ("地区", 2015, 2016),
    ("全国", 9, 9),
    ("北京", 5, 6),
    ("天津", 7, 8),
    ("注：一",),
)


def test_a_table_that_goes_on_adds_years() -> None:
    found = read(sheet(*CONTINUED), {"x": "x"})
    assert gathered(found.readings)["x"] == dict(
        zip(
            itertools.product(("北京", "天津"), (2013, 2014, 2015, 2016)),
            (1, 2, 5, 6, 3, 4, 7, 8),
            strict=True,
        )
    )
    assert [entry.rule for entry in found.entries] == [
        "title row", "title row", "title row", "total row", "total row", "note row",
    ]  # fmt: skip
    assert sorted(gathered(found.totals)["x"]) == [("全国", year) for year in (2013, 2014, 2015, 2016)]


def test_a_table_without_headings_goes_on_where_years_come_again() -> None:
    rows = (*TWO_KEYS[:4], ("", "", "2013", "2014"), ("公路里程（公里）", "北京", "7", "8"))
    found = read(sheet(*rows), {"r": "公路里程"}, down=("variable", "unit"), is_unit=is_unit)
    assert gathered(found.readings)["r"] == {("北京", 2010 + n): str(n + 4) for n in (1, 2, 3, 4)}


def test_a_unit_without_values_above_a_block_is_no_title() -> None:
    rows = (("地区", 2013), ("北京", 1), ("天津", ""), ("地区", 2014), ("北京", 2), ("天津", 3))
    for asked in ({}, {"is_unit": is_unit}):
        found = read(sheet(*rows), {"x": "x"}, **asked)
        assert found.entries == ()
        assert gathered(found.readings)["x"]["天津", 2013] == ""


def test_variables_go_on_too() -> None:
    rows = (("地区", "GDP"), ("北京", 1), ("续表",), ("地区", "人口"), ("北京", 2))
    found = read(sheet(*rows), {"g": "GDP", "p": "人口"}, year=2013)
    assert gathered(found.readings) == {"g": {("北京", 2013): 1}, "p": {("北京", 2013): 2}}


YEARS = {
    name: sheet(("地区", "GDP", "人口"), ("北京", number, number + 1), name=name)
    for number, name in enumerate(("2013", "2014年", "说明"))
}


def test_a_sheet_for_each_year() -> None:
    book = Book("data.xlsx", tuple(YEARS.values()))
    asked = request("sheets", {"g": "GDP", "p": "人口"}, down=("unit",), across=("variable",))
    found = LAYOUTS["sheets"](book, asked)
    assert gathered(found.readings) == {
        "g": {("北京", 2013): 0, ("北京", 2014): 1},
        "p": {("北京", 2013): 1, ("北京", 2014): 2},
    }
    assert [(entry.rule, entry.before) for entry in found.entries] == [("sheet without a time", "说明")]
    with pytest.raises(PaneloomError) as caught:
        LAYOUTS["sheets"](Book("data.xlsx", (YEARS["说明"],)), asked)
    assert caught.value.slug == "no-sheet-of"


def test_a_sheet_for_each_unit() -> None:
    pages = tuple(sheet(*OF_A_UNIT, name=name) for name in ("北京", "天津", "目录"))
    asked = request("sheets", {"a": "粮食产量"}, down=("variable",), across=("time",), is_unit=is_unit)
    found = LAYOUTS["sheets"](Book("data.xlsx", pages), asked)
    assert sorted(gathered(found.readings)["a"]) == sorted(itertools.product(("北京", "天津"), (2013, 2014)))
    assert found.entries[0].rule == "sheet without a unit"


def test_a_hundred_sheets_are_laid_out_in_half_a_second(
    record_property: Callable[[str, object], None],
) -> None:
    years = range(1984, 2024)
    rows = [("地区", *(f"{year}年" for year in years)), *((f"省{n}", *map(float, years)) for n in range(31))]
    pages = tuple(sheet(*rows, name=f"指标{n}") for n in range(100))
    columns = {f"x{n}": f"指标{n}" for n in range(100)}
    started = time.process_time()
    found = LAYOUTS["sheets"](Book("data.xlsx", pages), request("sheets", columns))
    seconds = time.process_time() - started
    assert sum(map(len, found.readings)) == 100 * 31 * 40
    record_property("100 sheets of 31 x 40 laid out", f"{seconds:.2f} s")
    assert seconds < 2.0


NUMBERS = {
    (unit, year, name): f"{unit}{year}{name}"
    for unit in PROVINCES
    for year in (2013, 2014, 2015)
    for name in ("粮食产量 (万吨)", "人口 (万人)")
}
WAYS = tuple(
    (down, across)
    for axes in itertools.permutations(("unit", "time", "variable"))
    for cut in (1, 2)
    for down, across in [(axes[:cut], axes[cut:])]
)


@settings(max_examples=60)
@given(st.sampled_from(WAYS), st.permutations(PROVINCES), st.booleans())
def test_every_arrangement_says_the_same(
    way: tuple[tuple[str, ...], tuple[str, ...]], order: list[str], titled: bool
) -> None:
    down, across = way
    values = {
        "unit": tuple(order), "time": (2013, 2014, 2015), "variable": ("粮食产量 (万吨)", "人口 (万人)"),
    }  # fmt: skip
    heads = {"unit": "地区", "time": "年份", "variable": "指标"}
    columns = list(itertools.product(*(values[axis] for axis in across)))
    rows: list[tuple[object, ...]] = [("标题",)] if titled else []
    for level, _ in enumerate(across):
        keys = [heads[axis] if level == len(across) - 1 else "" for axis in down]
        rows.append((*keys, *(labels[level] for labels in columns)))
    for keys in itertools.product(*(values[axis] for axis in down)):
        cells = []
        for labels in columns:
            at = dict(zip((*down, *across), (*keys, *labels), strict=True))
            cells.append(NUMBERS[at["unit"], at["time"], at["variable"]])
        rows.append((*keys, *cells))
    found = read(sheet(*rows), {"g": "粮食产量", "p": "人口"}, is_unit=is_unit, down=down, across=across)
    names = {"g": "粮食产量 (万吨)", "p": "人口 (万人)"}
    assert gathered(found.readings) == {
        variable: {
            (unit, year): NUMBERS[unit, year, name] for unit in PROVINCES for year in (2013, 2014, 2015)
        }
        for variable, name in names.items()
    }
