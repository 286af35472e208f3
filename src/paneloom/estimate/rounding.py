"""Standard errors of which nothing but rounding is left, as for a regressor that varies within a single cluster."""

from __future__ import annotations

from math import nan, sqrt

from paneloom.estimate.estimate import Estimate

# Clustered variances are known to about 1e-16 of what independent errors would give, their roots to 1e-8.
ROUNDING = 1e-6


def slope_error(fit: Estimate, name: str) -> float:
    """The error of a slope; NaN where only rounding is left of it.

    The bound from below is the error under independent errors: t is then at most sqrt(df TSS / RSS), both sums
    within, since no regressor fits more than the whole outcome.
    """
    at = fit.names.index(name)
    least = abs(float(fit.coefficients[at])) * sqrt(max(1 - fit.r2_within, 0.0) / fit.freedom.residual)
    return _unless_rounding(float(fit.errors[at]), least)


def constant_error(fit: Estimate) -> float:
    """The error of the constant, by the same rule; the bound is the error of a mean."""
    least = fit.sigma / sqrt(fit.rows.used) if fit.design.weights is None else 0.0
    return _unless_rounding(fit.constant_error, least)


def _unless_rounding(error: float, least: float) -> float:
    return error if error > ROUNDING * least else nan
