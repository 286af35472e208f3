import datetime as dt
import time

import pytest
from tests.sources.writing import request, sheet

from paneloom.errors import PaneloomError
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.readings import Found, Readings
from paneloom.sources.sheet import Book, Sheet
from paneloom.wording import LANGUAGES


def read(layout: str, page: Sheet, columns: dict[str, str], **source: object) -> Found:
    """The readings of a page."""
    return LAYOUTS[layout](Book(page.file, (page,)), request(layout, columns, **source))


def triples(readings: Readings) -> list[tuple[str, int | None, object]]:
    """Unit, time and raw value of each reading."""
    return list(zip(readings.units, readings.times, readings.values, strict=True))


YEARBOOK = (
    ("2-1 各地区人口", "", ""),
    ("单位：万人", "", ""),
    ("地  区", 2013.0, "2014年", dt.date(2015, 1, 1), "平均"),
    ("全  国", 10.0, 11.0, 12.0, 11.0),
    ("北  京", 1.0, "", 3.0, 2.0),
    ("", "", "", "", ""),
    ("西  藏", "", "", "", ""),
    ("", "", "", "", ""),
    ("河  北", 4.0, 5.0, 6.0, 5.0),
    ("注：1.不含港澳台。", "", "", "", ""),
    ("", "", "", "", ""),
    ("2015年为快报数", "", "", "", ""),
)


def test_sheets_reads_a_yearbook_and_says_what_it_left_out() -> None:
    found = read("sheets", sheet(*YEARBOOK, name="人口"), {"pop": "人口"})
    (readings,) = found.readings
    assert triples(readings)[:3] == [("北  京", 2013, 1.0), ("北  京", 2014, ""), ("北  京", 2015, 3.0)]
    assert len(readings) == 9
    assert readings.place(1).cell == "C5"
    assert readings.unit_place(1).cell == "A5"
    assert [(entry.rule, entry.before) for entry in found.entries] == [
        ("title row", "2-1 各地区人口"),
        ("title row", "单位：万人"),
        ("column without a year", "平均"),
        ("total row", "全 国".replace(" ", "  ")),
        ("note row", "注：1.不含港澳台。"),
        ("note row", "2015年为快报数"),
    ]


def test_sheets_needs_a_row_of_years() -> None:
    with pytest.raises(PaneloomError) as caught:
        read("sheets", sheet(("地区", "甲"), ("北京", 1), name="s"), {"x": "s"})
    assert caught.value.slug == "no-header-row"


def test_sheets_finds_the_heading_that_the_study_names() -> None:
    found = read("sheets", sheet(("地方", 2013), ("北京", 1), name="s"), {"x": "s"}, unit="地方")
    assert triples(found.readings[0]) == [("北京", 2013, 1)]


def test_sheets_takes_a_csv_file_as_a_sheet_called_like_the_file() -> None:
    page = sheet(
        ("标题",), ("地区", "2014年", "2013年"), ("北京", "2", "1"), ("数据来源：国家统计局",), name=None
    )
    found = read("sheets", page, {"x": "data"})
    assert triples(found.readings[0]) == [("北京", 2014, "2"), ("北京", 2013, "1")]
    place = found.readings[0].place(0)
    assert (place.line, place.key) == (3, "2014年")


def test_long_reads_columns_and_leaves_totals_and_notes_out() -> None:
    page = sheet(
        ("province", "year", "x", "y"),
        ("北京", "2013年", 1, 2),
        ("合计", 2013, 9, 9),
        ("Source: yearbook",),
        name=None,
    )
    found = read("long", page, {"a": "x", "y": "y"})
    assert [triples(one) for one in found.readings] == [[("北京", 2013, 1)], [("北京", 2013, 2)]]
    assert [entry.rule for entry in found.entries] == ["total row", "note row"]


@pytest.mark.parametrize("layout", ["long", "tidy"])
@pytest.mark.parametrize("head", ["source A", "Notes", "注", "资料来源：年鉴"])
def test_a_remark_before_a_unit_and_a_time_is_no_note(layout: str, head: str) -> None:
    page = sheet(
        ("remark", "province", "year", "indicator", "value"),
        ("ok", "北京", 2013, "x", 1),
        (head, "北京", 2014, "x", 2),
        ("ok", head, 2014, "x", 3),
    )
    found = read(layout, page, {"x": "value" if layout == "long" else "x"})
    assert found.entries == ()
    assert [value for _, _, value in triples(found.readings[0])] == [1, 2, 3]


@pytest.mark.parametrize(
    "row", [("注：一", "", ""), ("", "注：一", ""), ("Source:", "", "yearbook"), ("Note: 1", "", 5)]
)
def test_a_note_names_no_unit_and_time(row: tuple[object, ...]) -> None:
    found = read("long", sheet(("province", "year", "x"), ("北京", 2013, 1), row), {"x": "x"})
    assert [entry.rule for entry in found.entries] == ["note row"]
    assert len(found.readings[0]) == 1


