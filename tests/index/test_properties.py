"""Laws of an index, each on a thousand random panels.

Panels have 2 to 5 indicators of 3 to 8 units in 2 to 5 years, of several distributions and scales, zeros and
ties among them. Six in ten are weighed by entropy, the others by the other methods that read the data.
SCORES, WEIGHTS: sums of some tens of terms. SPECTRAL: an eigenvector moves by the rounding of the matrix over
the gap between its eigenvalues.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from tests.index.arrays import LETTERS, index_of, scores_of

from paneloom.algebra.record import Floats, Integers
from paneloom.index.index import Index
from paneloom.index.recipe_words import recipe_sentences

PANELS = 1000
SCORES = 1e-12
WEIGHTS = 1e-12
SPECTRAL = 1e-7
METHODS = ("entropy",) * 6 + ("standard-deviation", "variation", "gini", "critic", "pca", "factor")
OWN_WEIGHT = frozenset(("entropy", "standard-deviation", "variation", "gini"))


@dataclass(frozen=True)
class Case:
    """A random panel, and its index."""

    number: int
    values: Floats
    signs: str
    units: Integers
    times: Integers
    method: str
    index: Index

    @property
    def tolerance(self) -> float:
        return SPECTRAL if self.method in ("pca", "factor") else WEIGHTS

    @property
    def scores(self) -> Floats:
        return scores_of(self.index, self.values, self.times)

    @property
    def rng(self) -> np.random.Generator:
        return np.random.default_rng((7, self.number))

    def again(self, values: Floats, signs: str = "", **choices: object) -> Index:
        """The index of other values of the same units and years, by the same method."""
        return index_of(
            values, signs or self.signs, units=self.units, times=self.times, method=self.method, **choices
        )


@cache
def cases() -> tuple[Case, ...]:
    return tuple(case(number) for number in range(PANELS))


def case(number: int) -> Case:
    rng = np.random.default_rng((1, number))
    units, years, count = int(rng.integers(3, 9)), int(rng.integers(2, 6)), int(rng.integers(2, 6))
    method = METHODS[number % len(METHODS)]
    columns = [column(rng, units * years, method) for _ in range(count)]
    values = np.column_stack(columns)
    signs = "".join(rng.choice(["+", "-"], count))
    unit, time = np.divmod(np.arange(units * years), years)
    index = index_of(values, signs, units=unit, times=2001 + time, method=method)
    return Case(number, values, signs, unit, 2001 + time, method, index)


def column(rng: np.random.Generator, n: int, method: str) -> Floats:
    """One indicator: skewed, symmetric, with many zeros, or of whole numbers."""
    kinds = 3 if method in ("pca", "factor") else 5
    drawn = (
        rng.gamma(rng.uniform(0.3, 5), size=n),
        rng.normal(size=n),
        rng.lognormal(sigma=rng.uniform(0.2, 2), size=n),
        np.where(rng.uniform(size=n) < 0.5, 0.0, rng.gamma(2.0, size=n)),
        rng.integers(0, 4, size=n).astype(float),
    )[int(rng.integers(kinds))]
    drawn[0], drawn[1] = drawn[0] + 1.0, drawn[0]  # never constant
    return np.asarray(drawn * 10.0 ** rng.integers(-6, 7))


def entropy_cases() -> Iterator[Case]:
    return (case for case in cases() if case.method == "entropy")


def near(found: Floats, expected: Floats, tolerance: float, case: Case) -> None:
    gap = np.max(np.abs(found - expected), initial=0.0)
    assert gap <= tolerance, f"panel {case.number} ({case.method}): {gap:.1e}"


def test_p1_the_order_of_rows_and_columns_does_not_matter() -> None:
    for one in cases():
        rows, columns = one.rng.permutation(len(one.values)), one.rng.permutation(one.values.shape[1])
        values = one.values[rows][:, columns]
        signs = "".join(one.signs[j] for j in columns)
        other = index_of(values, signs, units=one.units[rows], times=one.times[rows], method=one.method)
        near(other.weight, one.index.weight[columns], one.tolerance, one)
        near(scores_of(other, values, one.times[rows]), one.scores[rows], one.tolerance, one)


@pytest.mark.parametrize("direction", [1.0, -1.0], ids=["p2 larger stays better", "p3 turned round"])
def test_p2_p3_a_line_of_an_indicator_changes_nothing(direction: float) -> None:
    turned = {"+": "-", "-": "+"}
    for one in cases():
        slopes = direction * 10.0 ** one.rng.uniform(-3, 3, one.values.shape[1])
        reach = np.abs(slopes) * np.ptp(one.values, axis=0)
        values = slopes * one.values + one.rng.uniform(-3, 3, slopes.size) * reach
        signs = one.signs if direction > 0 else "".join(turned[sign] for sign in one.signs)
        other = one.again(values, signs)
        near(other.weight, one.index.weight, one.tolerance, one)
        near(scores_of(other, values, one.times), one.scores, one.tolerance, one)


def test_p4_repeating_every_row_leaves_the_weights() -> None:
    for one in cases():
        values = np.vstack([one.values, one.values])
        times = np.concatenate([one.times, one.times])
        units = np.concatenate([one.units, one.units + 100])
        other = index_of(values, one.signs, units=units, times=times, method=one.method)
        near(other.weight, one.index.weight, one.tolerance, one)
        if one.method == "entropy":
            n = len(one.values)
            # The entropy itself changes: d scales by ln(n) / ln(2n), the same for all.
            near(other.divergence * np.log(2 * n), one.index.divergence * np.log(n), 1e-11, one)


def test_p5_weights_are_shares_scores_are_inside_and_parts_add_up() -> None:
    for one in cases():
        count = one.values.shape[1]
        within = "x" + "".join(one.rng.choice(["x", "y"], count - 1))
        index = index_of(one.values, one.signs, within, units=one.units, times=one.times, method=one.method)
        assert (index.weight >= 0).all()
        near(np.array(index.weight.sum()), np.array(1.0), 1e-14, one)
        near(index.weight, one.index.weight, 0.0, one)
        made = index.stages(one.values, one.times).scores
        near(made[:, :-1].sum(axis=1), made[:, -1], 1e-14, one)
        assert made.min() >= 0, one.number
        assert made.max() <= 1 + 1e-15, one.number
        near(made[:, -1], one.scores, 1e-14, one)


def test_p6_an_indicator_entered_twice_weighs_double() -> None:
    for one in cases():
        if one.method not in OWN_WEIGHT:
            continue
        values = np.column_stack([one.values, one.values[:, 0]])
        weight = one.again(values, one.signs + one.signs[0]).weight
        others = weight[1:-1].sum()
        before = one.index.weight[0] / one.index.weight[1:].sum()
        near((weight[0] + weight[-1]) / others, 2.0 * before, 1e-11 * max(before, 1.0), one)


def test_p7_raising_a_good_never_lowers_a_score() -> None:
    for one in cases():
        low, high = one.values.min(axis=0), one.values.max(axis=0)
        row = int(one.rng.integers(len(one.values)))
        best = np.where([sign == "+" for sign in one.signs], high, low)
        # Each indicator of the row in turn moves a part of the way to what is best.
        raised = np.tile(one.values[row], (best.size, 1))
        steps = np.arange(best.size)
        raised[steps, steps] += one.rng.uniform(size=best.size) * (best - one.values[row])
        times = np.full(best.size, one.times[row])
        gain = scores_of(one.index, raised, times) - scores_of(one.index, one.values[[row]], times[:1])
        assert (gain >= -1e-15).all(), f"panel {one.number}: {gain.min():.1e}"


def test_p8_a_constant_indicator_weighs_nothing() -> None:
    for one in cases():
        level = one.rng.normal() * 10.0 ** one.rng.integers(-6, 7)
        values = np.column_stack([one.values, np.full(len(one.values), level)])
        index = one.again(values, one.signs + "+")
        assert index.weight[-1] == 0.0, one.number
        near(index.weight[:-1], one.index.weight, one.tolerance, one)
        near(scores_of(index, values, one.times), one.scores, one.tolerance, one)
        constant = LETTERS[values.shape[1] - 1]
        assert ("constant_indicator", constant) in index.warnings


def test_p9_a_shift_goes_over_into_none_and_is_reported() -> None:
    moved = 0
    for one in entropy_cases():
        made = [one.again(one.values, shift=shift) for shift in (1e-2, 1e-5, 1e-10)]
        gaps = [np.abs(index.weight - one.index.weight).max() for index in made]
        assert gaps[2] <= 1e-7, one.number
        assert gaps[2] <= gaps[1] + WEIGHTS, one.number
        moved += gaps[0] > 1e-4
        assert "0.01" in " ".join(recipe_sentences(made[0], "en"))
    assert moved > 400


def test_p10_some_units_with_fixed_bounds_and_weights_have_the_same_scores() -> None:
    for one in cases():
        kept = one.units < 2
        goalposts = {
            name: (float(low), float(high))
            for name, low, high in zip(LETTERS, one.index.minimum, one.index.maximum, strict=False)
        }
        given = dict(zip(LETTERS, one.index.weight.tolist(), strict=False))
        index = index_of(
            one.values[kept],
            one.signs,
            units=one.units[kept],
            times=one.times[kept],
            bounds="goalposts",
            goalposts=goalposts,
            method="given",
            given=given,
        )
        near(scores_of(index, one.values[kept], one.times[kept]), one.scores[kept], SCORES, one)
