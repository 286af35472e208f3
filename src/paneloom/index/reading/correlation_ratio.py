"""The correlation ratio V(E(y|x)) / V(y), E(y|x) a penalised cubic spline."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats

# Knots of the spline, at quantiles of x; the penalty decides how much of them is used.
KNOTS = 10
# Smoothing parameters tried, relative to the scale of the penalty.
GRID = np.logspace(-6, 8, 1401)


def correlation_ratio(x: Floats, y: Floats) -> float:
    """The share of the variance of ``y`` (n,) that its mean given ``x`` (n,) has (Pearson 1905).

    E(y|x) is a natural cubic spline with knots at ten quantiles of x, or at each of its values where they are at
    most ten, and a penalty on its second derivative (Wood 2017, section 5.3.1), the penalty chosen by generalised
    cross-validation. Paruolo, Saisana and Saltelli (2013) propose the ratio as the importance of an indicator;
    Becker et al. (2017) estimate it by Gaussian processes. A line is the limit of a heavy penalty, so that of a
    linear relation the ratio is the squared correlation. NaN where x or y does not vary, or with fewer than
    four rows.
    """
    if x.size < 4:
        return float("nan")
    order = np.argsort(x)
    x, y = x[order], y[order] - y.mean()
    knots, total = _knots(x), float(y @ y)
    if knots.size < 2 or total == 0:
        return float("nan")
    pieces, penalty = _spline(knots)
    triangle, projection, outside = _reduced(x, y, knots, pieces)
    fitted = _fitted(triangle, projection, penalty, outside, x.size)
    # The basis adds up to 1, so that 1'Q is the row sums of the triangle.
    mean = float(triangle.sum(axis=1) @ fitted) / x.size
    return min((float(fitted @ fitted) - x.size * mean**2) / total, 1.0)


def _knots(x: Floats) -> Floats:
    """(K,) ten quantiles of sorted ``x``; of few values, all of them, since no other point has data to hold it."""
    # Values that only rounding parts are one.
    apart = np.diff(x) > 8 * np.spacing(np.abs(x).max())
    distinct = x[np.append(True, apart)]
    return distinct if distinct.size <= KNOTS else np.unique(np.quantile(x, np.linspace(0, 1, KNOTS)))


def _reduced(x: Floats, y: Floats, knots: Floats, pieces: Floats) -> tuple[Floats, Floats, float]:
    """((K, K) R, (K,) Q'y, squares of y that B leaves) of the basis B = QR at sorted ``x``.

    Within an interval the basis is a cubic of K columns: the rows there come to a triangle of their four powers
    and y, and the triangles of all intervals, stacked, to that of the whole (Golub and Van Loan 2013, 5.2).
    """
    ends, count = np.searchsorted(x, knots), knots.size
    ends[-1] = x.size
    blocks = []
    for i in range(count - 1):
        rows = slice(ends[i], ends[i + 1])
        u = (x[rows] - knots[i]) / (knots[i + 1] - knots[i])
        square = u * u
        own = _triangle(np.stack([np.ones(u.size), u, square, u * square, y[rows]]).T)
        blocks.append(np.column_stack([own[:, :4] @ pieces[i], own[:, 4]]))
    whole = _triangle(np.vstack(blocks))
    return whole[:count, :count], whole[:count, count], float((whole[count:, count] ** 2).sum())


def _triangle(columns: Floats) -> Floats:
    return np.asarray(np.linalg.qr(columns, mode="r"))


def _fitted(triangle: Floats, projection: Floats, penalty: Floats, outside: float, n: int) -> Floats:
    """(K,) the spline in the coordinates Q, with the penalty of the smallest cross-validation score."""
    inverse = np.linalg.pinv(triangle)
    # In these coordinates the fit is y's own parts, each shrunk by 1 / (1 + lambda d) (Demmler and Reinsch).
    curvature, turn = np.linalg.eigh(inverse.T @ penalty @ inverse)
    curvature = np.maximum(curvature, 0.0)
    # A constant and a line do not bend; rounding would shrink them where the penalty is heavy.
    curvature[:2] = 0.0
    parts = turn.T @ projection
    shrunk = 1.0 / (1.0 + GRID[:, None] * curvature / (curvature.max() or 1.0))
    residual = outside + ((1.0 - shrunk) ** 2 * parts**2).sum(axis=1)
    freedom = n - shrunk.sum(axis=1)
    score = np.where(freedom > 0, residual / np.where(freedom > 0, freedom, 1.0) ** 2, np.inf)
    # Of equal scores the smoother fit: rounding must not bend a line.
    best = int(np.flatnonzero(score <= score.min() * (1.0 + 1e-9))[-1])
    return np.asarray(turn @ (shrunk[best] * parts))


def _spline(knots: Floats) -> tuple[Floats, Floats]:
    """((K - 1, 4, K) powers, (K, K) penalty) of a natural cubic spline by its values at the knots.

    ``powers[i, p]`` are the coefficients of u^p in interval i, u from 0 to 1 (Wood 2017, table 5.1).
    """
    step, count = np.diff(knots), knots.size
    differences, band = np.zeros((count - 2, count)), np.zeros((count - 2, count - 2))
    for i in range(count - 2):
        differences[i, i : i + 3] = 1 / step[i], -1 / step[i] - 1 / step[i + 1], 1 / step[i + 1]
        band[i, i] = (step[i] + step[i + 1]) / 3
        if i + 1 < count - 2:
            band[i, i + 1] = band[i + 1, i] = step[i + 1] / 6
    second = np.linalg.solve(band, differences) if count > 2 else differences
    bends = np.vstack([np.zeros(count), second, np.zeros(count)])
    left, right = bends[:-1] * step[:, None] ** 2 / 6, bends[1:] * step[:, None] ** 2 / 6
    value = np.eye(count)
    powers = [value[:-1], np.diff(value, axis=0) - 2 * left - right, 3 * left, right - left]
    return np.stack(powers, axis=1), differences.T @ second