@pytest.mark.parametrize(
    ("row", "slug"), [(("source A", "", 2014, 2), "no-unit"), (("source A", "北京", "", 2), "not-a-year")]
)
def test_a_row_with_one_of_its_keys_is_no_note(row: tuple[object, ...], slug: str) -> None:
    page = sheet(("remark", "province", "year", "x"), ("ok", "北京", 2013, 1), row)
    with pytest.raises(PaneloomError) as caught:
        read("long", page, {"x": "x"})
    assert caught.value.slug == slug


@pytest.mark.parametrize("layout", ["long", "units", "tidy", "sheets"])
def test_a_short_row_of_a_csv_file_is_refused_and_one_of_a_workbook_read(layout: str) -> None:
    heads = {"sheets": ("省", 2013, 2014), "tidy": ("province", "year", "indicator", "value")}
    heading = heads.get(layout, ("province", "year", "x"))
    full = ("北京", 2013, "x", 1)[: len(heading)]
    rows = (heading, full, ("河北", *full[1:-1]), ("注：一",))
    columns = {"x": "data" if layout == "sheets" else "x"}
    with pytest.raises(PaneloomError) as caught:
        read(layout, sheet(*rows, name=None), columns)
    assert (caught.value.slug, caught.value.where and caught.value.where.line) == ("short-row", 3)
    assert caught.value.text("en") != caught.value.text("zh")
    found = read(layout, sheet(*rows, name="data"), columns)
    assert triples(found.readings[0])[-1][2] is None


def test_many_columns_take_no_longer_each() -> None:
    width = 20_000
    names = tuple(f"c{number}" for number in range(width))
    started = time.perf_counter()
    read("long", sheet(("province", "year", *names), ("北京", 2013, *range(width))), {"x": "c7"})
    assert time.perf_counter() - started < 2.0


def test_units_have_no_times() -> None:
    found = read("units", sheet(("province", "region"), ("北京", "东部")), {"region": "region"})
    assert triples(found.readings[0]) == [("北京", None, "东部")]


def test_tidy_takes_the_rows_of_an_indicator() -> None:
    page = sheet(
        ("province", "year", "indicator", "value"),
        ("北京", 2013, "gdp", 1),
        ("北京", 2013, "pop", 2),
        name=None,
    )
    found = read("tidy", page, {"g": "gdp"})
    assert triples(found.readings[0]) == [("北京", 2013, 1)]
    with pytest.raises(PaneloomError) as caught:
        read("tidy", page, {"g": "gpd"})
    assert (caught.value.slug, caught.value.details["nearest"]) == ("no-such-indicator", "gdp")


@pytest.mark.parametrize(
    ("rows", "slug"),
    [
        ((("province", "year", "x", "x"), ("北京", 2013, 1, 1)), "duplicate-column"),
        ((("province", "year", "x"), ("北京", 2013, 1, 234)), "ragged-row"),
        ((("province", "year", "x"), ("", 2013, 1)), "no-unit"),
        ((("province", "year", "x"), ("北京", "2013-14", 1)), "not-a-year"),
        ((("province", "year", "z"), ("北京", 2013, 1)), "no-such-column"),
        ((("省", "year", "x"), ("北京", 2013, 1)), "no-key-column"),
        ((("", ""),), "empty-table"),
    ],
)
def test_long_refuses_what_it_cannot_be_sure_of(rows: tuple[tuple[object, ...], ...], slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        read("long", sheet(*rows), {"x": "x"})
    assert caught.value.slug == slug
    assert caught.value.text("en") != caught.value.text("zh")


@pytest.mark.parametrize(("headings", "setting"), [
    (("省份", "year", "x"), 'unit = "省份"'),
    (("Province name", "year", "x"), 'unit = "Province name"'),
    (("q", "year", "x"), 'unit = "..."'),
    (("province", "年份", "x"), 'time = "年份"'),
])  # fmt: skip
@pytest.mark.parametrize("layout", ["long", "tidy"])
def test_a_key_column_called_otherwise_is_offered_as_a_setting(
    layout: str, headings: tuple[str, ...], setting: str
) -> None:
    with pytest.raises(PaneloomError) as caught:
        read(layout, sheet(headings, ("北京", 2013, 1)), {"x": "x"})
    assert caught.value.slug == "no-key-column"
    for language in LANGUAGES:
        assert setting in caught.value.remedy(language)
        assert headings[0] in caught.value.remedy(language)


def test_a_unit_called_na_is_a_unit() -> None:
    found = read("long", sheet(("province", "year", "x"), ("NA", 2013, 1)), {"x": "x"})
    assert found.readings[0].units == ("NA",)
