"""Cells known to be wrong are left out, with a reason."""

import numpy as np
import pytest
from tests.panel.frames import observations

from paneloom.errors import PaneloomError
from paneloom.panel.discard import discard
from paneloom.panel.ledger_table import rule_text
from paneloom.study.base import InTwoLanguages
from paneloom.study.intake import Discard

NAN = float("nan")
ENERGY = observations(
    "energy", ("宁夏", 2019, 7.0), ("宁夏", 2020, 80000.0), ("甘肃", 2020, 8.0), ("甘肃", 2021, NAN)
)
AREA = observations("area", ("宁夏", None, 6.6), ("甘肃", None, 42.6))
BELT = observations("belt", ("宁夏", 2020, "west"), ("甘肃", 2020, "west"))


def test_a_cell_becomes_missing_with_its_value_its_place_and_the_reason() -> None:
    item = Discard(variable="energy", units=("宁夏",), years=(2020,), reason="ten times too large")
    (made, area), (entry,) = discard((ENERGY, AREA), (item,))
    np.testing.assert_array_equal(made.values, [7.0, NAN, 8.0, NAN])
    assert area is AREA
    assert (entry.action, entry.rule) == ("missing", "discard: ten times too large")
    assert (entry.unit, entry.time, entry.variable, entry.before) == ("宁夏", 2020, "energy", "80000.0")
    assert entry.place is not None
    assert entry.place.line == 3
    assert rule_text(entry.rule, "zh") == "已知有误：ten times too large"


def test_no_units_are_all_and_no_years_are_all() -> None:
    (made,), entries = discard((ENERGY,), (Discard(variable="energy", years=(2020,), reason="x"),))
    assert len(entries) == 2
    (made,), entries = discard((ENERGY,), (Discard(variable="energy", units=("宁夏",), reason="x"),))
    np.testing.assert_array_equal(made.values, [NAN, NAN, 8.0, NAN])
    (made,), entries = discard((AREA,), (Discard(variable="area", units=("甘肃",), reason="x"),))
    np.testing.assert_array_equal(made.values, [6.6, NAN])


def test_labels_are_discarded_too_and_reasons_come_in_two_languages() -> None:
    reason = InTwoLanguages(en="moved", zh="已调整")
    (made,), (entry,) = discard((BELT,), (Discard(variable="belt", units=("甘肃",), reason=reason),), "zh")
    assert made.values.tolist() == ["west", ""]
    assert (entry.before, entry.rule) == ("west", "discard: 已调整")


@pytest.mark.parametrize(
    ("item", "seen", "near", "known"),
    [
        (Discard(variable="enrgy", reason="x"), "enrgy", "energy", "energy, area"),
        (Discard(variable="energy", units=("宁厦",), reason="x"), "宁厦", "宁夏", "宁夏, 甘肃"),
        (Discard(variable="energy", units=("甘肃", "宁夏"), years=(2019,), reason="x"), "甘肃", "", "宁夏"),
        (Discard(variable="energy", units=("甘肃",), years=(2021,), reason="x"), "甘肃", "", ""),
        (Discard(variable="energy", years=(2020, 2030), reason="x"), "2030", "2020", "2019, 2020"),
        (Discard(variable="area", years=(2020,), reason="x"), "2020", "", ""),
    ],
)
def test_a_discard_that_hits_nothing_stops(item: Discard, seen: str, near: str, known: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        discard((ENERGY, AREA), (item,))
    problem = caught.value
    assert (problem.slug, problem.seen) == ("discard-nothing", seen)
    assert (problem.details["nearest"], problem.details["known"]) == (near, known)
    assert problem.where is not None
    assert problem.where.key == "clean.discard[1]"


def test_the_second_of_two_discards_finds_the_cell_gone() -> None:
    item = Discard(variable="energy", units=("宁夏",), years=(2020,), reason="x")
    with pytest.raises(PaneloomError) as caught:
        discard((ENERGY,), (item, item))
    assert caught.value.where is not None
    assert caught.value.where.key == "clean.discard[2]"
