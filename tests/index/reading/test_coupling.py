"""Coupling and coordination against the formulas in exact numbers and against printed values."""

from itertools import combinations

import mpmath as mp
import numpy as np
import pytest

from paneloom.errors import PaneloomError
from paneloom.index.reading.coupling import coupling_degrees

# Wang et al. (2021), table 8, 2008: C of the traditional and of the modified formula for thirteen cities.
TRADITIONAL = (
    0.9989, 0.9935, 0.8868, 0.9073, 0.6821, 0.8328, 0.6816, 0.7789, 0.6871, 0.6101, 0.8017, 0.7867, 0.7191,
)  # fmt: skip
MODIFIED = (
    0.9404, 0.8660, 0.5440, 0.5769, 0.3006, 0.4780, 0.3344, 0.4171, 0.3278, 0.2700, 0.4374, 0.4196, 0.3738,
)  # fmt: skip

# R package mathmodels (zhjx19/mathmodels), example of coupling_degree as its reference page prints it: three
# systems; C, T and D by the standard formula with equal weights, and by the modified one with .4, .3, .3.
THREE = [
    [0.0162, 0.2720, 0.2655], [0.1782, 0.6824, 0.3721], [0.5490, 0.0593, 0.5729],
    [0.6730, 0.4812, 0.9082], [0.0207, 0.8891, 0.2017], [0.9875, 0.5573, 0.8984],
]  # fmt: skip
PRINTED = {
    "standard": [
        (0.571, 0.185, 0.325), (0.867, 0.411, 0.597), (0.674, 0.394, 0.515),
        (0.967, 0.687, 0.815), (0.418, 0.370, 0.393), (0.971, 0.814, 0.889),
    ],
    "modified": [
        (0.447, 0.168, 0.274), (0.501, 0.388, 0.440), (0.455, 0.409, 0.432),
        (0.669, 0.686, 0.678), (0.175, 0.336, 0.242), (0.715, 0.832, 0.771),
    ],
}  # fmt: skip


def degrees(rows: list[list[float]], **choices):
    systems = np.array(rows)
    return coupling_degrees(tuple("abcdef"[: systems.shape[1]]), systems, **choices)


def by_definition(formula: str, row: list[float], power: float = 2) -> float:
    with mp.workdps(50):
        u, k = [mp.mpf(x) for x in row], len(row)
        ratio = mp.fprod(u) / (mp.fsum(u) / k) ** k
        if formula != "modified":
            return float(ratio ** (mp.mpf(1) / k if formula == "standard" else power))
        pairs = list(combinations(u, 2))
        apart = mp.fsum(mp.sqrt((a - b) ** 2) for a, b in pairs) / len(pairs)
        return float(mp.sqrt((1 - apart) * (mp.fprod(u) / max(u) ** k) ** (mp.mpf(1) / (k - 1))))


@pytest.mark.parametrize("formula", ["standard", "power", "modified"])
@pytest.mark.parametrize(
    "row", [[0.2, 0.7], [0.31, 0.309], [0.5, 0.1, 0.9], [0.4, 0.3, 0.8, 1.0], [1e-9, 1.0]]
)
def test_coupling_is_its_formula(formula: str, row: list[float]) -> None:
    found = degrees([row], formula=formula)
    assert found.coupling[0] == pytest.approx(by_definition(formula, row), rel=1e-12)
    assert found.level[0] == pytest.approx(sum(row) / len(row))
    assert found.coordination[0] == pytest.approx(np.sqrt(found.coupling[0] * found.level[0]))


def test_two_systems_have_the_forms_that_papers_print() -> None:
    a, b = 0.3, 0.8
    assert degrees([[a, b]]).coupling[0] == pytest.approx(2 * (a * b) ** 0.5 / (a + b))
    modified = degrees([[b, a]], formula="modified").coupling[0]
    assert modified == pytest.approx(((1 - (b - a)) * a / b) ** 0.5)
    liao = degrees([[a, b]], formula="power", power=2.0).coupling[0]
    assert liao == pytest.approx((a * b / ((a + b) / 2) ** 2) ** 2)


def test_pairs_of_printed_values_come_from_one_pair_of_scores() -> None:
    """The two printed C of a city fix both scores; from these, both formulas must print the same again."""
    found = []
    for traditional, modified in zip(TRADITIONAL, MODIFIED, strict=True):
        root = (1 - traditional**2) ** 0.5
        ratio = (1 - root) / (1 + root)
        larger = (1 - modified**2 / ratio) / (1 - ratio)
        found.append([ratio * larger, larger])
    assert np.min(found) > 0
    assert np.max(found) < 1
    assert degrees(found).coupling.round(4).tolist() == list(TRADITIONAL)
    assert degrees(found, formula="modified").coupling.round(4).tolist() == list(MODIFIED)


@pytest.mark.parametrize(("formula", "weights"), [("standard", ()), ("modified", (0.4, 0.3, 0.3))])
def test_three_systems_have_the_degrees_that_a_package_prints(
    formula: str, weights: tuple[float, ...]
) -> None:
    found = degrees(THREE, formula=formula, weights=weights)
    three = np.column_stack([found.coupling, found.level, found.coordination])
    assert np.abs(three - PRINTED[formula]).max() <= 0.0005 + 1e-6


def test_equal_systems_are_coupled_fully() -> None:
    for formula in ("standard", "power", "modified"):
        found = degrees([[0.37, 0.37, 0.37]], formula=formula)
        assert found.coupling[0] == pytest.approx(1, abs=1e-15)
        assert found.coupling[0] <= 1
        assert found.coordination[0] == pytest.approx(0.37**0.5)


def test_weights_enter_the_level_only() -> None:
    found = degrees([[0.2, 0.6]], weights=(3.0, 1.0))
    assert found.level[0] == pytest.approx(0.3)
    assert found.coupling[0] == degrees([[0.2, 0.6]]).coupling[0]
    assert found.weights.tolist() == [0.75, 0.25]


def test_a_grade_begins_at_its_cut() -> None:
    # Equal systems have D = sqrt(u), so that squares have known grades.
    found = degrees([[d * d, d * d] for d in (0.05, 0.25, 0.5, 0.75, 1.0)])
    assert found.grade.tolist() == [0, 2, 5, 7, 9]
    assert degrees([[0.25, 0.25]], cuts=(0.3, 0.5, 0.8)).grade.tolist() == [2]


def test_values_outside_are_refused_or_left_without_a_degree() -> None:
    rows = [[0.0, 0.5], [0.4, 1.2], [0.3, 0.6], [np.nan, 0.5]]
    with pytest.raises(PaneloomError) as caught:
        degrees(rows)
    assert caught.value.slug == "coupling-outside"
    assert caught.value.details["columns"] == "a, b"
    found = degrees(rows, outside="missing")
    assert found.outside == (1, 1)
    assert found.grade.tolist() == [-1, -1, 6, -1]
    assert np.isnan(found.coordination).tolist() == [True, True, False, True]
