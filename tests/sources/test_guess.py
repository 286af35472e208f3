"""The layout of a table, told from its cells; where two layouts fit, none is taken."""

import dataclasses

import pytest
from tests.sources.writing import gathered, request, sheet

from paneloom.errors import PaneloomError
from paneloom.sources.layouts.guess import guess
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.layouts.looks import columns_of_book
from paneloom.sources.sheet import Book, Sheet

UNITS = ("北京", "天津", "河北", "山西")
LONG = (("省份", "年份", "GDP (亿元)", "人口"), ("北京", 2013, 1, 2), ("天津", 2013, 3, 4))
TIDY = (
    ("地区", "年份", "指标名称", "数值", "单位"),
    ("北京", 2013, "GDP (亿元)", 1, "亿元"),
    ("北京", 2013, "人口", 2, "万人"),
)
UNIT_YEARS = (("标题",), ("地区", "2013年", "2014年"), ("北京", 1, 2), ("天津", 3, 4))
YEAR_UNITS = (("年份", *UNITS), (2013, 1, 2, 3, 4), (2014, 5, 6, 7, 8))
OF_A_UNIT = (("指标", 2013, 2014), ("GDP (亿元)", 1, 2), ("人口", 3, 4))
TWO_KEYS = (("", "", "2013", "2014"), ("GDP (亿元)", "北京", 1, 2), ("人口", "北京", 3, 4))
ABOVE = (("地区", "GDP (亿元)", "", "人口", ""), ("", 2013, 2014, 2013, 2014), ("北京", 1, 2, 3, 4))
BELOW = (("地区", 2013, "", 2014, ""), ("", "GDP (亿元)", "人口", "GDP (亿元)", "人口"), ("北京", 1, 2, 3, 4))
TRANSPOSED = (("指标", *UNITS), ("GDP (亿元)", 1, 2, 3, 4), ("人口", 5, 6, 7, 8))
NO_NAMES = (("2013", "2014"), (1.5, 2.5), (3.5, 4.5))
TIMES = (("year", "GDP (亿元)", "人口"), (2013, 1, 2), (2014, 3, 4))
BOTH = {"g": "GDP", "p": "人口"}
ONE = {"x": "x"}


def is_unit(text: str) -> bool:
    return text in UNITS


@pytest.mark.parametrize("known", [is_unit, None])
@pytest.mark.parametrize(("rows", "columns", "asked", "expected"), [
    (LONG, BOTH, {}, {"layout": "long", "unit": "省份", "time": "年份", "header": 1}),
    (TIDY, BOTH, {}, {"layout": "tidy", "unit": "地区", "time": "年份", "variable": "指标名称", "value": "数值"}),
    (TIDY, {}, {}, {"layout": "tidy"}),
    (LONG, {}, {}, {"layout": "long"}),
    (UNIT_YEARS, ONE, {}, {"layout": "wide", "down": ("unit",), "across": ("time",), "header": 1}),
    (OF_A_UNIT, BOTH, {"of_unit": "北京"}, {"layout": "wide", "down": ("variable",), "across": ("time",)}),
    (TWO_KEYS, BOTH, {}, {"layout": "wide", "down": ("variable", "unit"), "across": ("time",)}),
    (ABOVE, BOTH, {}, {"layout": "wide", "down": ("unit",), "across": ("variable", "time"), "header": 2}),
    (BELOW, BOTH, {}, {"layout": "wide", "down": ("unit",), "across": ("time", "variable"), "header": 2}),
    (NO_NAMES, ONE, {"order": UNITS[:2]}, {"layout": "wide", "down": ("unit",), "across": ("time",)}),
    (TIMES, BOTH, {}, {"layout": "times"}),
    (TIMES, BOTH, {"of_unit": "北京"}, {"layout": "long"}),
    (LONG, BOTH, {"of_unit": "北京"}, {"layout": "long", "time": "年份"}),
    ((("省份", "GDP (亿元)", "人口"), ("北京", 1, 2)), BOTH, {"year": 2013}, {"layout": "long"}),
    ((("省份", "区域"), ("北京", "东部")), {"r": "区域"}, {}, {"layout": "units"}),
])  # fmt: skip
def test_the_layout_is_told(
    known: object, rows: tuple[tuple[object, ...], ...], columns: dict[str, str],
    asked: dict[str, object], expected: dict[str, object],
) -> None:  # fmt: skip
    book = Book("data.xlsx", (sheet(*rows),))
    wanted = request(None, columns, is_unit=known, **asked)  # type: ignore[arg-type]
    found = guess(book, wanted)
    assert {key: getattr(found, key) for key in expected} == expected
    if columns:
        assert found.layout is not None
        readings = LAYOUTS[found.layout](book, dataclasses.replace(wanted, source=found)).readings
        assert list(gathered(readings)) == list(columns)


