"""Weak instruments under iid errors: Cragg and Donald (1993), critical values of Stock and Yogo (2005)."""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.checks.instrumented import Instrumented
from paneloom.estimate.checks.kleibergen_paap import canonical
from paneloom.estimate.checks.stock_yogo import stock_yogo


def cragg_donald(model: Instrumented) -> tuple[Check, ...]:
    """The least eigenvalue of the first stages as an F: (N - K) / L r2 / (1 - r2), r the least canonical correlation.

    K is counted as in the first stages, as ivreg2 counts it. The critical values were made for iid errors,
    and for the estimator of the model; GMM has none of its own and is given those of 2SLS.
    """
    name, null = "cragg_donald_f", "weak_null"
    if model.reason == "first_stage_exact":
        return (Check(name, null, reason=model.reason),)
    freedom = model.stage.freedom
    df = (model.count, freedom.rows - freedom.parameters)
    if df[1] <= 0:
        return (Check(name, null, reason="no_rows_left"),)
    least = float(canonical(model)[1][-1])
    # 1 - r2 from the residuals would keep more digits only where instruments are all but perfect.
    f = df[1] / df[0] * least**2 / max(1.0 - least**2, np.finfo(float).eps)
    critical = stock_yogo(model.tested.made.method, len(model.endogenous), model.count)
    return (Check(name, null, statistic=f, df=df, covariance="iid", critical=critical),)
