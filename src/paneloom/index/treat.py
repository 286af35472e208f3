"""Treating outliers before scaling: winsorising by rule, logarithms, Box and Cox's power."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.study.index_part import Treat

Treatment = tuple[float, float, float]


def treatment(x: Floats, treat: Treat, name: str) -> Treatment:
    """The floor, ceiling and power of a column (n,), NaN for a missing value; infinite and NaN for none.

    Raises
    ------
    PaneloomError
        ``index-not-positive`` for a logarithm or a power of values that are not positive.
    """
    present = x[~np.isnan(x)]
    if treat.rule == "winsorise":
        return (*_winsorised(present, treat), np.nan)
    if treat.rule != "none" and not (present > 0).all():
        raise PaneloomError("index-not-positive", indicator=name, rule=treat.rule)
    if treat.rule == "log":
        return -np.inf, np.inf, 0.0
    return -np.inf, np.inf, _box_cox(present) if treat.rule == "box-cox" else np.nan


def is_skewed(x: Floats, treat: Treat) -> bool:
    """Whether |skewness| and excess kurtosis both exceed their limits (JRC and COINr's rule)."""
    skewness, kurtosis = skewness_and_kurtosis(x)
    return abs(skewness) > treat.skewness and kurtosis > treat.kurtosis


def skewness_and_kurtosis(x: Floats) -> tuple[float, float]:
    """G1 and G2 of Joanes and Gill (1998), type 2, as in Excel, SPSS and COINr; 0 where they are not defined."""
    n = x.size
    centred = x - x.mean() if n else x
    square = float((centred**2).mean()) if n else 0.0
    if n < 4 or square == 0:
        return 0.0, 0.0
    g1 = float((centred**3).mean()) / square**1.5
    g2 = float((centred**4).mean()) / square**2 - 3.0
    skewness = g1 * np.sqrt(n * (n - 1.0)) / (n - 2.0)
    kurtosis = ((n + 1.0) * g2 + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
    return float(skewness), float(kurtosis)


def _winsorised(x: Floats, treat: Treat) -> tuple[float, float]:
    """Limits after setting one outlying value after another to the next one, on the side of the skew."""
    floor, ceiling = -np.inf, np.inf
    ordered = np.sort(x)
    low, high = 0, ordered.size - 1
    for _ in range(min(treat.points, ordered.size - 2)):
        clipped = np.clip(ordered, floor, ceiling)
        if not is_skewed(clipped, treat):
            break
        if skewness_and_kurtosis(clipped)[0] > 0:
            high -= 1
            ceiling = float(ordered[high])
        else:
            low += 1
            floor = float(ordered[low])
    return floor, ceiling


def _box_cox(x: Floats) -> float:
    """Lambda of Box and Cox (1964) between -5 and 5 by maximum likelihood; 0 where it is the logarithm."""
    from scipy.optimize import minimize_scalar
    from scipy.stats import boxcox_llf

    found = minimize_scalar(lambda power: -boxcox_llf(power, x), bounds=(-5.0, 5.0), method="bounded")
    return float(found.x)
