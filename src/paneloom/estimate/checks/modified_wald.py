"""Do units differ in the variance of their errors? The modified Wald test (Greene 2000, p. 598; Baum 2001)."""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.solved import Solved


def modified_wald(solved: Solved) -> Check:
    """chi2(N) that all N units have one error variance, from the residuals e of the model.

    With s_i = sum_t e_it^2 / T_i, s = sum e^2 / n and V_i = sum_t (e_it^2 - s_i)^2 / (T_i (T_i - 1)) it is
    sum_i (s_i - s)^2 / V_i, which needs no normal errors. Units with one row, or with residuals all of one
    size, have no V_i: they are left out of the sum and of N, not of s, and counted in the facts. With few
    periods in many units the test rejects too often (Greene).
    """
    from scipy.special import chdtrc

    name, null = "modified_wald", "modified_wald_null"
    if solved.design.weights is not None:
        return Check(name, null, reason="unit_effects_weights")
    squares = solved.residual_rows**2
    _, at, count = np.unique(solved.rows.units, return_inverse=True, return_counts=True)
    own = np.bincount(at, weights=squares) / count
    spread = np.bincount(at, weights=(squares - own[at]) ** 2)
    # Two residuals of one unit, demeaned, are of one size whatever their variance: what is left is rounding.
    told = (count > 1) & (spread > (1e-12 * own) ** 2)
    if not told.any():
        return Check(name, null, reason="modified_wald_short")
    variance = spread[told] / (count[told] * (count[told] - 1))
    statistic = float(((own[told] - squares.mean()) ** 2 / variance).sum())
    df = int(told.sum())
    facts = (("units_left_out", str(int((~told).sum()))),)
    return Check(name, null, statistic=statistic, df=(df,), p=float(chdtrc(df, statistic)), facts=facts)
