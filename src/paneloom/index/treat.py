"""Treating outliers before scaling: winsorising by rule, logarithms, Box and Cox's power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.study.index_part import Treat

# Tolerance of lambda; the likelihood is too flat at its top for more.
POWER_TOLERANCE = 1e-8


@dataclass(frozen=True, slots=True)
class Treated:
    """What was done to one column: limits, infinite for none, and Box and Cox's power, NaN for none.

    ``raised`` and ``lowered`` count the values set to the floor and to the ceiling; ``before`` and ``after`` are
    (skewness, excess kurtosis).
    """

    floor: float
    ceiling: float
    power: float
    raised: int
    lowered: int
    before: tuple[float, float]
    after: tuple[float, float]


def treatment(x: Floats, treat: Treat, name: str) -> Treated:
    """What the rule does to a column (n,), NaN for a missing value.

    Raises
    ------
    PaneloomError
        ``index-not-positive`` for a logarithm or a power of values that are not positive.
    """
    present = x[~np.isnan(x)]
    floor, ceiling, power = -np.inf, np.inf, np.nan
    if treat.rule == "winsorise":
        floor, ceiling = _winsorised(present, treat)
    elif treat.rule != "none":
        if not (present > 0).all():
            raise PaneloomError("index-not-positive", indicator=name, rule=treat.rule)
        power = 0.0 if treat.rule == "log" else _box_cox(present)
    made = np.clip(present, floor, ceiling)
    return Treated(
        floor,
        ceiling,
        power,
        raised=int((present < floor).sum()),
        lowered=int((present > ceiling).sum()),
        before=skewness_and_kurtosis(present),
        after=skewness_and_kurtosis(made if np.isnan(power) else powered(made, power)),
    )


def powered(x: Floats, power: float) -> Floats:
    """(x^power - 1) / power, the logarithm for 0; NaN where x is not positive.

    By expm1, so that a power near 0 costs no digits.
    """
    logs = np.log(np.where(x > 0, x, np.nan))
    return np.asarray(logs if power == 0 else np.expm1(power * logs) / power)


def is_skewed(x: Floats, treat: Treat) -> bool:
    """Whether |skewness| and excess kurtosis both exceed their limits (JRC and COINr's rule)."""
    skewness, kurtosis = skewness_and_kurtosis(x)
    return abs(skewness) > treat.skewness and kurtosis > treat.kurtosis


def skewness_and_kurtosis(x: Floats) -> tuple[float, float]:
    """G1 and G2 of Joanes and Gill (1998), type 2, as in Excel, SPSS and COINr; 0 where they are not defined."""
    n = x.size
    if n < 4 or x.min() == x.max():
        return 0.0, 0.0
    # A power of two changes no digit, and sums of the largest numbers are none.
    halved = np.ldexp(x, -8 - int(np.frexp(n)[1])) if np.abs(x).max() > 1e290 else x
    centred = halved - halved.mean()
    # Neither depends on the scale, and fourth powers of small or large values leave the range of numbers.
    centred = centred / np.abs(centred).max()
    square = float((centred**2).mean())
    g1 = float((centred**3).mean()) / square**1.5
    g2 = float((centred**4).mean()) / square**2 - 3.0
    skewness = g1 * np.sqrt(n * (n - 1.0)) / (n - 2.0)
    kurtosis = ((n + 1.0) * g2 + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
    return float(skewness), float(kurtosis)


def _winsorised(x: Floats, treat: Treat) -> tuple[float, float]:
    """Limits after setting one outlying value after another to the next one, on the side of the skew.

    As COINr's ``winsorise``, but that equal values count one by one: those that are more than may still be set
    stay, where COINr sets them all.
    """
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
    # A limit that equals the extreme moves nothing.
    return (
        floor if ordered.size and floor > ordered[0] else -np.inf,
        ceiling if ordered.size and ceiling < ordered[-1] else np.inf,
    )


def _box_cox(x: Floats) -> float:
    """Lambda of Box and Cox (1964) between -5 and 5 by maximum likelihood; NaN for values that are all equal."""
    from scipy.optimize import minimize_scalar
    from scipy.stats import boxcox_llf

    if not x.size or x.min() == x.max():
        return np.nan
    found = minimize_scalar(
        lambda power: -boxcox_llf(power, x),
        bounds=(-5.0, 5.0),
        method="bounded",
        options={"xatol": POWER_TOLERANCE},
    )
    return float(found.x)
