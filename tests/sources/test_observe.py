"""Readings to observations: units named, cells read, faults of a file told together."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.writing import sheet

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.sources.cells import ErrorCell
from paneloom.sources.mojibake import unmangled
from paneloom.sources.names.registry import registry
from paneloom.sources.observe import Observed, observe
from paneloom.sources.readings import Readings
from paneloom.sources.sentinels import SENTINELS, likely_sentinels
from paneloom.study.intake import Clean

CHINA = registry("china-provinces")


def readings(rows: list[tuple[str, object]], variable: str = "x", name: str | None = "一") -> Readings:
    """Readings of one year, one for each unit and cell, from the second row on."""
    page = sheet(("province", variable), *rows, name=name)
    places = tuple((row, 1) for row in range(1, len(rows) + 1))
    units, cells = zip(*rows, strict=True)
    return Readings(page, variable, units, (2020,) * len(rows), cells, places, 0)


def seen(*parts: Readings, categories: tuple[str, ...] = (), decimal: str = ".", **clean: Any) -> Observed:
    """The observations of readings of Chinese provinces."""
    return observe(parts, CHINA, Clean(**clean), frozenset(categories), decimal)


def faults(*parts: Readings, categories: tuple[str, ...] = (), **clean: Any) -> list[PaneloomError]:
    """The faults found in readings."""
    with pytest.raises(PaneloomErrors) as caught:
        seen(*parts, categories=categories, **clean)
    return list(caught.value.problems)


def test_units_are_named_and_cells_are_read() -> None:
    found = seen(readings([("北京市", 1.0), ("Shanghai", "2,000"), ("广 东", "—")]))
    (one,) = found.observations
    assert one.units == ("北京", "上海", "广东")
    np.testing.assert_array_equal(one.values, [1, 2000, np.nan])
    assert [(entry.action, entry.before, entry.after) for entry in found.entries] == [
        ("renamed", "北京市", "北京"),
        ("renamed", "Shanghai", "上海"),
        ("renamed", "广 东", "广东"),
        ("converted", "2,000", "2000.0"),
        ("missing", "—", ""),
    ]
    assert one.place(1).cell == "B3"


def test_readings_of_one_variable_become_one() -> None:
    found = seen(
        readings([("北京", 1.0)]),
        readings([("上海", 2.0)], "y"),
        readings([("广东", 3.0), ("北京", 4.0)], name="二"),
    )
    assert [one.variable for one in found.observations] == ["x", "y"]
    one = found.observations[0]
    assert [one.unit_of(number) for number in range(3)] == ["北京", "广东", "北京"]
    assert [(one.place(number).sheet, one.place(number).cell) for number in (0, 2)] == [
        ("一", "B2"),
        ("二", "B3"),
    ]


def test_values_that_hold_for_every_unit_need_no_name() -> None:
    (one,) = seen(readings([("", 1.0), ("", 2.0)])).observations
    assert not one.united
    assert one.values.tolist() == [1, 2]


def test_a_row_without_a_unit_among_rows_with_one_is_a_fault() -> None:
    found = faults(readings([("北京", 1.0), ("", 2.0)]))
    assert [(problem.slug, problem.where and problem.where.cell) for problem in found] == [("no-unit", "A3")]
    with pytest.raises(PaneloomErrors):
        observe((readings([("a", 1.0), ("", 2.0)]),), None, Clean(), frozenset())


@pytest.mark.parametrize("name", ["NA", "None", "null", "-"])
def test_a_unit_may_be_called_like_a_missing_value(name: str) -> None:
    found = observe((readings([(name, 1.0), ("b", 2.0)]),), None, Clean(), frozenset())
    assert found.observations[0].units == (name, "b")
    assert found.entries == ()


def test_unknown_names_are_told_once_each_with_the_nearest() -> None:
    found = faults(readings([("广冻", 1.0), ("广冻", 2.0), ("乙", 3.0)]), readings([("广冻", 1.0)], "y"))
    assert [(problem.slug, problem.seen) for problem in found] == [
        ("unknown-unit", "广冻"),
        ("unknown-unit", "乙"),
    ]
    assert "广东" in found[0].remedy("zh")


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("广东".encode().decode("gb18030"), "广东"),
        ("江苏省".encode("gb18030").decode("latin-1"), "江苏省"),
        ("四川".encode().decode("latin-1"), "四川"),
        ("内\ufffd古", ""),
        ("广东", None),
        ("陕西", None),
        ("Guangdong", None),
        ("Côte d’Ivoire", None),
        ("São Tomé", None),
        ("Curaçao", None),
        ("Åland", None),
    ],
)
def test_garbled_text_is_told_from_foreign_text(text: str, original: str | None) -> None:
    assert unmangled(text) == original


def test_no_name_of_a_registry_looks_garbled() -> None:
    for name in ("china-provinces", "us-states"):
        known = registry(name)
        assert [text for text in (*known.units, *known.spellings) if unmangled(text) is not None] == []
        every = [text for text in known.units if not text.isascii()]
        assert [unmangled(text.encode().decode("gb18030", "replace")) is None for text in every] == [
            False
        ] * len(every)


def test_a_garbled_name_is_blamed_on_the_encoding() -> None:
    (problem,) = faults(readings([("骞夸笢", 1.0)]))
    assert (problem.slug, problem.seen) == ("other-encoding", "骞夸笢")
    assert "广东" in problem.remedy("en")
    assert problem.where is not None
    assert problem.where.cell == "A2"
    (lost,) = faults(readings([("骞\ufffd", 1.0)]))
    assert "likely" not in lost.remedy("en")


def test_faults_of_all_variables_are_told_together() -> None:
    found = faults(
        readings([("北京", "5%"), ("上海", dt.date(2020, 3, 5))]),
        readings([("北京", ErrorCell("#REF!"))], "y"),
    )
    assert [problem.slug for problem in found] == ["percent-sign", "date-not-number", "error-cell"]


def test_labels_are_taken_as_they_stand_but_for_errors() -> None:
    cells = readings([("北京", "east"), ("上海", "NA"), ("广东", 3.0)])
    found = seen(cells, categories=("x",))
    assert found.observations[0].values.tolist() == ["east", "", "3"]
    assert [entry.before for entry in found.entries] == ["NA"]
    (problem,) = faults(readings([("北京", ErrorCell("#N/A"))]), categories=("x",))
    assert problem.slug == "error-cell"


def test_the_decimal_sign_is_that_of_the_file() -> None:
    assert seen(readings([("北京", "1,5")]), decimal=",").observations[0].values.tolist() == [1.5]


def test_a_likely_code_for_a_missing_value_stops_with_two_ways_out() -> None:
    rows: list[tuple[str, object]] = [("北京", 3.5), ("上海", 99999.0), ("广东", "-99")]
    found = faults(readings(rows))
    assert [(problem.slug, problem.seen) for problem in found] == [
        ("likely-sentinel", "99999"),
        ("likely-sentinel", "-99"),
    ]
    assert all(text in found[0].remedy("en") for text in ('"99999"', "missing", 'sentinels = "keep"'))
    assert seen(readings(rows), sentinels="keep").observations[0].values.tolist() == [3.5, 99999, -99]
    declared = seen(readings(rows), missing=("99999", "-99")).observations[0].values
    np.testing.assert_array_equal(declared, [3.5, np.nan, np.nan])


def test_a_code_is_told_from_all_values_of_the_variable_in_the_file() -> None:
    small = readings([("北京", 3.5), ("上海", 9999.0)])
    assert [problem.where and problem.where.cell for problem in faults(small)] == ["B3"]
    seen(small, readings([("北京", 5000.0)]))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1, 2, -9999], [2]),
        ([-9999, 500, -999, np.nan, 3], [0, 2]),
        ([-50, -99, 20], []),
        ([-0.5, -99, 2], [1]),
        ([0, 99999, 0], [1]),
        ([9999, 9998, 9997], []),
        ([99999999, 99_000_000], []),
        ([-99, 100_000, 5], [0]),
        ([99998, 3], []),
        ([9999, 9999], []),
        ([np.nan], []),
        ([], []),
    ],
)
def test_which_values_look_like_codes(values: list[float], found: list[int]) -> None:
    assert likely_sentinels(np.array(values, dtype=float)).tolist() == found


@settings(max_examples=60)
@given(st.lists(st.floats(-1e6, 1e6), max_size=30))
def test_only_codes_are_ever_taken_for_codes(values: list[float]) -> None:
    array = np.array(values, dtype=float)
    assert set(array[likely_sentinels(array)].tolist()) <= set(SENTINELS)


def test_the_ledger_has_names_and_words_as_their_cells_do() -> None:
    page = sheet(("province", "x"), ("北京市　", "…… "), ("广西\u3000壮族自治区", 1234.0))
    texts = ("北京市", "广西 壮族自治区")
    found = observe(
        (Readings(page, "x", texts, (2020,) * 2, ("…… ", 1234.0), ((1, 1), (2, 1)), 0),),
        CHINA,
        Clean(),
        frozenset(),
    )
    assert [(entry.action, entry.before) for entry in found.entries] == [
        ("renamed", "北京市　"),
        ("renamed", "广西\u3000壮族自治区"),
        ("missing", "…… "),
    ]


def test_a_whole_number_is_written_as_it_is_shown() -> None:
    found = seen(readings([("北京", -9999.0)]), missing=("-9999",))
    assert [(entry.action, entry.before) for entry in found.entries] == [("missing", "-9999")]
