"""Scores of the indicators present, shifts, scores scaled again and weights of each year, by brute force."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.index.arrays import index_of, scores_of

from paneloom.algebra.record import Floats
from paneloom.index.index import Index

RNG = np.random.default_rng(1)
VALUES = RNG.gamma(1.5, 10, size=(36, 5))
TIMES = 2001 + np.arange(36) % 3
GAPS = np.where(RNG.uniform(size=VALUES.shape) < 0.25, np.nan, VALUES)
GIVEN = {"a": 0.1, "b": 0.4, "c": 0.5, "d": 0.2, "e": 0.8, "x": 0.3, "y": 0.7}
CLOSE = 1e-13


def close(found: Floats, expected: Floats) -> None:
    np.testing.assert_allclose(found, expected, rtol=CLOSE, atol=CLOSE)


def minmax(values: Floats) -> Floats:
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    return np.asarray((values - low) / (high - low))


def mean_of_present(values: list[float], weights: list[float], least: float, power: float = 1.0) -> float:
    """A weighted power mean of the values present, NaN when they have too little of the weight."""
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v)]
    total = sum(w for _, w in pairs)
    if not pairs or total < least * sum(weights) - 1e-9:
        return math.nan
    if power == 0:
        return math.exp(sum(w * math.log(v) for v, w in pairs) / total)
    return (sum(w * v**power for v, w in pairs) / total) ** (1 / power)


def entropy_weights(z: Floats) -> Floats:
    """Weights from the values present in each column, by the definition."""
    d = []
    for column in z.T:
        own = column[~np.isnan(column)]
        p = own / own.sum()
        d.append(1 + sum(v * math.log(v) for v in p if v > 0) / math.log(own.size))
    return np.array(d) / sum(d)


def stages_of(index: Index, values: Floats) -> Floats:
    return index.stages(values, TIMES).scores


# What is present

LEAST = [0.05, 0.3, 0.5, 0.7, 0.9]


@pytest.mark.parametrize("least", LEAST)
@pytest.mark.parametrize(("rule", "power"), [("arithmetic", 1.0), ("geometric", 0.0), ("harmonic", -1.0)])
def test_flat_scores_of_what_is_present(least: float, rule: str, power: float) -> None:
    choices = {"method": "given", "given": {k: GIVEN[k] for k in "abcde"}, "aggregation": rule}
    index = index_of(GAPS, "", "xxyyy", range=[1, 2], missing="present", min_present=least, **choices)
    z, weights = 1 + minmax(GAPS), [GIVEN[k] for k in "abcde"]
    expected = [
        [
            mean_of_present(list(row[:2]), weights[:2], least, power),
            mean_of_present(list(row[2:]), weights[2:], least, power),
            mean_of_present(list(row), weights, least, power),
        ]
        for row in z
    ]
    close(stages_of(index, GAPS), np.array(expected))
    assert np.isfinite(np.array(expected)).any(axis=0).all()


@pytest.mark.parametrize("least", LEAST)
@pytest.mark.parametrize(("rule", "power"), [("arithmetic", 1.0), ("geometric", 0.0), ("harmonic", -1.0)])
def test_nested_scores_of_what_is_present(least: float, rule: str, power: float) -> None:
    choices = {"method": "given", "given": GIVEN, "aggregation": rule, "levels": "nested"}
    index = index_of(GAPS, "", "xxyyy", range=[1, 2], missing="present", min_present=least, **choices)
    expected = []
    for row in 1 + minmax(GAPS):
        x = mean_of_present(list(row[:2]), [GIVEN[k] for k in "ab"], least, power)
        y = mean_of_present(list(row[2:]), [GIVEN[k] for k in "cde"], least, power)
        # A dimension without a score is a child that is missing.
        expected.append([x, y, mean_of_present([x, y], [0.3, 0.7], least, power)])
    close(stages_of(index, GAPS), np.array(expected))


def test_nested_entropy_of_what_is_present() -> None:
    index = index_of(GAPS, "", "xxyyy", levels="nested", missing="present", min_present=0.5)
    z = minmax(GAPS)
    one, two = entropy_weights(z[:, :2]), entropy_weights(z[:, 2:])
    x = [mean_of_present(list(row), list(one), 0.5) for row in z[:, :2]]
    y = [mean_of_present(list(row), list(two), 0.5) for row in z[:, 2:]]
    top = entropy_weights(np.column_stack([x, y]))
    whole = [mean_of_present(list(row), list(top), 0.5) for row in zip(x, y, strict=True)]
    close(stages_of(index, GAPS), np.column_stack([x, y, whole]))
    close(index.weight, np.concatenate([top[0] * one, top[1] * two]))


@pytest.mark.parametrize("count", range(1, 11))
def test_as_many_as_are_asked_for_are_enough(count: int) -> None:
    values = np.random.default_rng(2).normal(size=(12, 10))
    values[0, count:] = np.nan
    values[1, count - 1 :] = np.nan
    least = count / 10 if count < 10 else 0.999
    index = index_of(values, method="equal", missing="present", min_present=least)
    scores = scores_of(index, values)
    assert np.isfinite(scores[0])
    assert np.isnan(scores[1])


def test_what_is_passed_over_is_not_said_to_leave_the_index_missing() -> None:
    gaps = VALUES.copy()
    gaps[0, 2] = np.nan
    assert index_of(gaps, missing="present", min_present=0.5).warnings == (("missing_passed_over", "c"),)
    assert index_of(gaps).warnings == (("missing_indicator", "c"),)


def test_a_sum_of_weights_may_fall_short_by_a_rounding() -> None:
    values = np.random.default_rng(2).normal(size=(12, 3))
    values[0, 2] = np.nan
    given_ones = {"a": 0.1, "b": 0.7, "c": 0.2}
    assert 0.1 + 0.7 < 0.8
    index = index_of(values, method="given", given=given_ones, missing="present", min_present=0.8)
    assert np.isfinite(scores_of(index, values)).all()


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.95))
def test_rows_with_everything_do_not_feel_the_rule(seed: int, least: float) -> None:
    values = np.random.default_rng(seed).gamma(1.0, size=(10, 3))
    for choices in ({}, {"levels": "nested"}):
        strict = index_of(values, "", "xxy", **choices)
        lenient = index_of(values, "", "xxy", missing="present", min_present=least, **choices)
        # In flat levels a dimension's score is its share of the whole, or a mean by itself where values may lack.
        close(scores_of(lenient, values), scores_of(strict, values))


# Shifts


@pytest.mark.parametrize("levels", ["flat", "nested"])
def test_a_shift_changes_the_shares_once_and_the_score_when_asked(levels: str) -> None:
    shift, z = 0.1, minmax(VALUES)
    inside = index_of(VALUES, "", "xxyyy", shift=shift, shift_in_score=True, levels=levels)
    outside = index_of(VALUES, "", "xxyyy", shift=shift, levels=levels)
    if levels == "flat":
        weight = entropy_weights(z + shift)
    else:
        one, two = entropy_weights(z[:, :2] + shift), entropy_weights(z[:, 2:] + shift)
        parts = np.column_stack([z[:, :2] @ one, z[:, 2:] @ two])
        top = entropy_weights(parts + shift)
        weight = np.concatenate([top[0] * one, top[1] * two])
    close(outside.weight, weight)
    close(inside.weight, weight)
    close(scores_of(outside, VALUES), z @ weight)
    close(scores_of(inside, VALUES), z @ weight + shift)


# Scaled again


def test_dimensions_scaled_again() -> None:
    index = index_of(VALUES, "", "xxyyy", levels="nested", rescale=True)
    z = minmax(VALUES)
    parts = np.column_stack([z[:, :2] @ entropy_weights(z[:, :2]), z[:, 2:] @ entropy_weights(z[:, 2:])])
    again = minmax(parts)
    close(stages_of(index, VALUES), np.column_stack([again, again @ entropy_weights(again)]))


def test_dimensions_scaled_again_fill_the_range() -> None:
    index = index_of(VALUES, "", "xxyyy", levels="nested", rescale=True, range=(1, 100))
    unit = index_of(VALUES, "", "xxyyy", levels="nested", rescale=True, method="equal")
    again = index_of(VALUES, "", "xxyyy", levels="nested", rescale=True, method="equal", range=(1, 100))
    parts = stages_of(index, VALUES)[:, :2]
    close(parts.min(axis=0), [1.0, 1.0])
    close(parts.max(axis=0), [100.0, 100.0])
    close(stages_of(again, VALUES), 1 + 99 * stages_of(unit, VALUES))


# Weights of each year


@pytest.mark.parametrize("bounds", ["pooled", "year"])
def test_weights_of_each_year_and_their_mean(bounds: str) -> None:
    z = minmax(VALUES)
    if bounds == "year":
        z = np.empty(VALUES.shape)
        for time in (2001, 2002, 2003):
            z[time == TIMES] = minmax(VALUES[time == TIMES])
    yearly = np.array([entropy_weights(z[time == TIMES]) for time in (2001, 2002, 2003)])
    each = index_of(VALUES, times=TIMES, pool="year", bounds=bounds)
    mean = index_of(VALUES, times=TIMES, pool="year-mean", bounds=bounds)
    close(each.nodes[-1].weight, yearly)
    close(each.weight, yearly.mean(axis=0))
    close(stages_of(each, VALUES)[:, -1], (z * yearly[TIMES - 2001]).sum(axis=1))
    close(mean.weight, yearly.mean(axis=0))
    close(stages_of(mean, VALUES)[:, -1], z @ yearly.mean(axis=0))


@pytest.mark.parametrize("pool", ["year", "year-mean"])
def test_nested_weights_of_each_year(pool: str) -> None:
    index = index_of(VALUES, "", "xxyyy", times=TIMES, pool=pool, levels="nested")
    z, years = minmax(VALUES), (2001, 2002, 2003)

    def weighed(columns: Floats) -> tuple[Floats, Floats]:
        yearly = np.array([entropy_weights(columns[time == TIMES]) for time in years])
        used: Any = yearly if pool == "year" else np.tile(yearly.mean(axis=0), (3, 1))
        return used, (columns * used[TIMES - 2001]).sum(axis=1)

    (_, x), (_, y) = weighed(z[:, :2]), weighed(z[:, 2:])
    _, whole = weighed(np.column_stack([x, y]))
    close(stages_of(index, VALUES), np.column_stack([x, y, whole]))
