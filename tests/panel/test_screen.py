"""The screen for doubtful cells: each rule alone, what passes, and all of them over an assembly."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.algebra.record import Floats
from paneloom.errors import Place
from paneloom.panel.assemble import Assembly, assemble
from paneloom.panel.observations import observed
from paneloom.panel.screen.break_in_all import break_in_all
from paneloom.panel.screen.break_in_one import break_in_one
from paneloom.panel.screen.carried_forward import carried_forward
from paneloom.panel.screen.check_sum import check_sum
from paneloom.panel.screen.copied_run import copied_runs
from paneloom.panel.screen.finding import Finding, times_ten
from paneloom.panel.screen.level import level
from paneloom.panel.screen.power_of_ten import power_of_ten
from paneloom.panel.screen.screen import screen
from paneloom.panel.screen.series import Series, median, resolution, series_of, spread
from paneloom.panel.screen.share import share
from paneloom.panel.screen.sign import sign
from paneloom.panel.screen.vintages import alike, vintages
from paneloom.panel.screen.zero import zero
from paneloom.study.intake import Variable
from paneloom.wording import catalogue

UNITS, YEARS = 20, 12


def clean(seed: int, units: int = UNITS, years: int = YEARS, noise: float = 0.1) -> Floats:
    """Positive values with levels a hundredfold apart, growth of their own and AR(1) shocks."""
    chance = np.random.default_rng(seed)
    levels, growth = chance.normal(7, 1, (units, 1)), chance.normal(0.05, 0.03, (units, 1))
    shocks = np.zeros((units, years))
    for year in range(years):
        before = shocks[:, year - 1] if year else 0.0
        shocks[:, year] = 0.6 * before + 0.8 * noise * chance.standard_normal(units)
    return np.exp(levels + growth * np.arange(years) + shocks)


def grid(values: Floats, first: int = 2010) -> Series:
    units, years = values.shape
    unit, year = np.divmod(np.arange(units * years), years)
    return series_of(unit, first + year, values.ravel())


def cell(finding: Finding, years: int = YEARS) -> tuple[int, int]:
    assert finding.row is not None
    return divmod(finding.row, years)


def assembly(**columns: Floats) -> Assembly:
    """Variables of (u, T) values in files called like them."""
    series = []
    for name, values in columns.items():
        units, years = values.shape
        names = [f"u{i:03d}" for i in range(units) for _ in range(years)]
        times = [2010 + year for _ in range(units) for year in range(years)]
        series.append(
            observed(name, f"{name}.csv", names, times, values.ravel(), lambda n: Place("x.csv", line=n + 2))
        )
    return assemble(tuple(series), "province")


def flagged(**columns: Floats) -> list[tuple[str, str, str, int | None]]:
    found = screen(assembly(**columns), {})
    return [(entry.rule, entry.variable, entry.unit, entry.time) for entry in found]


# Statistics.


def test_medians_and_spreads_leave_missing_values_out() -> None:
    values = np.array([[1.0, np.nan, 3.0, 2.0], [np.nan] * 4, [4.0, 1.0, np.nan, np.nan]])
    np.testing.assert_array_equal(median(values, axis=1), [2.0, np.nan, 2.5])
    np.testing.assert_array_equal(median(values, axis=0), [2.5, 1.0, 3.0, 2.0])
    assert median(values) == 2.0
    assert spread(np.array([1.0, 2.0, 3.0, 100.0, np.nan])) == pytest.approx(1.4826)


@pytest.mark.parametrize(
    ("values", "digit"), [([1.0, 20.0], 1.0), ([0.25, 3.0], 0.01), ([1 / 3, 2.0], 0.0), ([np.nan, 0.5], 0.1)]
)
def test_the_last_digit_printed(values: list[float], digit: float) -> None:
    assert resolution(np.array(values)) == pytest.approx(digit)


# Powers of ten.


@settings(max_examples=60)
@given(
    st.integers(0, 10**6), st.floats(0.05, 0.15), st.integers(0, UNITS - 1), st.integers(0, YEARS - 1),
    st.sampled_from([-4, -3, 3, 4]),
)  # fmt: skip
def test_a_slip_of_several_powers_is_always_found(
    seed: int, noise: float, unit: int, year: int, power: int
) -> None:
    values = clean(seed, noise=noise)
    values[unit, year] *= 10.0**power
    assert [(cell(f), f.count, f.expected) for f in power_of_ten(grid(values))] == [
        ((unit, year), 1, times_ten(-power))
    ]


@pytest.mark.parametrize("power", [-2, -1, 1, 2])
def test_a_small_slip_is_found_where_the_series_is_calm(power: int) -> None:
    values = clean(3, noise=0.03)
    values[4, 6] *= 10.0**power
    (found,) = power_of_ten(grid(values))
    assert (cell(found), found.expected) == ((4, 6), times_ten(-power))


def test_a_run_to_the_end_is_one_finding_and_the_longer_part_is_right() -> None:
    values = clean(5)
    values[2, 8:] *= 1e-4
    values[7, :9] *= 1e3
    found = power_of_ten(grid(values))
    assert [(cell(f), f.count, f.expected) for f in found] == [((2, 8), 4, "x 10000"), ((7, 9), 3, "x 1000")]


def test_a_slip_beside_gaps_and_without_peers_is_found() -> None:
    values = clean(6, units=1)
    values[0, 5] *= 1e4
    values[0, [4, 6, 7]] = np.nan
    (found,) = power_of_ten(grid(values))
    assert cell(found) == (0, 5)


def test_a_jump_that_all_units_share_is_no_slip() -> None:
    values = clean(7)
    values[:, 6:] *= 1e-4
    assert power_of_ten(grid(values)) == ()


def test_small_counts_may_grow_tenfold() -> None:
    values = np.round(clean(8))
    values[3] = [0, 1, 1, 2, 15, 12, 14, 20, 18, 25, 22, 30]
    assert power_of_ten(grid(values)) == ()


# Breaks.


def test_a_shift_of_all_units_is_one_finding_for_the_year() -> None:
    values = clean(11, noise=0.05)
    values[:, 6:] *= 0.5
    (found,) = break_in_all(grid(values))
    assert (found.time, found.row) == (2016, None)
    assert found.seen.startswith("-")


def test_units_torn_apart_in_one_year_are_one_finding() -> None:
    values = clean(12, noise=0.03)
    values[::2, 7:] *= 1.4
    values[1::2, 7:] *= 0.75
    assert [found.time for found in break_in_all(grid(values))] == [2017]


def test_units_that_grow_up_one_after_the_other_are_no_breaks() -> None:
    chance = np.random.default_rng(15)
    starts, paces = chance.uniform(2, 8, (31, 1)), chance.uniform(0.5, 1.2, (31, 1))
    grown = np.exp(chance.normal(6, 1, (31, 1))) / (1 + np.exp(-(np.arange(24) - starts) * paces))
    assert break_in_all(grid(np.round(grown, 1))) == ()


def test_growth_that_slows_down_and_a_boom_are_no_breaks() -> None:
    growth = np.array([0.9, 0.5, 0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05, 0.0, 0.0])
    slowing = clean(13, noise=0.03) * np.exp(np.cumsum(growth))
    assert break_in_all(grid(slowing)) == ()


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_a_shift_of_one_unit_is_found_with_what_was_expected(factor: float) -> None:
    values = clean(14, noise=0.03)
    expected = values[9, 6]
    values[9, 6:] *= factor
    (found,) = break_in_one(grid(values))
    assert cell(found) == (9, 6)
    assert float(found.expected) == pytest.approx(expected, rel=0.15)


def test_a_cell_that_goes_and_comes_back_is_found_once() -> None:
    values = clean(15, noise=0.03)
    values[9, 6] *= 2.5
    (found,) = break_in_one(grid(values))
    assert cell(found) == (9, 6)


# Zeros, shares, repeated values, levels.


def test_zeros_of_high_units_are_found_and_of_small_ones_are_not() -> None:
    values = np.round(clean(21), 1)
    values[3, 4:6] = 0
    values[5] = [0, 0.1, 0.1, 0.2, 0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.2, 0.1]
    (found,) = zero(grid(values))
    assert (cell(found), found.count) == ((3, 4), 2)


def test_where_zeros_are_common_or_signs_differ_none_is_found() -> None:
    common = np.round(clean(22))
    common[:, 3] = 0
    assert zero(grid(common)) == ()
    signed = clean(22)
    signed[0, 0], signed[1, 1] = 0, -5
    assert zero(grid(signed)) == ()


@pytest.mark.parametrize("at", [(3, 0), (3, 5), (19, 11)])
def test_a_sign_that_was_lost_is_found_alone(at: tuple[int, int]) -> None:
    values = clean(8, noise=0.05)
    right = values[at]
    values[at] *= -1
    (finding,) = sign(grid(values))
    assert cell(finding) == at
    assert finding.expected == f"~ {right:.10g}"


def test_negative_values_that_may_be_true_are_left() -> None:
    chance = np.random.default_rng(3)
    growth = chance.normal(8, 1, (31, 12))
    assert sign(grid(growth)) == ()
    # Hubei in 2020, between 7.3 and 12.9.
    growth[5, 8:11] = 7.3, -5.0, 12.9
    assert sign(grid(growth)) == ()
    assert sign(grid(chance.normal(0, 1, (31, 12)))) == ()
    twice, jumped, short = clean(8, noise=0.05), clean(8, noise=0.05), clean(8, years=5, noise=0.05)
    twice[3, [2, 7]] *= -1
    jumped[3, 5] *= -3
    short[3, 2] *= -1
    assert sign(grid(twice)) == sign(grid(jumped)) == sign(grid(short)) == ()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=50)
def test_a_positive_panel_has_no_sign_to_lose(seed: int) -> None:
    assert sign(grid(clean(seed))) == ()


def test_shares_outside_their_bounds() -> None:
    percent = np.random.default_rng(1).uniform(20, 80, (UNITS, YEARS))
    assert share(grid(percent), percent=True) == ()
    percent[2, 3] = 140
    assert [cell(f) for f in share(grid(percent), percent=True)] == [(2, 3)]
    fraction = np.random.default_rng(2).uniform(0.2, 0.8, (UNITS, YEARS))
    (whole,) = share(grid(fraction), percent=True)
    assert (whole.row, whole.expected) == (None, "x 100")
    fraction[4, 5] = 55.0
    assert [cell(f) for f in share(grid(fraction), percent=False)] == [(4, 5)]


def test_a_rate_of_growth_that_is_rarely_negative_is_no_share() -> None:
    rates = np.random.default_rng(16).normal(9, 4, (31, 14))
    assert 0 < np.sum(rates < 0) < 0.03 * rates.size
    assert share(grid(rates), percent=True) == ()
    rates[3, 4] = -60
    assert [cell(found, 14) for found in share(grid(rates), percent=True)] == [(3, 4)]


def test_a_unit_of_negative_shares_is_found() -> None:
    shares = np.random.default_rng(17).uniform(20, 80, (40, 14))
    shares[7] *= -1
    assert [cell(found, 14)[0] for found in share(grid(shares), percent=True)] == [7] * 14


def test_growth_rates_and_ratios_above_one_are_no_shares() -> None:
    rates = np.random.default_rng(3).normal(5, 8, (UNITS, YEARS))
    assert share(grid(rates), percent=True) == ()
    ratios = np.random.default_rng(4).uniform(0.5, 0.9, (UNITS, YEARS))
    ratios[0] = np.linspace(1.2, 1.4, YEARS)
    assert share(grid(ratios), percent=False) == ()


def test_values_carried_forward() -> None:
    values = np.round(clean(23), 2)
    values[6, 4:9] = values[6, 4]
    (found,) = carried_forward(grid(values))
    assert (cell(found), found.count) == ((6, 5), 4)
    coarse = np.round(clean(23) / 1000)
    assert carried_forward(grid(coarse)) == ()


def test_a_whole_unit_far_from_all_others() -> None:
    values = clean(24)
    assert level(grid(values)) == ()
    values[8] *= 1e6
    (found,) = level(grid(values))
    assert (cell(found), found.count) == ((8, 0), YEARS)


# Comparisons.


def test_copied_runs_of_another_unit_another_year_and_another_variable() -> None:
    one, other = np.round(clean(31), 1), np.round(clean(32), 1)
    one[3, 2:8] = one[9, 2:8]
    one[5, 6:10] = one[5, 0:4]
    other[7, 1:6] = one[12, 1:6]
    found = copied_runs([grid(one), grid(other)])
    assert [(c.series, c.start, c.other, c.other_start, c.length) for c in found] == [
        ((0, 3), 2, (0, 9), 2, 6),
        ((0, 5), 0, (0, 5), 6, 4),
        ((0, 12), 1, (1, 7), 1, 5),
    ]


def test_constants_small_counts_and_two_names_of_one_thing_are_no_copies() -> None:
    values = np.round(clean(33), 1)
    assert copied_runs([grid(values), grid(values.copy())]) == ()
    counts = np.random.default_rng(5).integers(0, 4, (UNITS, YEARS)).astype(float)
    assert copied_runs([grid(counts), grid(np.full((UNITS, YEARS), 1234.5))]) == ()


def test_two_vintages_are_told_with_their_cells() -> None:
    one = clean(34).ravel()
    other = one * (1 + 0.001 * np.random.default_rng(6).standard_normal(one.size))
    other[:7] *= 1.2
    unlike = clean(35).ravel()
    assert alike(np.column_stack([one, unlike, other])) == ((0, 2),)
    found = vintages(one, other, 0.005)
    assert found is not None
    assert (found.count, found.cells) == (7, one.size)
    assert found.largest == pytest.approx(0.2, abs=0.01)
    assert vintages(one, one, 0.005) is None
    prices = 100 + np.random.default_rng(7).normal(0, 1, (2, 200))
    assert vintages(prices[0], prices[1], 0.005) is None


def test_sums_against_printed_totals() -> None:
    values = clean(36)
    totals = {2010 + year: float(total) for year, total in enumerate(values.sum(axis=0))}
    assert check_sum(grid(values), totals) == ()
    (found,) = check_sum(grid(values), totals | {2015: totals[2015] * 1.1, 2016: totals[2016] * 0.97})
    assert (found.time, found.count) == (2015, 2)
    means = {year: total / UNITS for year, total in totals.items()}
    assert check_sum(grid(values), means) == ()
    values[0, 5] = np.nan
    assert check_sum(grid(values), totals | {2015: 1.0}) == ()


# All together.


def test_entries_name_the_cell_and_its_place() -> None:
    values = clean(41)
    values[3, 4] *= 1e4
    (entry,) = screen(assembly(x=values), {})
    assert (entry.action, entry.rule, entry.variable) == ("flagged", "power of ten", "x")
    assert (entry.unit, entry.time, entry.after) == ("u003", 2014, "/ 10000")
    assert entry.place == Place("x.csv", line=3 * YEARS + 4 + 2)
    assert float(entry.before) == pytest.approx(values[3, 4])


def test_a_slip_is_not_told_again_by_another_rule() -> None:
    values = clean(42, noise=0.03)
    values[3, 4] *= 1e4
    assert flagged(x=values) == [("power of ten", "x", "u003", 2014)]


def test_the_unit_of_measurement_says_what_a_share_is() -> None:
    values = np.random.default_rng(8).uniform(20, 80, (UNITS, YEARS))
    values[1, 1] = 104
    found = screen(assembly(x=values), {"x": Variable(unit="%")})
    assert [(e.rule, e.unit, e.time) for e in found] == [("outside share", "u001", 2011)]
    assert screen(assembly(x=values), {"x": Variable(unit="亿元")}) == ()


def test_copies_and_vintages_between_variables() -> None:
    one, other = np.round(clean(43), 2), np.round(clean(44), 2)
    later = np.round(one * 1.001, 2)
    later[0, :5] *= 1.2
    other[4, 2:8] = one[9, 2:8]
    rules = [(rule, name) for rule, name, *_ in flagged(one=one, other=other, later=later)]
    assert rules == [("copied run", "one"), ("vintages", "one")]
    units = {"one": Variable(unit="亿元"), "later": Variable(unit="万吨")}
    assert "vintages" not in {e.rule for e in screen(assembly(one=one, later=later), units)}


def test_what_has_no_series_is_not_looked_at() -> None:
    panel = assembly(x=clean(46))
    names = [f"u{i:03d}" for i in range(UNITS)]
    values = np.full(UNITS, 5.0)
    values[0] = 0.0
    fixed = observed("fixed", "f.csv", names, [None] * UNITS, values, lambda n: Place("f.csv", line=n))
    both = assemble((panel.origins["x"].observations, fixed), "province")
    assert screen(both, {}) == ()


@pytest.mark.parametrize(("units", "years"), [(1, 1), (1, 12), (2, 3), (40, 2), (3, 8)])
def test_small_panels_break_nothing(units: int, years: int) -> None:
    values = clean(47, units, years)
    assert flagged(x=values) == []
    values[0] = np.nan
    if units > 1:
        assert flagged(x=values) == []


def test_clean_panels_give_nearly_no_flags(record_property: Callable[[str, object], None]) -> None:
    count = cells = 0
    for seed in range(60):
        noise = (0.05, 0.1, 0.15)[seed % 3]
        values = clean(seed, units=31, noise=noise)
        count += len(flagged(x=values))
        cells += values.size
    record_property("flags in a million cells of clean panels", round(count / cells * 1e6))
    assert count <= cells / 5000


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 9), st.floats(0, 0.5))
def test_no_pattern_of_missing_values_breaks_it(seed: int, units: int, years: int, missing: float) -> None:
    chance = np.random.default_rng(seed)
    values = chance.normal(0, 3, (units, years)) ** chance.integers(1, 4)
    values[chance.random(values.shape) < missing] = np.nan
    values[chance.random(values.shape) < 0.1] = 0.0
    values[0, 0] = 1.0
    for entry in screen(assembly(x=values, y=-values), {}):
        assert entry.action == "flagged"


def test_seventy_variables_take_a_third_of_a_second() -> None:
    panel = assembly(**{f"v{seed}": clean(seed, 31, 11) for seed in range(72)})
    screen(panel, {})
    start = time.perf_counter()
    screen(panel, {})
    assert time.perf_counter() - start < 1.0


def test_every_rule_has_its_words() -> None:
    words = catalogue("words")["panel"]
    for rule in ("power of ten", "break in all", "break in one", "copied run", "sign", "zero", "outside share", "level",
                 "vintages", "carried forward", "check sum", "dimension", "scale of unit", "absurd ratio"):  # fmt: skip
        assert f"rule_{rule.replace(' ', '_')}" in words
