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

    E(y|x) is a natural cubic spline with knots at ten quantiles of x and a penalty on its second derivative
    (Wood 2017, section 5.3.1), the penalty chosen by generalised cross-validation. Paruolo, Saisana and
    Saltelli (2013) use a local linear smoother for the same purpose, Becker et al. (2017) splines as here. A
    line is the limit of a heavy penalty, so that of a linear relation the ratio is the squared correlation.
    NaN where x or y does not vary, or with fewer than four rows.
    """
    total = float(((y - y.mean()) ** 2).sum())
    knots = np.unique(np.quantile(x, np.linspace(0, 1, KNOTS))) if x.size else x
    if x.size < 4 or knots.size < 2 or total == 0:
        return float("nan")
    fitted = _fitted(x, y - y.mean(), knots)
    return min(float(((fitted - fitted.mean()) ** 2).sum()) / total, 1.0)


def _fitted(x: Floats, y: Floats, knots: Floats) -> Floats:
    """(n,) the spline's values, with the penalty of the smallest cross-validation score."""
    basis, penalty = _spline(x, knots)
    # In these coordinates the fit is y's own parts, each shrunk by 1 / (1 + lambda d) (Demmler and Reinsch).
    orthogonal, triangle = np.linalg.qr(basis)
    inverse = np.linalg.pinv(triangle)
    curvature, turn = np.linalg.eigh(inverse.T @ penalty @ inverse)
    curvature = np.maximum(curvature, 0.0)
    columns = orthogonal @ turn
    parts = columns.T @ y
    scale = curvature.max() or 1.0
    outside = max(float(y @ y - parts @ parts), 0.0)
    shrunk = 1.0 / (1.0 + GRID[:, None] * curvature / scale)
    residual = outside + ((1.0 - shrunk) ** 2 * parts**2).sum(axis=1)
    freedom = x.size - shrunk.sum(axis=1)
    score = np.where(freedom > 0, residual / np.where(freedom > 0, freedom, 1.0) ** 2, np.inf)
    # Of equal scores the smoother fit: rounding must not bend a line.
    best = int(np.flatnonzero(score <= score.min() * (1.0 + 1e-9))[-1])
    return np.asarray(columns @ (shrunk[best] * parts))


def _spline(x: Floats, knots: Floats) -> tuple[Floats, Floats]:
    """((n, K) basis, (K, K) penalty) of a natural cubic spline by its values at the knots (Wood 2017, table 5.1)."""
    step = np.diff(knots)
    count = knots.size
    differences, band = np.zeros((count - 2, count)), np.zeros((count - 2, count - 2))
    for i in range(count - 2):
        differences[i, i : i + 3] = 1 / step[i], -1 / step[i] - 1 / step[i + 1], 1 / step[i + 1]
        band[i, i] = (step[i] + step[i + 1]) / 3
        if i + 1 < count - 2:
            band[i, i + 1] = band[i + 1, i] = step[i + 1] / 6
    second = np.linalg.solve(band, differences) if count > 2 else differences
    bends = np.vstack([np.zeros(count), second, np.zeros(count)])
    at = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, count - 2)
    h, after, before = step[at], knots[at + 1] - x, x - knots[at]
    rows = np.arange(x.size)
    basis = np.zeros((x.size, count))
    basis[rows, at] = after / h
    basis[rows, at + 1] = before / h
    basis += ((after**3 / h - h * after) / 6)[:, None] * bends[at]
    basis += ((before**3 / h - h * before) / 6)[:, None] * bends[at + 1]
    return basis, differences.T @ second
