"""Money at the prices of a base year."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panel.frames import frame, keys

from paneloom.errors import PaneloomError
from paneloom.panel.deflate import Kind, deflate, deflated, price_level, rests_on
from paneloom.panel.frame import Frame
from paneloom.study.intake import Deflate

NAN = float("nan")
ONE = np.zeros(4, dtype=np.int64)
YEARS = np.arange(2000, 2004)


def level(index: list[float], base: int, kind: Kind = "previous-year") -> list[float]:
    return price_level(np.array(index), ONE[: len(index)], YEARS[: len(index)], base, kind).tolist()


def test_a_previous_year_index_is_chained_forwards_and_backwards() -> None:
    index = [103.0, 110.0, 120.0, 50.0]
    np.testing.assert_allclose(level(index, 2000), [1, 1.1, 1.32, 0.66])
    np.testing.assert_allclose(level(index, 2002), [1 / 1.32, 1 / 1.2, 1, 0.5])
    np.testing.assert_allclose(level(index, 1999), [1.03, 1.133, 1.3596, 0.6798])


def test_the_base_year_needs_no_index_of_its_own_when_nothing_comes_before() -> None:
    np.testing.assert_allclose(level([NAN, 110.0, 120.0, 50.0], 2000), [1, 1.1, 1.32, 0.66])


def test_what_lies_beyond_a_gap_of_the_chain_has_no_level() -> None:
    np.testing.assert_allclose(level([103.0, 110.0, NAN, 50.0], 2000), [1, 1.1, NAN, NAN])
    np.testing.assert_allclose(level([103.0, NAN, 120.0, 50.0], 2002), [NAN, 1 / 1.2, 1, 0.5])


def test_a_fixed_base_is_moved_to_the_year_asked_for() -> None:
    np.testing.assert_allclose(level([80.0, 100.0, NAN, 120.0], 2003, "fixed"), [2 / 3, 5 / 6, NAN, 1])


def test_an_index_alike_for_all_units_links_years_that_a_unit_does_not_have() -> None:
    unit, time = np.array([0, 0, 0, 1, 1]), np.array([2000, 2001, 2002, 2000, 2002])
    alike = price_level(np.array([100.0, 110, 120, 100, 120]), unit, time, 2000, "previous-year")
    np.testing.assert_allclose(alike, [1, 1.1, 1.32, 1, 1.32])
    own = price_level(np.array([100.0, 110, 120, 100, 130]), unit, time, 2000, "previous-year")
    np.testing.assert_allclose(own, [1, 1.1, 1.32, 1, NAN])


@settings(max_examples=60)
@given(keys(), st.sampled_from(("previous-year", "fixed")), st.booleans(), st.data())
def test_deflating_real_times_prices_gives_back_the_real(
    key: tuple[list[int], list[int]], kind: Kind, common: bool, data: st.DataObject
) -> None:
    unit, time = np.array(key[0]), np.array(key[1])
    base = data.draw(st.sampled_from(sorted(set(key[1]))))
    n = unit.size
    numbers = st.lists(st.floats(50, 200), min_size=n, max_size=n)
    index = 50.0 + time % 100 if common else np.array(data.draw(numbers))
    real = np.array(data.draw(numbers)) - 100
    alike = all(np.unique(index[time == year]).size == 1 for year in time)
    prices = np.full(n, NAN)
    for row in range(n):
        known = (unit == unit[row]) | alike
        prices[row] = level_by_hand(dict(zip(time[known], index[known], strict=True)), time[row], base, kind)
    got = deflated(real * prices, index, unit, time, base, kind)
    np.testing.assert_allclose(got, np.where(np.isnan(prices), NAN, real), rtol=1e-9)


def level_by_hand(index: dict[int, float], year: int, base: int, kind: Kind) -> float:
    """One year at a time."""
    if kind == "fixed":
        return index.get(year, NAN) / index.get(base, NAN)
    made = 1.0
    for step in range(base + 1, year + 1):
        made *= index.get(step, NAN) / 100
    for step in range(year + 1, base + 1):
        made /= index.get(step, NAN) / 100
    return made


def money(index: list[float], nominal: list[float] | None = None) -> Frame:
    return frame([0] * 4, YEARS.tolist(), {"gdp": nominal or [100.0] * 4, "cpi": index})


def test_a_column_at_prices_of_a_year_and_its_entries() -> None:
    rows, entries = deflate(money([103.0, 125.0, NAN, 50.0]), "gdp", Deflate(index="cpi", base=2000))
    np.testing.assert_array_equal(rows.numbers["gdp"], [100, 80, NAN, NAN])
    assert [(e.action, e.rule, e.unit, e.time, e.variable, e.before, e.after, e.count) for e in entries] == [
        ("left-empty", "no price index", "a", 2002, "gdp", "100.0", "", 1),
        ("left-empty", "no price index", "a", 2003, "gdp", "100.0", "", 1),
        ("converted", "deflate: cpi, 2000 = 100", "", None, "gdp", "", "", 2),
    ]


def test_a_value_that_was_missing_stays_so_without_a_line() -> None:
    _, entries = deflate(
        money([100.0, NAN, NAN, NAN], [1, NAN, NAN, NAN]), "gdp", Deflate(index="cpi", base=2000)
    )
    assert [entry.action for entry in entries] == ["converted"]


@pytest.mark.parametrize("index", [[1.03, 1.02, 1.05, 1.01], [3.0, 2.0, 5.0, 1.0]])
def test_a_fraction_or_a_rate_in_place_of_an_index_is_flagged(index: list[float]) -> None:
    _, entries = deflate(money(index), "gdp", Deflate(index="cpi", base=2000))
    flagged = [(e.rule, e.variable, e.time, e.before) for e in entries if e.action == "flagged"]
    assert flagged == [
        ("index not near 100", "cpi", year, repr(value))
        for year, value in zip(YEARS.tolist(), index, strict=True)
    ]
    _, entries = deflate(money(index), "gdp", Deflate(index="cpi", base=2000, kind="fixed"))
    assert [entry.action for entry in entries] == ["converted"]


@pytest.mark.parametrize(("kind", "base"), [("previous-year", 1998), ("previous-year", 2004), ("fixed", 1999), ("fixed", 2002)])  # fmt: skip
def test_a_base_year_that_the_index_does_not_reach_stops(kind: Kind, base: int) -> None:
    with pytest.raises(PaneloomError) as caught:
        deflate(money([101.0, 102.0, NAN, 103.0]), "gdp", Deflate(index="cpi", base=base, kind=kind))
    assert (caught.value.slug, caught.value.details["known"]) == ("deflate-base", "2000, 2001, 2003")
    assert caught.value.where is not None
    assert caught.value.where.key == "variables.gdp.deflate"


def test_an_index_that_is_not_positive_stops_with_unit_and_year() -> None:
    with pytest.raises(PaneloomError) as caught:
        deflate(money([101.0, -1.5, 0.0, 103.0]), "gdp", Deflate(index="cpi", base=2000))
    assert (caught.value.slug, caught.value.seen) == ("deflate-not-positive", "-1.5")
    assert (caught.value.details["unit"], caught.value.details["time"]) == ("a", "2001")


def test_an_index_that_is_not_there_is_named() -> None:
    with pytest.raises(PaneloomError) as caught:
        deflate(money([101.0] * 4), "gdp", Deflate(index="cpj", base=2000))
    assert (caught.value.slug, caught.value.details["nearest"]) == ("unknown-column", "cpi")


def test_a_level_rests_on_the_index_of_each_year_up_to_the_base() -> None:
    marked = np.array([False, False, True, False])
    index = np.array([101.0, 102, 103, 104])
    rests = [
        rests_on(marked, index, ONE, YEARS, base, kind).tolist()
        for base, kind in ((2001, "previous-year"), (2003, "previous-year"), (2001, "fixed"), (2002, "fixed"))
    ]
    assert rests == [
        [False, False, True, True],
        [True, True, False, False],
        [False, False, True, False],
        [True] * 4,
    ]


def test_a_mark_in_one_unit_counts_for_another_only_where_they_share_the_index() -> None:
    unit, time = np.array([0, 0, 1, 1]), np.array([2000, 2001, 2000, 2001])
    marked = np.array([False, True, False, False])
    shared, own = np.array([100.0, 110, 100, 110]), np.array([100.0, 110, 100, 120])
    assert rests_on(marked, shared, unit, time, 2000, "previous-year").tolist() == [False, True, False, True]
    assert rests_on(marked, own, unit, time, 2000, "previous-year").tolist() == [False, True, False, False]
