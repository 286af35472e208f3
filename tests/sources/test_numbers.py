import datetime as dt
import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.writing import sheet

from paneloom.errors import PaneloomErrors
from paneloom.sources.cells import ErrorCell, text_of, year_of
from paneloom.sources.numbers import numbers, to_number
from paneloom.sources.readings import Readings
from paneloom.sources.signs import Reading, Signs, missing_words
from paneloom.study.intake import MISSING_WORDS, Clean

STOP = Clean()


def signs(
    delimiter: str = "", decimal: str = ".", missing: tuple[str, ...] = MISSING_WORDS, **clean: Any
) -> Signs:
    """How numbers are written in a file, with options of [clean]."""
    return Signs(Clean(**clean), missing_words(missing), decimal, delimiter)


def readings(*cells: object, name: str | None = "一") -> Readings:
    """Readings of one unit, one for each cell, from the second row on."""
    page = sheet(("province", "x"), *(("北京", cell) for cell in cells), name=name)
    places = tuple((row, 1) for row in range(1, len(cells) + 1))
    return Readings(
        page, "x", ("北京",) * len(cells), tuple(range(2000, 2000 + len(cells))), cells, places, 0
    )


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        (3, 3.0, ""),
        (1.5, 1.5, ""),
        (" 1.5 ", 1.5, ""),
        ("1e3", 1000.0, ""),
        ("1,234,567.5", 1234567.5, "thousands separators"),
        ("8,559", 8559.0, "thousands separators"),
        ("１２３．４", 123.4, "full-width or invisible signs"),
        ("−3", -3.0, "minus sign"),
        ("–3", -3.0, "minus sign"),
        ("-3", -3.0, ""),
        ("\u200b7\xa0", 7.0, "full-width or invisible signs"),
        ("1 234 567", 1234567.0, "thousands separators"),
        ("1\xa0234.5", 1234.5, "thousands separators"),
        ("1\u202f234\u202f567", 1234567.0, "thousands separators"),
        ("1'234'567.25", 1234567.25, "thousands separators"),
        ("-1’234", -1234.0, "thousands separators"),
        ("(123)", -123.0, "brackets as minus"),
        ("（1,234.5）", -1234.5, "brackets as minus"),
        ("(0)", 0.0, "brackets as minus"),
        (7, 7.0, ""),
        (2**53, 9007199254740992.0, ""),
    ],
)
def test_what_is_plainly_a_number_is_taken(cell: object, value: float, rule: str) -> None:
    found = to_number(cell, signs())
    assert (found.fault, found.value, found.rule) == ("", value, rule)
    assert math.copysign(1, found.value) == math.copysign(1, value)


@pytest.mark.parametrize(
    "cell",
    [None, "", "  ", "\u3000", "NA", "—", "——", "―", "……", "…", "－", "−", "–", "缺失", math.nan],
)
def test_what_is_plainly_missing_is_missing(cell: object) -> None:
    found = to_number(cell, signs())
    assert found.fault == ""
    assert math.isnan(found.value)


def test_a_lone_dash_is_missing_only_when_declared() -> None:
    assert to_number("——", signs(missing=("NA",))).fault == "not-a-number"


