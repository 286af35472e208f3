from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panel.frames import keys

from paneloom.panel.gaps import Fill, fill_gaps
from paneloom.study.intake import Ends

NAN = float("nan")
ENDS: tuple[Ends, ...] = ("leave", "nearest", "trend", "trend-all")


def filled(
    values: list[float], times: list[int] | None = None, **choices: object
) -> tuple[list[float], list[int]]:
    """Values and codes of one unit."""
    time = np.array(times or range(2000, 2000 + len(values)))
    result = fill_gaps(
        np.zeros(len(values), dtype=np.int64), time, np.array(values), **{"gaps": "linear", **choices}
    )
    return result.values.tolist(), result.codes.tolist()


def test_an_interior_gap_lies_on_the_line_between_its_neighbours() -> None:
    assert filled([1, NAN, NAN, 4]) == ([1, 2, 3, 4], [0, 1, 1, 0])


def test_time_is_the_calendar_and_not_the_position() -> None:
    assert filled([0, NAN, 10], [2000, 2002, 2010])[0] == [0, 2, 10]


@pytest.mark.parametrize(
    ("ends", "values", "code"),
    [
        ("nearest", [2, 2, 3, 5, 5], Fill.NEAREST),
        ("trend", [1, 2, 3, 5, 7], Fill.TREND),
        ("trend-all", [1 / 3, 2, 3, 5, 6 + 1 / 3], Fill.TREND_ALL),
    ],
)
def test_ends_by_each_rule(ends: Ends, values: list[float], code: Fill) -> None:
    got, codes = filled([NAN, 2, 3, 5, NAN], ends=ends)
    np.testing.assert_allclose(got, values, rtol=1e-14)
    assert codes == [code, 0, 0, 0, code]


def test_ends_are_left_unless_asked_for() -> None:
    got, codes = filled([NAN, 2, NAN])
    np.testing.assert_array_equal(got, [NAN, 2, NAN])
    assert codes == [Fill.LEFT, Fill.OBSERVED, Fill.LEFT]


def test_a_longer_run_than_max_gap_stays_empty_rows_or_not() -> None:
    codes = filled([NAN, NAN, 1, NAN, 3, NAN, NAN, 6, NAN], max_gap=1, ends="nearest")[1]
    assert codes == [Fill.TOO_LONG] * 2 + [0, 1, 0] + [Fill.TOO_LONG] * 2 + [0, Fill.NEAREST]
    assert filled([0, NAN, 10], [2000, 2002, 2010], max_gap=8)[1][1] == Fill.TOO_LONG
    assert filled([0, NAN, 10], [2000, 2002, 2010], max_gap=9)[1][1] == Fill.LINEAR


def test_a_unit_without_data_and_a_line_through_one_value() -> None:
    assert filled([NAN, NAN], ends="nearest")[1] == [Fill.NO_DATA] * 2
    assert filled([NAN, 1], ends="trend")[1] == [Fill.ONE_VALUE, 0]
    assert filled([NAN, 1], ends="trend-all")[1] == [Fill.ONE_VALUE, 0]


def test_gaps_can_be_left_while_ends_are_filled() -> None:
    assert filled([1, NAN, 3, NAN], gaps="leave", ends="nearest")[1] == [0, Fill.LEFT, 0, Fill.NEAREST]


