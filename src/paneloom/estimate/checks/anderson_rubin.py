"""A test and a confidence set that weak instruments cannot harm: Anderson and Rubin (1949)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.check import Check
from paneloom.estimate.checks.f_distribution import f_quantile, f_tail
from paneloom.estimate.checks.instrumented import Instrumented, is_regular

LEVEL = 0.95
# An eigenvalue whose imaginary part is below this share of its size is a real root with rounding.
REAL = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Quadratic:
    """The reduced forms of y - b x for b = ``centre`` + t ``scale``, as polynomials in t.

    Coefficients ``level`` + t ``slope`` (L,) on the instruments; covariance ``square`` t2 + ``linear`` t +
    ``constant`` (L, L), which is positive for every t.
    """

    centre: float
    scale: float
    level: Floats
    slope: Floats
    constant: Floats
    linear: Floats
    square: Floats

    def f(self, t: float) -> float:
        """The statistic at t, infinite ends included."""
        if np.isinf(t):
            found, covariance = self.slope, self.square
        else:
            found = self.level + t * self.slope
            covariance = self.constant + t * self.linear + t**2 * self.square
        return float(found @ np.linalg.solve(covariance, found)) / found.size


def anderson_rubin(model: Instrumented) -> tuple[Check, ...]:
    """The test that the endogenous regressor has coefficient zero, and the set of those not rejected at 5 %.

    For a coefficient b the instruments must not explain y - b x: F is their Wald statistic over L in that
    regression, under the covariance of the model with the factor and the degrees of freedom of the first stage, in
    which absorbed effects are counted. The set may be an interval, two rays, the whole line, or empty (then no
    coefficient agrees with all instruments). One endogenous regressor only.
    """
    if len(model.endogenous) != 1:
        return ()
    name, null, about = "anderson_rubin", "anderson_rubin_null", model.endogenous[0]
    if model.reason:
        return (Check(name, null, about=about, reason=model.reason),)
    if not is_regular(model.block(0, 0)):
        return (Check(name, null, about=about, reason="first_stage_singular"),)
    df = (model.count, model.df)
    path = _path(model)
    if not is_regular(path.constant):
        return (Check(name, null, about=about, reason="scores_indefinite"),)
    f = path.f(-path.centre / path.scale)
    region = region_of(path, f_quantile(df, LEVEL))
    return (
        Check(
            name, null, statistic=f, df=df, p=f_tail(df, f), covariance=model.kind, about=about,
            region=region, facts=(("level", f"{LEVEL:g}"),),
        ),
    )  # fmt: skip


def _path(model: Instrumented) -> Quadratic:
    """The polynomials around the 2SLS coefficient, in its own standard error."""
    outcome, regressor = model.form.coefficients.T
    own, between, first = model.block(0, 0), model.block(0, 1), model.block(1, 1)
    between = between + between.T
    length = float(regressor @ regressor)
    centre = float(regressor @ outcome) / length
    constant = own - centre * between + centre**2 * first
    scale = float(np.sqrt(regressor @ constant @ regressor)) / length
    return Quadratic(
        centre=centre,
        scale=scale,
        level=outcome - centre * regressor,
        slope=-scale * regressor,
        constant=constant,
        linear=scale * (2 * centre * first - between),
        square=scale**2 * first,
    )


def region_of(path: Quadratic, critical: float) -> tuple[tuple[float, float], ...]:
    """The coefficients at which F is at most ``critical``: ordered intervals, with infinite ends, or none.

    The ends are exact: F = critical where det [L critical V(t), g(t); g(t)', 1] = 0, a polynomial whose roots are
    the eigenvalues of its companion pencil.
    """
    roots = _roots(path, critical)
    ends = (-np.inf, *roots, np.inf)
    inside = [path.f(_between(low, high)) <= critical for low, high in pairwise(ends)]
    kept: list[tuple[float, float]] = []
    for (low, high), keep in zip(pairwise(ends), inside, strict=True):
        if not keep:
            continue
        # An end that lies inside, where F only touches its bound, is none.
        start = kept.pop()[0] if kept and kept[-1][1] == low else low
        kept.append((start, high))
    return tuple((path.centre + low * path.scale, path.centre + high * path.scale) for low, high in kept)


def _between(low: float, high: float) -> float:
    if np.isinf(low) and np.isinf(high):
        return 0.0
    if np.isinf(low):
        return high - 1.0 - abs(high)
    return low + 1.0 + abs(low) if np.isinf(high) else (low + high) / 2


def _roots(path: Quadratic, critical: float) -> tuple[float, ...]:
    """Where F passes through ``critical``, sorted."""
    from scipy.linalg import eigvals

    size = path.level.size
    bound = size * critical
    # Whitening by the covariance at the centre keeps the pencil well scaled, whatever the units.
    half = np.linalg.cholesky(path.constant)
    linear, square = (
        np.linalg.solve(half, np.linalg.solve(half, part).T) for part in (path.linear, path.square)
    )
    level, slope = np.linalg.solve(half, path.level), np.linalg.solve(half, path.slope)
    zero = np.zeros((size + 1, size + 1))
    constant, first, second = zero.copy(), zero.copy(), zero.copy()
    constant[:size, :size], constant[size, size] = bound * np.eye(size), 1.0
    constant[:size, size] = constant[size, :size] = level
    first[:size, :size] = bound * linear
    first[:size, size] = first[size, :size] = slope
    second[:size, :size] = bound * square
    eye = np.eye(size + 1)
    pencil = np.block([[zero, eye], [-constant, -first]]), np.block([[eye, zero], [zero, second]])
    above, below = eigvals(*pencil, homogeneous_eigvals=True)
    finite = np.abs(below) > 1e-12 * np.abs(above)
    found = above[finite] / below[finite]
    real = np.abs(found.imag) <= REAL * (1 + np.abs(found.real))
    return tuple(np.unique(found[real].real).tolist())