@pytest.mark.parametrize(
    ("fault", "cells"),
    {
        "not-a-number": (
            "abc", "1..2", "nan", "0x10", "1_000", "٣", "½", "x,5", "1,2,3", "12 34", "1,234 567", "1 2345",
            "(-5)", "(12)(3)", "()", "1 '234", "3亿2000万", "1.2万人", "5k", "1e3*", "%", "*", "万", "12%%",
            "1e", "'5", "0.1-0.2", "*" * 6000, "1 " * 3000,
        ),
        "percent-sign": ("12.3%", "12.3 %", "１２．３％", "-5%", "(5%)", "5%*", "1,234.5%"),
        "large-unit": ("1.2万", "3亿", "1.5万亿", "2千", "3 亿", "5百万", "2億", "1,200万"),
        "footnote-mark": (
            "123*", "123**", "123①", "123a)", "123[1]", "123（注）", "123(注1)", "123(1)", "123†", "123²", "1,234.5*",
            "123 *", "123＊", "123¹,²", "123[a]",
        ),
        "currency-sign": ("¥123", "￥1,234.5", "$5", "-$5", "US$5", "5€", "5元", "1.2万元", "£ 7"),
        "decimal-comma": ("1,23", "0,123", "012,345", "-0,509", "1.234,5", "1.234.567", "1 234,5", "８，５５", "1,5%"),
        "infinite-number": ("inf", "-Inf", "Infinity", "∞", "1e400", "-1e999", math.inf, -math.inf),
        "too-many-digits": ("12345678901234567891", "0" * 6000 + "1", "1" * 6000, 12345678901234567891, 10**400),
        "true-false": (True, False, "TRUE", "false"),
        "date-not-number": (
            dt.date(2020, 1, 2), dt.datetime(2020, 1, 2, tzinfo=dt.UTC), dt.time(8, 30), dt.timedelta(1), "2020-01-02",
            "2020/1/2", "2020-01-02 00:00:00", "3月5日", "2020年3月", "5-Mar", "Mar-5", "01/02/2020",
        ),
        "error-cell": (ErrorCell("#REF!"), "#DIV/0!", "#N/A"),
        "formula-without-value": (ErrorCell("=A1+B1"),),
    }.items(),
)  # fmt: skip
def test_everything_else_is_refused_for_its_own_reason(fault: str, cells: tuple[object, ...]) -> None:
    found = {str(cell)[:30]: to_number(cell, signs()).fault for cell in cells}
    assert found == dict.fromkeys(found, fault)


@pytest.mark.parametrize(("option", "cell", "value", "rule"), [
    ({"percent": "number"}, "12.3%", 12.3, "percent sign"),
    ({"percent": "fraction"}, "12.3%", 0.123, "percent as a fraction"),
    ({"percent": "fraction"}, "（0.7％）", -0.007, "percent as a fraction"),
    ({"percent": "fraction"}, "1,234.5 %", 12.345, "percent as a fraction"),
    ({"large": "multiply"}, "1.2万", 12_000, "large unit"),
    ({"large": "multiply"}, "3亿", 300_000_000, "large unit"),
    ({"large": "multiply"}, "1.5万亿", 1.5e12, "large unit"),
    ({"large": "multiply"}, "2千", 2_000, "large unit"),
    ({"large": "multiply"}, "2千万", 2e7, "large unit"),
    ({"large": "multiply"}, "−1.07百万", -1.07e6, "large unit"),
    ({"footnotes": "strip"}, "123*", 123, "footnote mark"),
    ({"footnotes": "strip"}, "123①②", 123, "footnote mark"),
    ({"footnotes": "strip"}, "123a)", 123, "footnote mark"),
    ({"footnotes": "strip"}, "1,234[1]", 1234, "footnote mark"),
    ({"footnotes": "strip"}, "123（注）", 123, "footnote mark"),
    ({"footnotes": "strip", "percent": "number"}, "5%*", 5, "percent sign"),
])  # fmt: skip
def test_signs_beside_a_number_are_read_as_the_study_says(
    option: dict[str, Any], cell: str, value: float, rule: str
) -> None:
    found = to_number(cell, signs(**option))
    assert (found.fault, found.value, found.rule) == ("", value, rule)


def test_one_option_does_not_allow_another_sign() -> None:
    assert to_number("5%*", signs(percent="number")).fault == "footnote-mark"
    assert to_number("5%*", signs(footnotes="strip")).fault == "percent-sign"
    assert to_number("5*%", signs(footnotes="strip", percent="number")).fault == "not-a-number"


@pytest.mark.parametrize(("cell", "value", "rule"), [
    ("0,509", 0.509, "decimal comma"),
    ("-8,5", -8.5, "decimal comma"),
    ("1.234,5", 1234.5, "thousands separators"),
    ("1 234,5", 1234.5, "thousands separators"),
    ("1.234", 1234.0, "thousands separators"),
    ("1234", 1234.0, ""),
    ("12,3%", 12.3, "percent sign"),
])  # fmt: skip
def test_a_file_may_have_decimal_commas(cell: str, value: float, rule: str) -> None:
    found = to_number(cell, signs(decimal=",", percent="number"))
    assert (found.fault, found.value, found.rule) == ("", value, rule)


