"""The F distribution, chi-squared over its degrees of freedom where the denominator has infinitely many."""

from __future__ import annotations

import math


def f_tail(df: tuple[float, float], f: float) -> float:
    """The probability of more than ``f``."""
    from scipy.special import chdtrc, fdtrc

    return float(chdtrc(df[0], df[0] * f)) if math.isinf(df[1]) else float(fdtrc(*df, f))


def f_quantile(df: tuple[float, float], level: float) -> float:
    """The value below which ``level`` of the distribution lies."""
    from scipy.special import chdtri, fdtri

    return float(chdtri(df[0], 1 - level)) / df[0] if math.isinf(df[1]) else float(fdtri(*df, level))
