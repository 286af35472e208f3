"""Laws of the entropy index on random indicators.

WEIGHT: weights are good to 1e-13 while bounds are; SCORE: scores are sums of four products below one.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.index.indices import NAMES, built, scores

from paneloom.algebra.record import Floats
from paneloom.index.index import Index

WEIGHT = 1e-10
SCORE = 1e-12
DIRECTIONS = st.lists(st.sampled_from("+-"), min_size=4, max_size=4)


@st.composite
def tables(draw: st.DrawFn) -> Floats:
    """(n, 4) indicators of up to 12 units over 3 years: skewed, of many scales, some with ties at the ends."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = 3 * draw(st.integers(2, 12))
    values = rng.gamma(draw(st.sampled_from((0.3, 1.0, 6.0))), size=(n, 4)) * 10.0 ** rng.integers(
        -4, 7, size=4
    )
    if draw(st.booleans()):
        values[rng.integers(0, n, size=2)] = values[rng.integers(0, n)]
    return np.asarray(values)


def make(values: Floats, directions: list[str]) -> tuple[Index, Floats]:
    one, two = ([f"{directions[i]} {NAMES[i]}" for i in part] for part in ((0, 1), (2, 3)))
    index, made = built(values, years=3, dimensions={"one": {"indicators": one}, "two": {"indicators": two}})
    return index, scores(made, "one", "two")


@given(tables(), DIRECTIONS)
def test_p5_weights_scores_and_parts(values: Floats, directions: list[str]) -> None:
    index, found = make(values, directions)
    assert (index.weight >= 0).all()
    assert index.weight.sum() == pytest.approx(1.0, abs=1e-15 * 4)
    assert (index.entropy >= 0).all()
    assert (index.entropy <= 1).all()
    assert found.min() >= -SCORE
    assert found[:, 0].max() <= 1 + SCORE
    assert np.allclose(found[:, 1] + found[:, 2], found[:, 0], rtol=0, atol=1e-15)
    assert sum(part.weight for part in index.parts) == pytest.approx(1.0, abs=1e-15 * 4)


@given(tables(), DIRECTIONS)
def test_the_affine_form_equals_the_scores(values: Floats, directions: list[str]) -> None:
    index, found = make(values, directions)
    assert values @ index.affine.slopes + index.affine.constant == pytest.approx(found[:, 0], abs=SCORE)


@given(tables(), DIRECTIONS, st.integers(0, 99))
def test_p1_the_order_of_units_and_indicators_does_not_matter(
    values: Floats, directions: list[str], seed: int
) -> None:
    index, found = make(values, directions)
    order = np.random.default_rng(seed).permutation(len(values) // 3)
    rows = (order[:, None] * 3 + np.arange(3)).ravel()
    moved, again = make(values[rows], directions)
    assert moved.weight == pytest.approx(index.weight, rel=WEIGHT)
    assert again[:, 0] == pytest.approx(found[rows, 0], abs=SCORE)
    turned, _ = make(values[:, ::-1], directions[::-1])
    assert turned.weight[::-1] == pytest.approx(index.weight, rel=WEIGHT)


@given(tables(), DIRECTIONS, st.floats(0.01, 100), st.floats(-3, 3), st.booleans())
def test_p2_p3_an_affine_change_of_an_indicator_changes_nothing(
    values: Floats, directions: list[str], a: float, b: float, reverse: bool
) -> None:
    index, found = make(values, directions)
    changed, turned = values.copy(), list(directions)
    spread = np.ptp(values[:, 1])
    changed[:, 1] = (-a if reverse else a) * values[:, 1] + b * a * spread
    if reverse:
        turned[1] = "-" if directions[1] == "+" else "+"
    other, again = make(changed, turned)
    assert other.weight == pytest.approx(index.weight, rel=WEIGHT)
    assert again == pytest.approx(found, abs=SCORE)


@given(tables(), DIRECTIONS)
def test_p4_entering_every_row_twice_changes_no_weight(values: Floats, directions: list[str]) -> None:
    index, _ = make(values, directions)
    twice, _ = make(np.vstack([values, values]), directions)
    assert twice.weight == pytest.approx(index.weight, rel=WEIGHT)
    n = len(values)
    assert twice.divergence == pytest.approx(index.divergence * np.log(n) / np.log(2 * n), rel=WEIGHT)


@given(tables(), DIRECTIONS)
def test_p6_an_indicator_entered_twice_has_twice_the_weight(values: Floats, directions: list[str]) -> None:
    directions[3] = directions[0]
    values[:, 3] = values[:, 0]
    doubled, _ = make(values, directions)
    texts = [f"{directions[i]} {NAMES[i]}" for i in range(3)]
    single, _ = built(values, years=3, indicators=tuple(texts))
    assert doubled.weight[0] == doubled.weight[3]
    ratio = 2 * doubled.weight[0] / doubled.weight[1]
    assert ratio == pytest.approx(2 * single.weight[0] / single.weight[1], rel=WEIGHT)


@given(tables(), DIRECTIONS, st.integers(0, 99))
def test_p7_more_of_a_good_thing_never_lowers_a_score(
    values: Floats, directions: list[str], seed: int
) -> None:
    index, found = make(values, directions)
    rng = np.random.default_rng(seed)
    row, column = rng.integers(0, len(values)), rng.integers(0, 4)
    raised = values[row].copy()
    raised[column] += rng.uniform() * (index.maximum[column] - raised[column])
    score = raised @ index.affine.slopes + index.affine.constant
    gain = score - found[row, 0]
    assert gain >= -SCORE if directions[column] == "+" else gain <= SCORE


@given(tables(), DIRECTIONS, st.integers(0, 3), st.floats(-1e9, 1e9))
def test_p8_a_constant_indicator_weighs_nothing(
    values: Floats, directions: list[str], at: int, value: float
) -> None:
    values[:, at] = value
    index, found = make(values, directions)
    assert index.weight[at] == 0.0
    assert ("constant_indicator", NAMES[at]) in index.warnings
    texts = [f"{directions[i]} {NAMES[i]}" for i in range(4) if i != at]
    rest, made = built(values, years=3, indicators=tuple(texts))
    assert np.delete(index.weight, at) == pytest.approx(rest.weight, rel=WEIGHT)
    assert scores(made)[:, 0] == pytest.approx(found[:, 0], abs=SCORE)


@given(tables(), DIRECTIONS)
def test_p10_some_units_with_the_bounds_and_weights_kept_have_their_scores(
    values: Floats, directions: list[str]
) -> None:
    index, found = make(values, directions)
    again = values[:3] @ index.affine.slopes + index.affine.constant
    assert again == pytest.approx(found[:3, 0], abs=SCORE)