@pytest.mark.parametrize("cell", ["1.5", "1,234.5", "0.509", "1,234,567"])
def test_decimal_points_among_decimal_commas_are_refused(cell: str) -> None:
    assert to_number(cell, signs(decimal=",")).fault == "decimal-point"


@pytest.mark.parametrize(("cell", "value"), [
    ("8,559", None), ("-8,559", None), ("0,5", None),
    ("1,234,567", 1234567.0), ("8,559.5", 8559.5), ("8559", 8559.0), ("8.559", 8.559),
])  # fmt: skip
def test_one_comma_between_semicolons_may_be_a_decimal_point(cell: str, value: float | None) -> None:
    found = to_number(cell, signs(";"))
    assert (found.fault or found.value) == (value or "decimal-comma")


@pytest.mark.parametrize(("cell", "slug"), [
    ("0,509", "decimal-comma"), ("８，５５", "decimal-comma"), ("1,2,3", "not-a-number"), ("x,5", "not-a-number"),
])  # fmt: skip
def test_a_decimal_comma_is_refused_with_the_way_out(cell: str, slug: str) -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings(cell, name=None), STOP)
    (problem,) = caught.value.problems
    assert problem.slug == slug
    assert ("0.509" in problem.remedy("en")) == ("0.509" in problem.remedy("zh")) == (slug == "decimal-comma")


@pytest.mark.parametrize(("cell", "option"), [
    ("5%", 'percent = "number"'), ("5万", 'large = "multiply"'), ("5*", 'footnotes = "strip"'), ("0,5", 'decimal = ","'),
])  # fmt: skip
def test_a_refused_sign_names_the_option_that_allows_it(cell: str, option: str) -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings(1.0, cell), STOP)
    (problem,) = caught.value.problems
    assert option in problem.remedy("en")
    assert option in problem.remedy("zh")
    assert problem.where is not None
    assert (problem.where.file, problem.where.sheet, problem.where.cell) == ("data.xlsx", "一", "B3")
    assert "北京 2001" in problem.what("en")


def test_a_very_long_cell_is_shown_by_its_beginning() -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings("9" * 6000, name=None), STOP)
    assert len(caught.value.text("en")) < 500


@pytest.mark.parametrize("cell", [-9999, -9999.0, "-9999", "−9999", "-9999.0", "-9,999", "(9999)"])
@pytest.mark.parametrize("name", ["一", None])
def test_a_number_can_be_a_word_for_missing(cell: object, name: str | None) -> None:
    values, entries = numbers(readings(1.0, cell, 3.0, name=name), Clean(missing=("-9999",)))
    np.testing.assert_array_equal(values, [1, np.nan, 3])
    (entry,) = entries
    assert (entry.action, entry.before) == ("missing", "-9999" if isinstance(cell, float) else str(cell))


def test_an_error_cell_can_be_a_word_for_missing() -> None:
    values, entries = numbers(readings(ErrorCell("#N/A"), 1.0), Clean(missing=("#N/A",)))
    np.testing.assert_array_equal(values, [np.nan, 1])
    assert [entry.before for entry in entries] == ["#N/A"]


@settings(max_examples=60)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_reads_as_itself(value: float) -> None:
    assert to_number(repr(value), signs()).value == value
    assert to_number(repr(value).replace(".", ","), signs(decimal=",")).value == value


@settings(max_examples=60)
@given(st.integers(-(10**12), 10**12), st.sampled_from(", '\xa0’"))
def test_a_number_with_separators_reads_as_itself(value: int, separator: str) -> None:
    assert to_number(f"{value:,}".replace(",", separator), signs()).value == value


@settings(max_examples=60)
@given(
    st.decimals(-(10**9), 10**9, places=3), st.sampled_from([("%", -2), ("万", 4), ("亿", 8), ("万亿", 12)])
)
def test_a_shifted_number_is_the_nearest_to_its_decimal_digits(value: Decimal, sign: tuple[str, int]) -> None:
    read = to_number(f"{value}{sign[0]}", signs(percent="fraction", large="multiply"))
    assert read.value == float(value.scaleb(sign[1]))