@st.composite
def series(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unit, time and values with holes."""
    unit, time = draw(keys())
    numbers = st.floats(-1e6, 1e6) | st.just(NAN)
    values = draw(st.lists(numbers, min_size=len(unit), max_size=len(unit)))
    return np.array(unit), np.array(time), np.array(values)


@given(series(), st.sampled_from(ENDS), st.none() | st.integers(1, 4))
def test_filling_twice_changes_nothing_and_what_was_seen_stays(
    panel: tuple[np.ndarray, np.ndarray, np.ndarray], ends: Ends, max_gap: int | None
) -> None:
    unit, time, values = panel
    once = fill_gaps(unit, time, values, "linear", ends, max_gap)
    # A trend of all values, or a run that filling has shortened, is a new question when asked again.
    if max_gap is None:
        twice = fill_gaps(unit, time, once.values, "linear", ends)
        np.testing.assert_array_equal(once.values, twice.values)
    seen = ~np.isnan(values)
    np.testing.assert_array_equal(once.values[seen], values[seen])
    assert np.array_equal(once.codes == Fill.OBSERVED, seen)
    assert np.array_equal(np.isnan(once.values), once.codes < 0)


@given(series())
def test_interior_values_lie_between_their_neighbours(
    panel: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    unit, time, values = panel
    result = fill_gaps(unit, time, values, "linear")
    for row in np.flatnonzero(result.codes == Fill.LINEAR):
        own = np.flatnonzero((unit == unit[row]) & ~np.isnan(values))
        before, after = values[own[own < row][-1]], values[own[own > row][0]]
        assert min(before, after) <= result.values[row] <= max(before, after)


@given(series(), st.sampled_from(ENDS))
def test_units_do_not_know_of_each_other(
    panel: tuple[np.ndarray, np.ndarray, np.ndarray], ends: Ends
) -> None:
    unit, time, values = panel
    whole = fill_gaps(unit, time, values, "linear", ends)
    for code in np.unique(unit):
        own = unit == code
        alone = fill_gaps(np.zeros(own.sum(), dtype=np.int64), time[own], values[own], "linear", ends)
        np.testing.assert_array_equal(whole.values[own], alone.values)


@given(keys(), st.sampled_from(("trend", "trend-all")), st.data())
def test_a_linear_series_is_restored(
    panel: tuple[list[int], list[int]], ends: Ends, data: st.DataObject
) -> None:
    unit, time = np.array(panel[0]), np.array(panel[1])
    slope, level = data.draw(st.integers(-50, 50)), data.draw(st.integers(-50, 50))
    line = level + slope * (time - 2000.0) + 7.0 * unit
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=unit.size, max_size=unit.size)))
    result = fill_gaps(unit, time, np.where(hidden, NAN, line), "linear", ends)
    known = result.codes >= 0
    np.testing.assert_allclose(result.values[known], line[known], rtol=1e-12, atol=1e-9)


def test_growth_between_two_neighbours_is_constant() -> None:
    got, codes = filled([1, NAN, NAN, 8], gaps="growth")
    np.testing.assert_allclose(got, [1, 2, 4, 8], rtol=1e-15)
    assert codes == [0, Fill.GROWTH, Fill.GROWTH, 0]
    assert filled([1, NAN, 16], [2000, 2001, 2004], gaps="growth")[0] == [1, 2, 16]


@pytest.mark.parametrize("sides", [(0.0, 2.0), (2.0, 0.0), (-1.0, 2.0), (-2.0, -4.0)])
def test_nothing_grows_from_or_to_a_value_that_is_not_positive(sides: tuple[float, float]) -> None:
    got, codes = filled([sides[0], NAN, sides[1]], gaps="growth")
    assert np.isnan(got[1])
    assert codes == [0, Fill.NOT_POSITIVE, 0]


def test_growth_keeps_to_max_gap_and_leaves_what_is_too_long_whatever_its_neighbours() -> None:
    assert filled([-1, NAN, NAN, 8], gaps="growth", max_gap=1)[1] == [0, Fill.TOO_LONG, Fill.TOO_LONG, 0]


def test_a_panel_without_rows_is_filled_with_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    for ends in ENDS:
        assert fill_gaps(none, none, np.zeros(0), "growth", ends).values.size == 0


@settings(max_examples=60)
@given(keys(), st.floats(-0.5, 1.0), st.floats(1e-3, 1e3), st.data())
def test_a_geometric_series_is_restored_by_growth(
    panel: tuple[list[int], list[int]], rate: float, level: float, data: st.DataObject
) -> None:
    unit, time = np.array(panel[0]), np.array(panel[1])
    whole = level * (1 + unit) * (1 + rate) ** (time - 2000.0)
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=unit.size, max_size=unit.size)))
    result = fill_gaps(unit, time, np.where(hidden, NAN, whole), "growth")
    known = result.codes >= 0
    np.testing.assert_allclose(result.values[known], whole[known], rtol=1e-12)
    again = fill_gaps(unit, time, result.values, "growth")
    np.testing.assert_array_equal(again.values, result.values)


@settings(max_examples=60)
@given(st.floats(1e-300, 1e300), st.floats(1e-300, 1e300), st.integers(1, 9))
def test_growth_lies_between_its_neighbours(first: float, last: float, run: int) -> None:
    got, _ = filled([first, *[NAN] * run, last], gaps="growth")
    assert all(min(first, last) <= value <= max(first, last) for value in got)


def test_a_million_rows_are_filled_in_seconds() -> None:
    unit, time = np.repeat(np.arange(100_000), 10), np.tile(np.arange(2000, 2010), 100_000)
    values = np.where((np.arange(unit.size) * 7) % 5 == 0, NAN, time * 1.0)
    start = perf_counter()
    result = fill_gaps(unit, time, values, "linear", "trend-all")
    assert perf_counter() - start < 5
    np.testing.assert_allclose(result.values, time)
