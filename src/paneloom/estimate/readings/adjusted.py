"""P values of many tests together: Holm, Benjamini and Hochberg, and the step-down of Romano and Wolf."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats

SAME = 1e-12


def holm(p: Floats) -> Floats:
    """(m,) adjusted p values that control the familywise error rate (Holm 1979).

    The j-th smallest p times m - j + 1, never below the one before, never above 1.
    """
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    return _placed(np.minimum(steps, 1.0), order)


def benjamini_hochberg(p: Floats) -> Floats:
    """(m,) adjusted p values that control the false discovery rate (Benjamini and Hochberg 1995).

    The j-th smallest p times m / j, never above the one behind it, never above 1.
    """
    order = np.argsort(p, kind="stable")
    steps = (p[order] * p.size / np.arange(1, p.size + 1))[::-1]
    return _placed(np.minimum(np.minimum.accumulate(steps)[::-1], 1.0), order)


def romano_wolf(t: Floats, draws: Floats) -> Floats:
    """(m,) adjusted p values by step-down of the largest |t| (Romano and Wolf 2005; 2016, algorithm 4.2).

    ``t`` (m,) are the observed statistics, ``draws`` (B, m) those of the resamples under the null, centred at the
    estimates. The hypotheses are taken from the largest |t| down; p_j = (1 + draws whose largest |t| among this
    and those behind it reaches |t_j|) / (1 + B), never below the one before.
    """
    size = np.abs(t)
    order = np.argsort(-size, kind="stable")
    largest = np.maximum.accumulate(np.abs(draws)[:, order][:, ::-1], axis=1)[:, ::-1]
    reached = (largest >= size[order] * (1 - SAME)).sum(axis=0)
    steps = np.maximum.accumulate((1 + reached) / (1 + len(draws)))
    return _placed(steps, order)


def _placed(steps: Floats, order: np.ndarray) -> Floats:
    found = np.empty(order.size)
    found[order] = steps
    return found
