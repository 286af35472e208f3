"""Do units differ at all? The Lagrange multiplier test of Breusch and Pagan (1980)."""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.checks.hausman import not_applicable, plain
from paneloom.estimate.unit_effects.gls import columns_of
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


def breusch_pagan(panel: Panel, design: Design) -> Check:
    """chi2(1) that the variance of random unit effects is zero, from residuals e of pooled OLS.

    LM = n^2 / (2 (sum T_i^2 - n)) (1 - sum_i (sum_t e_it)^2 / sum e^2)^2 for n rows, T_i of each unit (Baltagi and
    Li 1990; in balanced panels Breusch and Pagan 1980). Two-sided, as they and plm's ``plmtest(type = "bp")`` have
    it; Stata's ``xttest0`` halves the p value. Time dummies are regressors where times are absorbed.
    """
    from scipy.special import chdtrc

    name, null = "breusch_pagan", "breusch_pagan_null"
    reason = not_applicable(panel, design)
    if reason:
        return Check(name, null, reason=reason)
    columns = columns_of(panel, plain(panel, design), with_means=False)
    rows = columns.rows
    x, y = columns.at(columns.regressors), columns.at((design.outcome,))[:, 0]
    e = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    n, squares = e.size, float((rows.counts**2).sum())
    if squares == n:
        return Check(name, null, reason="breusch_pagan_singletons")
    sums = np.add.reduceat(e, rows.starts)
    ratio = 1 - float(sums @ sums) / float(e @ e)
    statistic = n**2 / (2 * (squares - n)) * ratio**2
    return Check(name, null, statistic=statistic, df=(1,), p=float(chdtrc(1, statistic)), covariance="iid")
