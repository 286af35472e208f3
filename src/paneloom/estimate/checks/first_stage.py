"""Are the instruments strong? The F statistic of the excluded instruments in a first stage."""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.checks.f_distribution import f_tail
from paneloom.estimate.estimate import Estimate

EXACT = 1e-12
SINGULAR = 1e12


def first_stage_f(first_stage: Estimate, instruments: tuple[str, ...]) -> Check:
    """Wald F that all ``instruments`` have coefficient zero, under the covariance of the first stage itself.

    With one endogenous regressor it is the Kleibergen-Paap rk Wald F when errors are clustered and the
    Cragg-Donald F when they are iid (Kleibergen and Paap 2006). A first stage that fits exactly has no F,
    nor one whose covariance is not of full rank, as with no more clusters than instruments.
    """
    name, null, about = "first_stage_f", "first_stage_f_null", first_stage.design.outcome
    if 1.0 - first_stage.r2_within < EXACT:
        return Check(name, null, about=about, reason="first_stage_exact")
    at = [first_stage.names.index(name) for name in instruments]
    b = first_stage.coefficients[at]
    covariance, errors = first_stage.covariance[np.ix_(at, at)], first_stage.errors[at]
    if not errors.all() or np.linalg.cond(covariance / np.outer(errors, errors)) > SINGULAR:
        return Check(name, null, about=about, reason="first_stage_singular")
    f = float(b @ np.linalg.solve(covariance, b)) / len(at)
    df = (len(at), first_stage.freedom.df)
    return Check(name, null, statistic=f, df=df, p=f_tail(df, f), covariance=first_stage.kind, about=about)
