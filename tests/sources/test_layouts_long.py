"""Long tables: titles above, two rows of headings, blocks that go on, keys told of the whole file."""

import dataclasses

import pytest
from tests.sources.writing import gathered, request, sheet, triples

from paneloom.errors import PaneloomError
from paneloom.sources.layouts.headings import Names
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.readings import Found
from paneloom.sources.sheet import Book, Sheet


def read(layout: str, page: Sheet, columns: dict[str, str], **asked: object) -> Found:
    return LAYOUTS[layout](Book(page.file, (page,)), request(layout, columns, **asked))


def slug_of(layout: str, page: Sheet, columns: dict[str, str], **asked: object) -> str:
    with pytest.raises(PaneloomError) as caught:
        read(layout, page, columns, **asked)
    assert caught.value.text("en") != caught.value.text("zh")
    return caught.value.slug


TITLED = (
    ("2-1 各地区人口", "", ""),
    ("", "", "单位：万元"),
    ("province", "year", "x"),
    ("北京", 2013, 1),
    ("", "", ""),
    ("合计", 2013, 9),
    ("资料来源：年鉴", "", ""),
)


@pytest.mark.parametrize("layout", ["long", "units", "times"])
def test_titles_above_the_headings_are_passed_over_and_told(layout: str) -> None:
    found = read(layout, sheet(*TITLED), {"x": "x"})
    rules = [entry.rule for entry in found.entries]
    if layout == "times":
        assert triples(found.readings[0]) == [("", 2013, 1), ("", 2013, 9)]
        assert rules == ["title row", "title row", "note row"]
        return
    year = 2013 if layout == "long" else None
    assert triples(found.readings[0]) == [("北京", year, 1)]
    assert triples(found.totals[0]) == [("合计", year, 9)]
    assert rules == ["title row", "title row", "total row", "note row"]
    assert [entry.before for entry in found.entries[:2]] == ["2-1 各地区人口", "单位：万元"]


def test_times_hold_for_every_unit() -> None:
    found = read("times", sheet(("year", "cpi"), (2013, 102.6), ("2014年", 102.0)), {"p": "cpi"})
    assert triples(found.readings[0]) == [("", 2013, 102.6), ("", 2014, 102.0)]


def test_years_not_asked_for_are_not_taken() -> None:
    page = sheet(("province", "year", "x"), ("北京", 2012, 1), ("北京", 2013, 2))
    assert triples(read("long", page, {"x": "x"}, years=(2013, 2020)).readings[0]) == [("北京", 2013, 2)]
    assert read("long", page, {"x": "x"}, years=(1990, 1995)).readings == ()


TWO_ROWS = (
    ("province", "year", "产量", "", "面积", ""),
    ("", "", "粮食 (万吨)", "棉花", "粮食", "甘蔗"),
    ("北京", 2013, 1, 2, 3, 4),
)
MERGED = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5))


@pytest.mark.parametrize(("merged", "asked"), [(MERGED, {}), ((), {"header": 2}), (MERGED, {"header": 2})])
def test_two_rows_of_headings_are_joined(
    merged: tuple[tuple[int, int, int, int], ...], asked: dict[str, object]
) -> None:
    page = dataclasses.replace(sheet(*TWO_ROWS), merged=merged)
    found = read("long", page, {"a": "产量/粮食", "b": "棉花", "c": "面积/粮食", "d": "甘蔗"}, **asked)
    assert [one.values for one in found.readings] == [(1,), (2,), (3,), (4,)]
    assert slug_of("long", page, {"a": "粮食"}, **asked) == "ambiguous-column"


def test_two_rows_of_headings_that_nothing_tells_of_are_refused() -> None:
    assert slug_of("long", sheet(*TWO_ROWS), {"a": "面积"}) == "ragged-row"
    assert slug_of("long", sheet(*(row[:5] for row in TWO_ROWS)), {"a": "面积"}) == "no-unit"


def test_a_table_that_goes_on_adds_columns_or_rows() -> None:
    page = sheet(
        ("province", "year", "x"), ("北京", 2013, 1), ("北京", 2014, 2), ("",), ("续表",),
        ("province", "year", "y"), ("北京", 2013, 3), ("北京", 2014, 4),
        ("province", "year", "x"), ("天津", 2013, 5), ("注：一",),
    )  # fmt: skip
    found = read("long", page, {"x": "x", "y": "y"})
    assert gathered(found.readings) == {
        "x": {("北京", 2013): 1, ("北京", 2014): 2, ("天津", 2013): 5},
        "y": {("北京", 2013): 3, ("北京", 2014): 4},
    }
    assert [(entry.rule, entry.before) for entry in found.entries] == [
        ("title row", "续表"),
        ("note row", "注：一"),
    ]
    assert slug_of("long", page, {"z": "z"}) == "no-such-column"