@settings(max_examples=60)
@given(st.text(max_size=80) | st.text("0123456789.,' ()%万亿*①[]+-e$", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for decimal in ".,":
        found = to_number(text, signs(decimal=decimal, percent="number", large="multiply", footnotes="strip"))
        assert found.fault or found.rule == "missing" or not text_of(text) or math.isfinite(found.value)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([1.5, 2, "3", "4.25", "5,000", "NA", "", None, -9999.0, "-9999", math.nan, " 6"])
    ),
    st.sampled_from(["一", None]),
)
def test_many_cells_are_read_as_each_alone(cells: list[object], name: str | None) -> None:
    words = (*MISSING_WORDS, "-9999")
    values, entries = numbers(readings(*cells, name=name), Clean(missing=words))
    alone = [to_number(cell, signs(missing=words)) for cell in cells]
    np.testing.assert_array_equal(values, np.array([reading.value for reading in alone], dtype=float))
    assert sum(reading.rule != "" for reading in alone) == sum(
        "stored" not in entry.rule for entry in entries
    )


def test_plain_cells_are_taken_without_a_look_at_each(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(cell: object, _signs: Signs) -> Reading:
        raise AssertionError(cell)

    monkeypatch.setattr("paneloom.sources.numbers.to_number", looked)
    np.testing.assert_array_equal(numbers(readings(1.5, "", None, -2.0), STOP)[0], [1.5, np.nan, np.nan, -2])
    texts = readings("1.5", "", "-2", ".5", "+3.", name=None)
    np.testing.assert_array_equal(numbers(texts, STOP)[0], [1.5, np.nan, -2, 0.5, 3])


def test_what_is_converted_or_missing_stands_in_the_ledger() -> None:
    values, entries = numbers(readings("1,000", "NA", None, 2.0, "5"), STOP)
    np.testing.assert_array_equal(values, [1000.0, np.nan, np.nan, 2.0, 5.0])
    assert [(entry.action, entry.rule, entry.before, entry.after) for entry in entries] == [
        ("converted", "thousands separators", "1,000", "1000.0"),
        ("missing", "missing word", "NA", ""),
        ("converted", "number stored as text", "5", "5.0"),
    ]
    assert entries[0].place is not None
    assert entries[0].place.cell == "B2"


def test_declared_decimal_commas_are_counted_in_one_line() -> None:
    cells = readings("0,5", "1.000,5", "2,5", name=None)
    values, entries = numbers(cells, STOP, ",")
    assert values.tolist() == [0.5, 1000.5, 2.5]
    assert [(entry.rule, entry.count, entry.before) for entry in entries] == [
        ("decimal comma", 2, "0,5"),
        ("thousands separators", 1, "1.000,5"),
    ]


def test_plain_text_of_a_csv_file_needs_no_conversion() -> None:
    assert numbers(readings("1", "2.5", name=None), STOP)[1] == ()


def test_bad_cells_are_reported_at_once_and_the_tail_is_counted() -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings(*["x"] * 23, name=None), STOP)
    problems = caught.value.problems
    assert [problem.slug for problem in problems] == ["not-a-number"] * 20 + ["more-not-numbers"]
    assert problems[0].where is not None
    assert (problems[0].where.line, problems[0].where.key) == (2, "x")
    assert problems[-1].details["count"] == "3"
    assert "北京" in caught.value.text("zh")


@pytest.mark.parametrize(
    "cell", [2013, 2013.0, "2013", "2013年", "２０１３", "2013.0", dt.date(2013, 5, 1), " 2013年度"]
)
def test_years_in_every_spelling(cell: object) -> None:
    assert year_of(cell) == 2013


@pytest.mark.parametrize("cell", [None, "", 13, 2013.5, "2013-14", "年", True, "99999"])
def test_what_is_no_year(cell: object) -> None:
    assert year_of(cell) is None
