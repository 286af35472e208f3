import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.writing import sheet

from paneloom.errors import PaneloomErrors
from paneloom.sources.cells import ErrorCell, year_of
from paneloom.sources.numbers import missing_words, numbers, to_number
from paneloom.sources.readings import Readings
from paneloom.study.intake import MISSING_WORDS

MISSING = missing_words(MISSING_WORDS)


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
    ],
)
def test_what_is_plainly_a_number_is_taken(cell: object, value: float, rule: str) -> None:
    found = to_number(cell, MISSING)
    assert found is not None
    assert (found.value, found.rule) == (value, rule)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "NA", "—", "……", "…", "－", "−", "–", "缺失"])
def test_what_is_plainly_missing_is_missing(cell: object) -> None:
    found = to_number(cell, MISSING)
    assert found is not None
    assert math.isnan(found.value)


@pytest.mark.parametrize(
    "cell",
    [
        "12.3%", "1.2万", "3亿", "123*", "123①", "abc", "1,23", "0,123", "012,345", "-0,509", "1.234,5", "0" * 6000 + "1", "1" * 6000, "1 234", "1..2", "inf", "nan", "1e400",
        "12345678901234567891", True, dt.date(2020, 1, 2), dt.time(8, 30), ErrorCell("#REF!"),
        float("inf"), "0x10", "1_000", "٣", "123²", "½",
    ],
)  # fmt: skip
def test_everything_else_is_refused(cell: object) -> None:
    assert to_number(cell, MISSING) is None


@pytest.mark.parametrize(("cell", "value"), [
    ("8,559", None), ("-8,559", None), ("0,5", None),
    ("1,234,567", 1234567.0), ("8,559.5", 8559.5), ("8559", 8559.0), ("8.559", 8.559),
])  # fmt: skip
def test_one_comma_between_semicolons_may_be_a_decimal_point(cell: str, value: float | None) -> None:
    found = to_number(cell, MISSING, ";")
    assert (found.value if found else None) == value


@pytest.mark.parametrize(("cell", "slug"), [
    ("0,509", "decimal-comma"), ("８，５５", "decimal-comma"), ("1,2,3", "not-a-number"), ("x,5", "not-a-number"),
])  # fmt: skip
def test_a_decimal_comma_is_refused_with_the_way_out(cell: str, slug: str) -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings(cell, name=None), MISSING_WORDS)
    (problem,) = caught.value.problems
    assert problem.slug == slug
    assert ("0.509" in problem.remedy("en")) == ("0.509" in problem.remedy("zh")) == (slug == "decimal-comma")


def test_a_very_long_cell_is_shown_by_its_beginning() -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings("9" * 6000, name=None), MISSING_WORDS)
    assert len(caught.value.text("en")) < 500


@pytest.mark.parametrize("cell", [-9999, -9999.0, "-9999", "−9999", "-9999.0"])
def test_a_number_can_be_a_word_for_missing(cell: object) -> None:
    found = to_number(cell, missing_words(("-9999", "-9999.0")))
    assert found is not None
    assert math.isnan(found.value)
    assert to_number(-9998.0, missing_words(("-9999",))) == to_number("-9998", missing_words(()))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_reads_as_itself(value: float) -> None:
    found = to_number(repr(value), MISSING)
    assert found is not None
    assert found.value == value


@given(st.integers(0, 10**12))
def test_a_number_with_separators_reads_as_itself(value: int) -> None:
    found = to_number(f"{value:,}", MISSING)
    assert found is not None
    assert found.value == value


def test_what_is_converted_or_missing_stands_in_the_ledger() -> None:
    values, entries = numbers(readings("1,000", "NA", None, 2.0, "5"), MISSING_WORDS)
    np.testing.assert_array_equal(values, [1000.0, np.nan, np.nan, 2.0, 5.0])
    assert [(entry.action, entry.rule, entry.before, entry.after) for entry in entries] == [
        ("converted", "thousands separators", "1,000", "1000.0"),
        ("missing", "missing word", "NA", ""),
        ("converted", "number stored as text", "5", "5.0"),
    ]
    assert entries[0].place is not None
    assert entries[0].place.cell == "B2"


def test_plain_text_of_a_csv_file_needs_no_conversion() -> None:
    assert numbers(readings("1", "2.5", name=None), MISSING_WORDS)[1] == ()


def test_bad_cells_are_reported_at_once_and_the_tail_is_counted() -> None:
    with pytest.raises(PaneloomErrors) as caught:
        numbers(readings(*["x"] * 23, name=None), MISSING_WORDS)
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
