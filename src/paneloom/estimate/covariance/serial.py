"""Dependence along the calendar: which rows lie how many periods apart, and what each lag weighs.

A lag counts periods of the calendar in the frequency of the sample: a year that is missing is a gap, and the
years around it are two apart. (pyfixest, plm and linearmodels go by position, and take them for neighbours.)
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError

# Presets whose packages take floor(T^(1/4)) when lags are not given; the others have no rule, or xtscc's.
FOURTH_ROOT = ("fixest", "plm")


def periods(times: Integers) -> tuple[Integers, int]:
    """(n,) positions of ``times`` on a calendar that starts at the first, and its step.

    The step is the greatest common divisor of the distances between times: 1 for yearly data with gaps
    anywhere, 2 where every other year was surveyed, 5 for five-year averages.
    """
    start = int(times.min())
    step = int(np.gcd.reduce(np.unique(times) - start)) or 1
    return np.asarray((times - start) // step), step


def lags_of(given: int | None, preset: str, count: int, errors: str) -> tuple[int, str]:
    """How many lags to take in a sample of ``count`` periods, and the rule that said so.

    "newey-west-1994": floor(4 (T / 100)^(2/9)), as Stata's xtscc (Hoechle 2007, after Newey and West 1994);
    "fourth-root": floor(T^(1/4)), as fixest and plm.

    Raises
    ------
    PaneloomError
        ``too-few-periods`` below two periods; ``lags-too-many`` when no two periods lie that far apart.
    """
    if count < 2:
        raise PaneloomError("too-few-periods", errors=errors)
    if given is None:
        if preset in FOURTH_ROOT:
            return int(count**0.25 + 1e-9), "fourth-root"
        return min(int(4 * (count / 100) ** (2 / 9) + 1e-9), count - 1), "newey-west-1994"
    if given >= count:
        raise PaneloomError("lags-too-many", seen=given, periods=count, most=count - 1)
    return given, "given"


def lag_weights(kernel: str, lags: int) -> Floats:
    """(lags,) of lag 1 and up: 1 - l / (lags + 1) for "bartlett" (Newey and West 1987), ones for "uniform"."""
    if kernel == "uniform":
        return np.ones(lags)
    return np.asarray(1 - np.arange(1, lags + 1) / (lags + 1))


def serial_part(influence: Floats, keys: Integers, weights: Floats) -> Floats:
    """(q, q) sum over lags l of ``weights`` l times the products of rows whose keys differ by l, both ways.

    ``influence`` (n, q); ``keys`` (n,) ascending and without repetition.
    """
    part = np.zeros((influence.shape[1], influence.shape[1]))
    for lag, weight in enumerate(weights, start=1):
        at = np.minimum(np.searchsorted(keys, keys + lag), keys.size - 1)
        earlier = np.flatnonzero(keys[at] == keys + lag)
        cross = influence[at[earlier]].T @ influence[earlier]
        part += weight * (cross + cross.T)
    return part


def keys_within_units(units: Integers, positions: Integers, lags: int) -> Integers:
    """(n,) keys that lie ``lags`` or fewer apart within a unit only; rows sorted by unit and time."""
    return np.asarray(units * (int(positions.max()) + lags + 1) + positions)
