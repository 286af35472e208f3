"""Effective weights against the same numbers made row by row: 1e-12."""

from typing import Any

import numpy as np
import pytest
from scipy.interpolate import CubicSpline
from tests.index.reading.panels import made

from paneloom.algebra.record import Floats
from paneloom.index.reading.contribution import contributions
from paneloom.index.reading.correlation_ratio import GRID, correlation_ratio
from paneloom.index.reading.effective import effective_weights


@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"levels": "nested", "method": "critic"},
        {"levels": "nested", "rescale": True},
        {"scale": "z", "method": "equal"},
        {"bounds": (0.1, 0.9), "clip": True},
        {"pool": "year"},
        {"missing": "present"},
        {"aggregation": "geometric", "range": (0.01, 1.0)},
    ],
)
def test_shares_of_variance_are_those_of_the_contributions_of_each_row(recipe: dict[str, Any]) -> None:
    panel = made(6, units=40, gaps=5, within="xxyy", **recipe)
    found = effective_weights(panel.index, *panel.rows)
    parts = contributions(panel.index, *panel.rows)
    whole = ~np.isnan(panel.values).any(axis=1)
    score = parts.score[whole]
    for own, columns in ((found.indicators, parts.values), (found.dimensions, parts.by_dimension)):
        expected = [np.cov(column, score)[0, 1] / np.var(score, ddof=1) for column in columns[whole].T]
        assert own.variance_share == pytest.approx(expected, abs=1e-12)
        assert own.n == whole.sum()


@pytest.mark.parametrize("n", [20, 60, 700, 5000])
@pytest.mark.parametrize("kind", ["skewed", "many zeros", "far from 0", "heavy tail"])
def test_triangles_of_intervals_are_the_spline_row_by_row(kind: str, n: int) -> None:
    draws = np.random.default_rng(n)
    x = draws.gamma(2.0, 1.0, n)
    if kind == "many zeros":
        x[: n // 3] = 0.0
    elif kind == "far from 0":
        x += 1e4
    elif kind == "heavy tail":
        x = np.exp(2 * x)
    y = np.sin(x.argsort().argsort() * 5 / n) + draws.normal(scale=0.2, size=n)
    assert correlation_ratio(x, y) == pytest.approx(_by_rows(x, y), abs=1e-12)


def _by_rows(x: Floats, y: Floats) -> float:
    """The fit from its basis at every row, a spline of SciPy for each knot."""
    knots = np.unique(np.quantile(x, np.linspace(0, 1, 10)))
    splines = CubicSpline(knots, np.eye(knots.size), bc_type="natural")
    bends, step = splines(knots, 2), np.diff(knots)[:, None, None]
    # The second derivative is a line between knots, so that Simpson's rule is exact for products of two.
    one, two = bends[:-1], bends[1:]
    middle = (one + two) / 2
    squares = [part[:, :, None] * part[:, None, :] for part in (one, middle, two)]
    penalty = (step * (squares[0] + 4 * squares[1] + squares[2]) / 6).sum(axis=0)
    orthogonal, triangle = np.linalg.qr(splines(x))
    inverse = np.linalg.inv(triangle)
    curvature, turn = np.linalg.eigh(inverse.T @ penalty @ inverse)
    curvature[:2] = 0.0
    columns, centred = orthogonal @ turn, y - y.mean()
    parts = columns.T @ centred
    shrunk = 1 / (1 + GRID[:, None] * curvature / curvature.max())
    squares_left = [((centred - columns @ (one * parts)) ** 2).sum() for one in shrunk]
    score = np.array(squares_left) / (x.size - shrunk.sum(axis=1)) ** 2
    best = np.flatnonzero(score <= score.min() * (1 + 1e-9))[-1]
    return float((columns @ (shrunk[best] * parts)).var() / y.var())


def test_where_a_line_is_best_the_ratio_is_the_squared_correlation() -> None:
    draws = np.random.default_rng(8)
    lines = 0
    for _ in range(20):
        x = draws.normal(size=40)
        y = x + draws.normal(scale=0.3, size=40)
        gap = correlation_ratio(x, y) - np.corrcoef(x, y)[0, 1] ** 2
        lines += abs(gap) < 1e-4
        assert gap > -1e-12
    assert lines > 5


@pytest.mark.parametrize("levels", [2, 3, 5, 9])
@pytest.mark.parametrize("n", [12, 30, 300])
def test_of_few_values_no_curve_explains_more_than_their_means(n: int, levels: int) -> None:
    draws = np.random.default_rng(100 * n + levels)
    for _ in range(10):
        x, y = draws.integers(0, levels, n).astype(float), draws.normal(size=n)
        means = {value: y[x == value].mean() for value in x}
        most = np.var([means[value] for value in x]) / y.var()
        found = correlation_ratio(x, y)
        assert found <= most + 1e-12
        assert found >= np.corrcoef(x, y)[0, 1] ** 2 - 1e-12
        if len(means) == 2:
            assert found == pytest.approx(most, abs=1e-12)


def test_values_that_rounding_parts_are_one() -> None:
    draws = np.random.default_rng(9)
    x, y = draws.integers(0, 4, 60) * 0.1, draws.normal(size=60)
    noisy = np.where(draws.random(60) < 0.5, x, x * (1 + 1e-16) + 1e-17)
    assert correlation_ratio(noisy, y) == pytest.approx(correlation_ratio(x, y), abs=1e-12)
