"""Is the model identified, and weakly so? The rank statistics of Kleibergen and Paap (2006)."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from paneloom.algebra.factor import triangle
from paneloom.algebra.record import Floats
from paneloom.estimate.check import Check
from paneloom.estimate.checks.instrumented import Instrumented, is_regular
from paneloom.estimate.scores import score_covariance


def kleibergen_paap(model: Instrumented) -> tuple[Check, ...]:
    """The rk LM statistic of under-identification and the rk Wald F, as ivreg2 and ranktest define them.

    The first-stage coefficients, scaled to canonical correlations, are tested for having rank m - 1 (eq. 12 of
    the paper with orthonormal bases of the singular vectors). The LM form takes the covariance of the scores at
    the endogenous regressors themselves, without a small-sample factor; the Wald form at the residuals of the
    first stages, and F is Wald / L over the factor that the first stages carry. With one endogenous regressor F is
    the first-stage F; under iid errors LM is that of Anderson (1951) and F that of Cragg and Donald.
    """
    lm, f = "kleibergen_paap_lm", "kleibergen_paap_f"
    null, weak = "underidentified_null", "weak_null"
    reason = model.reason or ("" if np.isfinite(model.factor) else "no_joint_covariance")
    if reason:
        return Check(lm, null, reason=reason), Check(f, weak, reason=reason)
    z, form = model.form.instruments, model.form
    at_regressors = _rank(model, score_covariance(model.tested.solved, z, form.outcomes[:, 1:]))
    at_residuals = _rank(model, model.scores(form.residuals[:, 1:]))
    df = model.count - len(model.endogenous) + 1
    checks = []
    if at_regressors is None:
        checks.append(Check(lm, null, reason="first_stage_singular"))
    else:
        p = float(chdtrc(df, at_regressors))
        checks.append(Check(lm, null, statistic=at_regressors, df=(df,), p=p, covariance=model.kind))
    if at_residuals is None:
        checks.append(Check(f, weak, reason="first_stage_singular"))
    else:
        pair = (model.count, model.df)
        checks.append(Check(f, weak, statistic=at_residuals / model.count, df=pair, covariance=model.kind))
    return tuple(checks)


def canonical(model: Instrumented) -> tuple[Floats, Floats, Floats, Floats]:
    """(L, m) first-stage coefficients scaled to canonical correlations: left vectors, values, right, the scaling."""
    stage = model.first_stage
    root = triangle(np.vstack([stage, model.form.left[:, 1:]]))
    scaling = np.linalg.inv(root)
    left, values, right = np.linalg.svd(stage @ scaling)
    return np.asarray(left), np.asarray(values), np.asarray(right.T), np.asarray(scaling)


def _rank(model: Instrumented, covariance: Floats) -> float | None:
    """The rk statistic for rank m - 1 with this covariance of the scores; None where it has no inverse."""
    left, _, right, scaling = canonical(model)
    last = len(model.endogenous) - 1
    select = np.kron((scaling @ right[:, last:]).T, left[:, last:].T)
    middle = select @ covariance @ select.T
    if not is_regular(middle):
        return None
    found = select @ model.first_stage.ravel(order="F")
    return float(found @ np.linalg.solve(middle, found))
