"""Are the instruments strong? The F statistic of the excluded instruments in a first stage."""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.estimate import Estimate


def first_stage_f(first_stage: Estimate, instruments: tuple[str, ...]) -> Check:
    """Wald F that all ``instruments`` have coefficient zero, under the covariance of the first stage itself.

    With one endogenous regressor it is the Kleibergen-Paap rk Wald F when errors are clustered and the
    Cragg-Donald F when they are iid (Kleibergen and Paap 2006).
    """
    from scipy.special import fdtrc

    at = [first_stage.names.index(name) for name in instruments]
    b = first_stage.coefficients[at]
    f = float(b @ np.linalg.solve(first_stage.covariance[np.ix_(at, at)], b)) / len(at)
    df = (len(at), first_stage.freedom.df)
    return Check(
        name="first_stage_f",
        null="first_stage_f_null",
        statistic=f,
        df=df,
        p=float(fdtrc(*df, f)),
        covariance=first_stage.kind,
        about=first_stage.design.outcome,
    )