@pytest.mark.parametrize(("rows", "columns", "asked", "expected"), [
    (YEAR_UNITS, ONE, {}, {"down": ("time",), "across": ("unit",)}),
    (TRANSPOSED, BOTH, {"year": 2013}, {"down": ("variable",), "across": ("unit",)}),
])  # fmt: skip
def test_units_across_are_told_by_their_names(
    rows: tuple[tuple[object, ...], ...],
    columns: dict[str, str],
    asked: dict[str, object],
    expected: dict[str, object],
) -> None:
    found = guess(Book("data.xlsx", (sheet(*rows),)), request(None, columns, is_unit=is_unit, **asked))  # type: ignore[arg-type]
    assert {key: getattr(found, key) for key in ("layout", *expected)} == {"layout": "wide", **expected}


def test_what_the_study_says_stays() -> None:
    wanted = request("units", ONE, unit="省份")
    assert guess(Book("data.xlsx", (sheet(*LONG),)), wanted) is wanted.source


@pytest.mark.parametrize(
    ("count", "told"), [(31, "china-mainland"), (34, "china-provinces"), (51, "us-states"), (7, "7")]
)
def test_rows_without_names_are_offered_the_order_that_has_as_many(count: int, told: str) -> None:
    rows = [("2012", "2013"), *((n + 0.5, n + 1.5) for n in range(count)), ("注：甲", None)]
    with pytest.raises(PaneloomError) as caught:
        guess(Book("data.xlsx", (sheet(*rows),)), request(None, ONE, is_unit=is_unit))
    settings = caught.value.details["settings"]
    assert settings == ("" if told == "7" else f'order = "{told}"')
    assert told in caught.value.remedy("zh")
    assert ("Add a column of names" in caught.value.remedy("en")) == (told == "7")


@pytest.mark.parametrize(("rows", "columns", "asked"), [
    # Found both as a heading and as an indicator.
    ((("省份", "年份", "项目", "x"), ("北京", 2013, "x", 1), ("北京", 2013, "y", 2)), ONE, {}),
    # Numbers of a year that nothing names.
    ((("省份", "x"), ("北京", 1), ("天津", 2)), ONE, {}),
    # Indicators of a unit that nothing names.
    (OF_A_UNIT, BOTH, {}),
    # Rows without names and without a registry in whose order they stand.
    (NO_NAMES, ONE, {}),
    # Neither units nor years.
    ((("a", "b"), (1, 2)), ONE, {}),
    # Years that come again for something that nothing names.
    ((("code", "year", "x"), ("k1", 2013, 1), ("k2", 2013, 2)), ONE, {}),
])  # fmt: skip
def test_where_two_layouts_fit_or_none_the_study_is_asked(
    rows: tuple[tuple[object, ...], ...], columns: dict[str, str], asked: dict[str, object]
) -> None:
    with pytest.raises(PaneloomError) as caught:
        guess(Book("data.xlsx", (sheet(*rows),)), request(None, columns, is_unit=is_unit, **asked))  # type: ignore[arg-type]
    assert caught.value.slug == "layout-unclear"
    assert caught.value.seen
    for language in ("en", "zh"):
        assert "[data]" in caught.value.remedy(language)


