"""Sobol indices against SALib (same points, same outcome) and against functions whose indices are known.

POINT: the same sums in another order. KNOWN: what 4096 points of a Sobol sequence leave.
"""

from pathlib import Path

import numpy as np
import pytest
from tests.reference.salib.functions import A, B, G, exchanged, g_function, ishigami, uniforms

from paneloom.algebra.record import Floats
from paneloom.index.uncertainty.sobol import base_of, sobol_indices, sobol_points

POINT = 1e-11
KNOWN = 0.01
SALIB = Path(__file__).parents[2] / "reference" / "salib" / "output" / "indices.csv"
ROWS = {
    name: np.array([float(value) for value in values])
    for name, *values in (line.split(",") for line in SALIB.read_text(encoding="utf-8").splitlines())
}
CASES = {"ishigami": (ishigami, 3, 11), "g": (g_function, 6, 12)}


def known_ishigami() -> tuple[Floats, Floats]:
    alone = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    parts = np.array([alone, A**2 / 8, 0.0])
    whole = parts.sum() + both
    return parts / whole, (parts + np.array([both, 0.0, both])) / whole


def known_g() -> tuple[Floats, Floats]:
    own = 1 / 3 / (1 + G) ** 2
    whole = np.prod(1 + own) - 1
    return own / whole, own * np.prod(1 + own) / (1 + own) / whole


def names(count: int) -> tuple[str, ...]:
    return tuple(f"x{i}" for i in range(count))


@pytest.mark.parametrize("case", CASES)
def test_indices_are_those_of_salib(case: str) -> None:
    function, width, seed = CASES[case]
    outcome = function(exchanged(uniforms(width, seed)))[..., None]
    found = sobol_indices(outcome, names(width), ("f",), resamples=2000)
    assert found.first[:, 0] == pytest.approx(ROWS[f"{case} S1"], rel=POINT, abs=POINT)
    assert found.total[:, 0] == pytest.approx(ROWS[f"{case} ST"], rel=POINT, abs=POINT)
    # Its intervals are normal ones around the index, ours percentiles: alike in width.
    for ends, key in (
        ((found.first_low, found.first_high), "S1"),
        ((found.total_low, found.total_high), "ST"),
    ):
        half = (ends[1] - ends[0])[:, 0] / 2
        assert half == pytest.approx(ROWS[f"{case} {key}_conf"], rel=0.15)


@pytest.mark.parametrize(("case", "known"), [("ishigami", known_ishigami), ("g", known_g)])
def test_indices_come_to_what_is_known(case: str, known: object) -> None:
    function, width, _ = CASES[case]
    points = sobol_points([1] * width, 4096, seed=5)
    found = sobol_indices(function(points)[..., None], names(width), ("f",))
    first, total = known()  # type: ignore[operator]
    assert found.first[:, 0] == pytest.approx(first, abs=KNOWN)
    assert found.total[:, 0] == pytest.approx(total, abs=KNOWN)
    assert ((found.first_low[:, 0] <= first + KNOWN) & (first - KNOWN <= found.first_high[:, 0])).all()
    assert ((found.total_low[:, 0] <= total + KNOWN) & (total - KNOWN <= found.total_high[:, 0])).all()
    assert found.runs == 4096 * (width + 2)


def test_columns_of_one_input_are_exchanged_as_one() -> None:
    points = sobol_points([1, 2], 1024, seed=2)
    assert points.shape == (4, 1024, 3)
    assert np.array_equal(points[2], np.column_stack([points[1][:, 0], points[0][:, 1:]]))
    assert np.array_equal(points[3], np.column_stack([points[0][:, 0], points[1][:, 1:]]))
    # Of x + y z the part of y and z together is all that x does not have: 1/12 against 7/144.
    outcome = points[..., 0] + points[..., 1] * points[..., 2]
    found = sobol_indices(outcome[..., None], ("x", "yz"), ("f",))
    assert found.first[:, 0] == pytest.approx([12 / 19, 7 / 19], abs=KNOWN)
    assert found.total[:, 0] == pytest.approx([12 / 19, 7 / 19], abs=KNOWN)


def test_an_outcome_that_does_not_vary_has_no_indices() -> None:
    points = sobol_points([1, 1], 64, seed=1)
    outcome = np.stack([points[..., 0], np.full(points.shape[:2], 0.1)], axis=2)
    found = sobol_indices(outcome, ("x", "y"), ("f", "constant"))
    assert found.variance[1] == 0.0
    assert np.isnan(found.first[:, 1]).all()
    assert np.isfinite(found.first[:, 0]).all()


def test_an_input_without_say_has_zero() -> None:
    points = sobol_points([1, 1], 256, seed=1)
    found = sobol_indices(points[..., :1], ("x", "y"), ("f",))
    assert found.first[1, 0] == 0.0
    assert found.total[1, 0] == 0.0
    assert found.total[0, 0] == pytest.approx(1.0, abs=KNOWN)


def test_the_same_seed_is_the_same_answer() -> None:
    points = [sobol_points([1, 1], 64, seed=9) for _ in range(2)]
    assert np.array_equal(points[0], points[1])
    found = [sobol_indices(one[..., :1], ("x", "y"), ("f",), seed=3) for one in points]
    assert found[0] == found[1]


@pytest.mark.parametrize(("runs", "inputs", "base"), [(10_000, 5, 1024), (64, 2, 16), (63, 2, 8), (1, 1, 1)])
def test_base_points_fit_into_the_runs(runs: int, inputs: int, base: int) -> None:
    assert base_of(runs, inputs) == base
