"""Is each endogenous regressor explained by instruments beyond the others? (Sanderson and Windmeijer 2016)."""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.checks.f_distribution import f_tail
from paneloom.estimate.checks.instrumented import Instrumented, is_regular

NAME, NULL = "sanderson_windmeijer", "sanderson_windmeijer_null"


def sanderson_windmeijer(model: Instrumented) -> tuple[Check, ...]:
    """The conditional F of each endogenous regressor, where there are several.

    The regressor less the others at their 2SLS coefficients (eq. 12 of the paper) is regressed on the
    instruments. 2SLS leaves L - m + 1 directions of the L instruments free: the Wald statistic is taken in
    these and divided by their number, under the covariance of the model. Under iid errors this is the F of the
    paper; with one endogenous regressor it would be the first-stage F.
    """
    if len(model.endogenous) < 2:
        return ()
    return tuple(_one(model, at) for at in range(len(model.endogenous)))


def _one(model: Instrumented, at: int) -> Check:
    about = model.endogenous[at]
    if model.reason:
        return Check(NAME, NULL, about=about, reason=model.reason)
    stage = model.first_stage
    own, others = stage[:, at], np.delete(stage, at, axis=1)
    weights = np.linalg.lstsq(others, own, rcond=None)[0]
    residuals = model.form.residuals[:, 1:]
    left = residuals[:, at] - np.delete(residuals, at, axis=1) @ weights
    free = np.linalg.svd(others)[0][:, others.shape[1] :]
    covariance = free.T @ model.scores(left[:, None]) @ free
    if not is_regular(covariance):
        return Check(NAME, NULL, about=about, reason="first_stage_singular")
    found = free.T @ own
    df = (free.shape[1], model.df)
    f = float(found @ np.linalg.solve(covariance, found)) / df[0]
    return Check(NAME, NULL, statistic=f, df=df, p=f_tail(df, f), covariance=model.kind, about=about)