def book_of(**sheets: tuple[tuple[object, ...], ...]) -> Book:
    return Book("data.xlsx", tuple(sheet(*rows, name=name.strip("_")) for name, rows in sheets.items()))


@pytest.mark.parametrize(("book", "columns", "expected"), [
    (book_of(GDP=UNIT_YEARS, 人口=UNIT_YEARS, 目录=(("",),)), BOTH, {"layout": "sheets", "across": ("time",)}),
    (book_of(_2013=LONG, _2014=LONG), BOTH, {"layout": "sheets", "down": ("unit",), "across": ("variable",)}),
    (book_of(北京=OF_A_UNIT, 天津=OF_A_UNIT), BOTH, {"layout": "sheets", "down": ("variable",), "across": ("time",)}),
    (book_of(北京=TIMES, 天津=TIMES), BOTH, {"layout": "sheets", "down": ("time",), "across": ("variable",)}),
    (book_of(a=(("",),), b=LONG), BOTH, {"layout": "long", "sheet": "b"}),
])  # fmt: skip
def test_sheets_alike_stand_for_what_they_are_called(
    book: Book, columns: dict[str, str], expected: dict[str, object]
) -> None:
    wanted = request(None, columns, is_unit=is_unit)
    if "_2013" in book.names or "2013" in book.names:
        pages = tuple(
            dataclasses.replace(page, rows=tuple((row[0], *row[2:]) for row in page.rows))
            for page in book.sheets
        )
        book = dataclasses.replace(book, sheets=pages)
    found = guess(book, wanted)
    assert {key: getattr(found, key) for key in expected} == expected
    assert found.layout is not None
    readings = LAYOUTS[found.layout](book, dataclasses.replace(wanted, source=found)).readings
    assert list(gathered(readings)) == list(columns)


@pytest.mark.parametrize("visible", [True, False])
def test_one_of_several_sheets_must_be_named(visible: bool) -> None:
    hidden = dataclasses.replace(sheet(*LONG, name="b"), visible=visible)
    book = Book("data.xlsx", (sheet(*LONG, name="a"), hidden))
    with pytest.raises(PaneloomError) as caught:
        guess(book, request(None, BOTH))
    assert caught.value.slug == "which-sheet"
    assert guess(book, request(None, BOTH, sheet="b")).layout == "long"
    with pytest.raises(PaneloomError) as caught:
        guess(book, request(None, BOTH, sheet="c"))
    assert caught.value.slug == "unknown-sheet"


def test_an_empty_table_has_no_layout() -> None:
    with pytest.raises(PaneloomError) as caught:
        guess(Book("data.xlsx", (sheet(("", "")),)), request(None, ONE))
    assert caught.value.slug == "empty-table"


@pytest.mark.parametrize(("page", "kinds"), [
    (sheet(*LONG), ["unit", "time", "number", "number"]),
    (sheet(*TIDY), ["unit", "time", "text", "number", "text"]),
    (sheet(*UNIT_YEARS), ["unit", "number", "number"]),
    (sheet(*TWO_KEYS), ["text", "unit", "number", "number"]),
    (sheet(("地区", "空"), ("北京", "")), ["unit", "blank"]),
    (sheet(), []),
])  # fmt: skip
def test_what_columns_look_like(page: Sheet, kinds: list[str]) -> None:
    assert [one.kind for one in columns_of_book(page, is_unit)] == kinds


def test_a_look_has_a_share_of_numbers_and_an_example() -> None:
    looks = columns_of_book(
        sheet(("地区", "x"), ("北京", "1,234"), ("天津", "…"), ("河北", 3), ("山西", "5%"))
    )
    assert (looks[1].letter, looks[1].heading, looks[1].numbers, looks[1].example) == (
        "B",
        "x",
        0.75,
        "1,234",
    )