@pytest.mark.parametrize("layout", ["long", "tidy"])
@pytest.mark.parametrize("asked", [{"year": 2013}, {"of_time": 2013}])
def test_a_file_of_one_year_needs_no_years(layout: str, asked: dict[str, object]) -> None:
    page = sheet(("province", "indicator", "value", "x"), ("北京", "x", 1, 1), ("天津", "x", 2, 2))
    found = read(layout, page, {"x": "x"}, **asked)
    assert triples(found.readings[0]) == [("北京", 2013, 1), ("天津", 2013, 2)]


def test_a_year_that_disagrees_with_that_of_the_file_is_refused() -> None:
    page = sheet(("province", "year", "x"), ("北京", 2013, 1), ("天津", 2014, 2))
    assert slug_of("long", page, {"x": "x"}, of_time=2013) == "year-disagrees"


def test_a_file_of_one_unit_needs_no_units() -> None:
    found = read("long", sheet(("year", "x"), (2013, 1)), {"x": "x"}, of_unit="北京市")
    assert triples(found.readings[0]) == [("北京市", 2013, 1)]
    assert found.readings[0].unit_place(0).cell is None
    found = read("long", sheet(("x", "y"), (1, 2)), {"y": "y"}, of_unit="北京市", of_time=2013)
    assert triples(found.readings[0]) == [("北京市", 2013, 2)]


@pytest.mark.parametrize("heading", ["value", "粮食产量", "数值"])
def test_a_file_of_one_variable_has_one_column_of_values(heading: str) -> None:
    page = sheet(("province", "year", heading), ("北京", 2013, 1))
    found = read("long", page, {"g": "粮食产量"}, of_variable="粮食产量")
    assert triples(found.readings[0]) == [("北京", 2013, 1)]
    two = sheet(("province", "year", "a", "b"), ("北京", 2013, 1, 2))
    assert slug_of("long", two, {"g": "粮食产量"}, of_variable="粮食产量") == "no-such-column"


def test_a_column_of_keys_may_be_named_by_its_letter() -> None:
    page = sheet(("", "year", "x"), ("北京", 2013, 1))
    assert triples(read("long", page, {"x": "x"}, unit="A").readings[0]) == [("北京", 2013, 1)]


def test_merged_units_are_those_of_their_rows() -> None:
    page = sheet(("province", "year", "x"), ("北京", 2013, 1), ("", 2014, 2))
    merged = dataclasses.replace(page, merged=((1, 0, 2, 0),))
    assert read("long", merged, {"x": "x"}).readings[0].units == ("北京", "北京")
    assert slug_of("long", page, {"x": "x"}) == "no-unit"


def test_an_empty_row_a_footer_and_a_total_are_never_averaged_in() -> None:
    found = read("tidy", sheet(
        ("province", "year", "indicator", "value"),
        ("北京", 2013, "x", 1), ("", "", "", ""), ("全国", 2013, "x", 10), ("资料来源：年鉴", "", "", ""),
    ), {"x": "x"})  # fmt: skip
    assert triples(found.readings[0]) == [("北京", 2013, 1)]
    assert triples(found.totals[0]) == [("全国", 2013, 10)]
    assert [entry.rule for entry in found.entries] == ["total row", "note row"]


@pytest.mark.parametrize("year", [2013, 2013.0, "2013", "2013年", "2013年度", " 2013 "])
def test_a_year_is_read_however_it_is_written(year: object) -> None:
    page = sheet(("province", "year", "x"), ("北京", year, 1))
    assert read("long", page, {"x": "x"}).readings[0].times == (2013,)


@pytest.mark.parametrize(("wanted", "found"), [
    ("粮食产量", ("粮食产量 (万吨)",)),
    ("粮食产量(万吨)", ("粮食产量 (万吨)",)),
    ("粮食产量（万吨）", ("粮食产量 (万吨)",)),
    ("粮食产量 (吨)", ()),
    ("产值", ("产值(当年价)(亿元)",)),
    ("产值(当年价)", ("产值(当年价)(亿元)",)),
    ("人口", ("人口 (万人)", "人口 [人]")),
    ("GDP", ("GDP",)),
    ("gdp", ("GDP",)),
    ("", ()),
])  # fmt: skip
def test_a_name_finds_the_text_it_means(wanted: str, found: tuple[str, ...]) -> None:
    texts = ("粮食产量 (万吨)", "产值(当年价)(亿元)", "人口 (万人)", "人口 [人]", "GDP", "GDP (亿元)")
    assert Names(texts).find(wanted) == found
