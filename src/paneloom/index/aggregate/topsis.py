"""TOPSIS (Hwang and Yoon 1981): closeness to the best point against distance from the worst."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats


def closeness(z: Floats, weight: Floats, best: Floats, worst: Floats) -> Floats:
    """(n,) closeness of the rows of ``z`` (n, k) to ``best`` (k,) with ``weight`` (k,), (1, k) or (n, k).

    D- / (D+ + D-), where D+ and D- are the Euclidean distances of the weighted values w z from the weighted
    best and worst ones: weights enter before they are squared, as the authors have it. 1 is the best point, 0
    the worst. Where best and worst are one, nothing varies, and the score is 0, as a scaled value is that does
    not vary. A row that lacks a value has no score.
    """
    from_best = np.sqrt(((weight * (z - best)) ** 2).sum(axis=1))
    from_worst = np.sqrt(((weight * (z - worst)) ** 2).sum(axis=1))
    whole = from_best + from_worst
    score = np.divide(from_worst, whole, out=np.zeros(whole.size), where=whole > 0)
    return np.asarray(np.where(np.isnan(whole), np.nan, score))
