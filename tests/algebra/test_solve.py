"""Least squares and 2SLS from a factor against numpy and exact rational arithmetic; refusals.

TOLERANCE: well-conditioned columns of order one; both sides carry about 1e-14.
"""

from fractions import Fraction

import numpy as np
import pytest

from paneloom.algebra.factor import Factor, factor, triangle
from paneloom.algebra.record import Floats
from paneloom.algebra.solve import SQUARED_CONDITION_LIMIT, least_squares, two_stage
from paneloom.errors import PaneloomError

TOLERANCE = 1e-12


def columns(seed: int, n: int = 40) -> tuple[Floats, Floats]:
    """y, x1, x2, z1, z2, z3 and weights."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n, 6))
    values[:, 1] += values[:, 3] + 0.5 * values[:, 4] + 0.7 * values[:, 0]
    return values, rng.uniform(0.5, 2.0, size=n)


def made(values: Floats, weights: Floats) -> Factor:
    return factor(("y", "x1", "x2", "z1", "z2", "z3"), values, weights)


def test_ols_equals_lstsq() -> None:
    values, weights = columns(1)
    root = np.sqrt(weights)
    x, y = values[:, 1:3] * root[:, None], values[:, 0] * root
    solution = least_squares(made(values, weights), "y", ("x1", "x2"))
    b, rss, *_ = np.linalg.lstsq(x, y, rcond=None)
    assert np.allclose(solution.coefficients, b, rtol=TOLERANCE)
    assert np.allclose(solution.inverse, np.linalg.inv(x.T @ x), rtol=TOLERANCE)
    assert solution.rss == pytest.approx(rss[0], rel=TOLERANCE)
    assert solution.tss == pytest.approx(y @ y, rel=TOLERANCE)
    scaled = x / np.sqrt((x**2).sum(axis=0))
    assert solution.condition == pytest.approx(np.linalg.cond(scaled), rel=1e-9)


@pytest.mark.parametrize("gap", [1.0, 1e-3])
@pytest.mark.parametrize("noise", [10.0, 1e-2])
def test_the_digits_said_are_those_that_rounding_of_the_columns_would_leave(gap: float, noise: float) -> None:
    rng = np.random.default_rng(12)
    x = rng.normal(size=(40, 2)) @ np.array([[1.0, 1.0], [0.0, gap]])
    values = np.column_stack([x @ [2.0, -3.0] + noise * rng.normal(size=40), x])
    names = ("y", "x1", "x2")
    solution = least_squares(factor(names, values, np.ones(40)), "y", names[1:])
    step, moved = 1e-9, []
    for _ in range(200):
        push = rng.normal(size=values.shape)
        push *= step * np.sqrt((values**2).sum(axis=0) / (push**2).sum(axis=0))
        b = least_squares(factor(names, values + push, np.ones(40)), "y", names[1:]).coefficients
        moved.append(np.abs(b / solution.coefficients - 1).max())
    bound = 10**-solution.digits / 2.0**-53 * step
    # Random pushes never pass the bound of the worst one, and come within a factor of some dozens.
    assert bound / 50 < max(moved) < 1.01 * bound


def test_2sls_equals_projection() -> None:
    values, weights = columns(2)
    root = np.sqrt(weights)[:, None]
    y, x, z = values[:, [0]] * root, values[:, 1:3] * root, values[:, 2:] * root
    xhat = z @ np.linalg.lstsq(z, x, rcond=None)[0]
    b = np.linalg.solve(xhat.T @ x, xhat.T @ y)[:, 0]
    solution = two_stage(made(values, weights), "y", ("x1", "x2"), ("x1",), ("z1", "z2", "z3"))
    assert np.allclose(solution.coefficients, b, rtol=TOLERANCE)
    assert np.allclose(solution.inverse, np.linalg.inv(xhat.T @ xhat), rtol=1e-11)
    assert solution.rss == pytest.approx(float(((y[:, 0] - x @ b) ** 2).sum()), rel=TOLERANCE)
    assert np.array_equal(solution.fitted[:, 1], np.eye(6)[:, 2]), "an exogenous regressor stands for itself"


def test_ols_equals_rational_arithmetic() -> None:
    rng = np.random.default_rng(3)
    numbers = rng.integers(-9, 10, size=(12, 3))
    y, x = [Fraction(int(v)) for v in numbers[:, 0]], numbers[:, 1:]
    a, b, d = (
        sum(Fraction(int(p * q)) for p, q in zip(x[:, i], x[:, j], strict=True))
        for i, j in ((0, 0), (0, 1), (1, 1))
    )
    g, h = (sum(int(v) * t for v, t in zip(x[:, i], y, strict=True)) for i in (0, 1))
    determinant = a * d - b * b
    exact = ((d * g - b * h) / determinant, (a * h - b * g) / determinant)
    rss = sum((t - int(p) * exact[0] - int(q) * exact[1]) ** 2 for t, (p, q) in zip(y, x, strict=True))
    solution = least_squares(factor(("y", "p", "q"), numbers.astype(float), np.ones(12)), "y", ("p", "q"))
    assert solution.coefficients == pytest.approx([float(value) for value in exact], rel=1e-14)
    assert solution.inverse[0, 1] == pytest.approx(float(-b / determinant), rel=1e-14)
    assert solution.rss == pytest.approx(float(rss), rel=1e-14)


def test_a_model_without_regressors_has_the_outcome_as_residual() -> None:
    values, weights = columns(4)
    solution = least_squares(made(values, weights), "y", ())
    assert solution.rss == solution.tss == pytest.approx(float(weights @ values[:, 0] ** 2), rel=TOLERANCE)
    assert solution.coefficients.size == 0
    assert solution.condition == 1.0


@pytest.mark.parametrize("gap", [0.0, 1e-12])
def test_a_collinear_column_is_named_with_its_company(gap: float) -> None:
    values, weights = columns(5)
    values[:, 4] = 2 * values[:, 1] - values[:, 3] + gap * values[:, 4]
    with pytest.raises(PaneloomError) as caught:
        least_squares(made(values, weights), "y", ("x2", "x1", "z1", "z2"))
    assert (caught.value.slug, caught.value.details) == ("collinear", {"column": "z2", "others": "x1, z1"})


def test_a_column_without_variation_is_named() -> None:
    values, weights = columns(6)
    values[:, 2] = 0.0
    with pytest.raises(PaneloomError) as caught:
        least_squares(made(values, weights), "y", ("x1", "x2"))
    assert (caught.value.slug, caught.value.details) == ("no-variation", {"columns": "x2"})


def test_too_few_instruments_do_not_identify() -> None:
    values, weights = columns(7)
    with pytest.raises(PaneloomError) as caught:
        two_stage(made(values, weights), "y", ("x1", "x2"), ("x1", "x2"), ("z1",))
    assert (caught.value.slug, caught.value.details) == ("not-identified", {"column": "x2"})


@pytest.mark.parametrize("seed", range(5))
def test_instruments_unrelated_to_the_regressor_do_not_identify(seed: int) -> None:
    # Orthogonal columns: the first stage is rounding noise, which must not be taken for a regressor.
    values, _ = np.linalg.qr(columns(seed)[0])
    with pytest.raises(PaneloomError) as caught:
        two_stage(made(values, np.ones(40)), "y", ("x1", "x2"), ("x1",), ("z1",))
    assert (caught.value.slug, caught.value.details) == ("not-identified", {"column": "x1"})
    assert "x1" in caught.value.text("zh")


def test_fewer_rows_than_columns_is_collinear() -> None:
    values, weights = columns(8, n=2)
    with pytest.raises(PaneloomError) as caught:
        least_squares(made(values, weights), "y", ("x1", "x2", "z1"))
    assert caught.value.slug == "collinear"


def test_a_condition_above_the_limit_is_refused() -> None:
    # A column of the kind that passes the test of collinearity one at a time: a chain of near relations.
    n = 60
    upper = np.eye(n) - np.triu(np.ones((n, n)), 1)
    y = np.ones((n, 1))
    names = tuple(f"x{i}" for i in range(n))
    chain = factor((*names, "y"), np.hstack([upper / np.sqrt((upper**2).sum(axis=0)), y]), np.ones(n))
    with pytest.raises(PaneloomError) as caught:
        least_squares(chain, "y", names)
    assert caught.value.slug == "ill-conditioned"


def test_a_squared_factor_is_trusted_only_up_to_its_limit() -> None:
    values, weights = columns(9)
    whole = made(values, weights)
    squared = Factor(whole.names, whole.n, whole.weight, whole.upper, squared=True)
    plain, half = (least_squares(f, "y", ("x1", "x2")) for f in (whole, squared))
    assert np.array_equal(plain.coefficients, half.coefficients)
    assert half.digits == pytest.approx(plain.digits - np.log10(plain.condition), abs=1e-9)
    values[:, 2] = values[:, 1] + values[:, 2] / SQUARED_CONDITION_LIMIT
    near = made(values, weights)
    least_squares(near, "y", ("x1", "x2"))
    with pytest.raises(PaneloomError) as caught:
        least_squares(Factor(near.names, near.n, near.weight, near.upper, squared=True), "y", ("x1", "x2"))
    assert caught.value.slug == "ill-conditioned"


def test_factors_add_select_sweep_and_combine() -> None:
    values, weights = columns(10)
    whole = made(values, weights)
    parts = made(values[:13], weights[:13]) + made(values[13:], weights[13:])
    assert (parts.n, parts.names) == (whole.n, whole.names)
    assert np.allclose(parts.upper, whole.upper, atol=TOLERANCE)
    rows = values * np.sqrt(weights)[:, None]
    assert np.allclose(whole.select(("z1", "y")).upper, triangle(rows[:, [3, 0]]), atol=TOLERANCE)
    d = rows[:, [1, 2]]
    others = rows[:, [0, 3, 4, 5]]
    left = others - d @ np.linalg.lstsq(d, others, rcond=None)[0]
    assert np.allclose(whole.sweep(("x1", "x2")).upper, triangle(left), atol=TOLERANCE)
    mix = np.random.default_rng(0).normal(size=(6, 3))
    assert np.allclose(whole.combine(("a", "b", "c"), mix).upper, triangle(rows @ mix), atol=TOLERANCE)
    assert np.allclose(whole.norms, np.sqrt((rows**2).sum(axis=0)), rtol=TOLERANCE)
    assert (np.diag(whole.upper) >= 0).all()


def test_the_triangle_of_nothing_is_zero() -> None:
    assert np.array_equal(triangle(np.zeros((0, 2))), np.zeros((2, 2)))
    assert triangle(np.zeros((3, 0))).shape == (0, 0)
    assert np.array_equal(triangle(np.array([[3.0, 1.0]])), np.array([[3.0, 1.0], [0.0, 0.0]]))


def test_records_of_different_columns_do_not_add() -> None:
    values, weights = columns(11)
    with pytest.raises(ValueError, match="different columns"):
        made(values, weights) + factor(("a",), values[:, :1], weights)
