"""Distributions by design: series with prescribed moments, persistent noise."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pooled(values: Array) -> Array:
    """Scale values to 0..1 over all province-years."""
    low, high = values.min(), values.max()
    return np.asarray((values - low) / (high - low))


def standard(values: Array) -> Array:
    """Centre on 0 with standard deviation 1."""
    return np.asarray((values - values.mean()) / values.std(ddof=1))


def _kumaraswamy(u: Array, a: float, b: float) -> Array:
    return np.asarray(1.0 - (1.0 - u**a) ** b)


def _power_for_mean(u: Array, a: float, mean: float) -> float:
    low, high = -8.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        if _kumaraswamy(u, a, float(np.exp(middle))).mean() < mean:
            low = middle
        else:
            high = middle
    return float(np.exp((low + high) / 2))


def with_moments(values: Array, mean: float, sd: float, low: float, high: float) -> Array:
    """Bend values by a monotone map so that they have these moments.

    The map is the distribution function of Kumaraswamy on the pooled values:
    its two parameters answer for mean and standard deviation (n - 1).
    """
    u = pooled(values)
    target_mean, target_sd = (mean - low) / (high - low), sd / (high - low)
    left, right = -3.5, 3.5
    for _ in range(60):
        middle = (left + right) / 2
        a = float(np.exp(middle))
        bent = _kumaraswamy(u, a, _power_for_mean(u, a, target_mean))
        if bent.std(ddof=1) < target_sd:
            left = middle
        else:
            right = middle
    a = float(np.exp((left + right) / 2))
    bent = _kumaraswamy(u, a, _power_for_mean(u, a, target_mean))
    return np.asarray(low + (high - low) * bent)


def persistent(rng: np.random.Generator, units: int, years: int, rho: float) -> Array:
    """Draw first-order autoregressive noise of variance 1, units by years."""
    draws = rng.standard_normal((units, years))
    noise = draws.copy()
    for t in range(1, years):
        noise[:, t] = rho * noise[:, t - 1] + np.sqrt(1 - rho**2) * draws[:, t]
    return noise


def entropy_weights(scores: Array) -> Array:
    """Weight columns of scores in 0..1 by pooled entropy, 0 ln 0 = 0."""
    shares = scores / scores.sum(axis=0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    spread = 1.0 + (shares * logs).sum(axis=0) / np.log(len(scores))
    return np.asarray(spread / spread.sum())
