"""Weak instruments under any errors: the effective F of Montiel Olea and Pflueger (2013)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.check import Check
from paneloom.estimate.checks.instrumented import Instrumented

LEVEL = 0.05
# The share of the worst-case bias, and the 1 / share of weakivtest, which writes 3.33 for 10 / 3.
SHARES = (("tau_5", 20.0), ("tau_10", 10.0), ("tau_20", 5.0), ("tau_30", 3.33))
TURNS = 400
NOTHING = 1e-6
# Each grid leaves a fiftieth of the interval: six of them the last digits.
POINTS, REFINED = 101, 6


def effective_f(model: Instrumented) -> tuple[Check, ...]:
    """F = c'c / trace(W2), c the first stage on orthonormal instruments and W2 its covariance (eq. 12).

    It is compared with critical values at 5 % for a Nagar bias of 2SLS of at most 5, 10, 20 and 30 % of the
    worst case, by Patnaik's approximation (theorem 1 and section 4.1), the worst case over all coefficients as
    weakivtest maximises it. With one instrument it is the first-stage F. Two instruments under iid errors leave
    2SLS no bias of this order, and no critical values. One endogenous regressor only.
    """
    if len(model.endogenous) != 1:
        return ()
    name, null, about = "effective_f", "weak_null", model.endogenous[0]
    if model.reason:
        return (Check(name, null, about=about, reason=model.reason),)
    first = model.block(1, 1)
    stage = model.first_stage[:, 0]
    f = float(stage @ stage) / float(np.trace(first))
    worst = worst_bias(model.block(0, 0), model.block(0, 1), first)
    critical: tuple[tuple[str, float], ...] = ()
    if worst > NOTHING:
        critical = tuple((share, critical_value(first, inverse * worst)) for share, inverse in SHARES)
    facts = (("estimator", "2sls"), ("worst_bias", f"{worst:.6g}"))
    return (
        Check(name, null, statistic=f, covariance=model.kind, about=about, critical=critical, facts=facts),
    )


def critical_value(first: Floats, x: float, level: float = LEVEL) -> float:
    """The upper ``level`` quantile of F when the noncentrality is ``x``: a chi-squared variable over its K.

    Patnaik (1949): the effective degrees of freedom K match the variance 2 sum(w2) + 4 x max(w), w the
    eigenvalues of W2 over their sum.
    """
    from scipy.special import chndtrix

    shares = np.linalg.eigvalsh(first) / np.trace(first)
    degrees = 2 * (1 + 2 * x) / (2 * (shares**2).sum() + 4 * x * shares.max())
    return float(chndtrix(1 - level, degrees, degrees * x) / degrees)


def worst_bias(outcome: Floats, between: Floats, first: Floats) -> float:
    """The greatest Nagar bias of 2SLS over its benchmark, over all coefficients and directions of the first stage.

    The maximum over directions is exact, by the eigenvalues of the symmetrised S12; that over coefficients is
    taken on the circle of their angles, which has infinity in it, and refined.
    """
    scale = np.sqrt(np.trace(outcome) / np.trace(first))
    angles = (np.arange(TURNS) + 0.5) / TURNS * np.pi - np.pi / 2
    values = _biases(outcome, between, first, scale * np.tan(angles))
    at = int(values.argmax())
    width = np.pi / TURNS
    found = _highest(
        lambda angles: _biases(outcome, between, first, scale * np.tan(angles)),
        max(angles[at] - width, angles[0] - width / 2.1),
        min(angles[at] + width, angles[-1] + width / 2.1),
    )
    far = 1 - 2 * float(np.linalg.eigvalsh(first)[0]) / float(np.trace(first))
    return max(found, float(values[at]), abs(far))


def _biases(outcome: Floats, between: Floats, first: Floats, beta: Floats) -> Floats:
    """(m,) the bias at each of m coefficients; zero where nothing is left of the variance."""
    second = between - beta[:, None, None] * first
    own = np.trace(outcome) - 2 * beta * np.trace(between) + beta**2 * np.trace(first)
    values = np.linalg.eigvalsh((second + second.transpose(0, 2, 1)) / 2)
    size = np.sqrt(np.trace(first) * np.maximum(own, 0.0))
    trace = np.trace(second, axis1=1, axis2=2)
    greatest = np.maximum(np.abs(trace - 2 * values[:, 0]), np.abs(trace - 2 * values[:, -1]))
    return np.asarray(np.divide(greatest, size, out=np.zeros_like(size), where=size > 0))


def _highest(function: Callable[[Floats], Floats], low: float, high: float) -> float:
    """The maximum of a function with one peak between ``low`` and ``high``, on grids each finer than the last."""
    best = -np.inf
    for _ in range(REFINED):
        grid = np.linspace(low, high, POINTS)
        values = function(grid)
        at = int(values.argmax())
        best = max(best, float(values[at]))
        low, high = grid[max(at - 1, 0)], grid[min(at + 1, POINTS - 1)]
    return best
