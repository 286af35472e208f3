"""Do more instruments than needed agree? Sargan (1958) under iid errors, Hansen (1982) under others."""

from __future__ import annotations

from scipy.special import chdtrc

from paneloom.errors import PaneloomError
from paneloom.estimate.check import Check
from paneloom.estimate.checks.instrumented import Instrumented
from paneloom.estimate.gmm import hansen_j
from paneloom.estimate.scores import score_kind


def overidentification(model: Instrumented) -> tuple[Check, ...]:
    """The statistic of the over-identifying restrictions, chi-squared with L - m degrees of freedom.

    Sargan's is N e'P e / e'e at the residuals of the model itself. Under other errors it is J of the two-step
    GMM estimator with weights from the residuals of 2SLS, as ivreg2 reports it beside 2SLS and LIML too; without a
    small-sample factor. Where that covariance is not positive definite J could be anything, negative too: none is
    given, and the reason is named.
    """
    solved = model.tested.solved
    null = "overidentification_null"
    kind = score_kind(solved.design.errors)
    name = "sargan" if kind == "iid" else "hansen_j"
    df = model.count - len(model.endogenous)
    if df == 0:
        return (Check(name, null, reason="just_identified"),)
    if kind is None:
        return (Check(name, null, reason="no_joint_covariance"),)
    try:
        statistic = _sargan(model) if kind == "iid" else hansen_j(solved)
    except PaneloomError as problem:
        is_indefinite = problem.slug == "gmm-weights-indefinite"
        reason = "scores_indefinite" if is_indefinite else "moments_singular"
        return (Check(name, null, reason=reason),)
    return (
        Check(name, null, statistic=statistic, df=(df,), p=float(chdtrc(df, statistic)), covariance=kind),
    )


def _sargan(model: Instrumented) -> float:
    solution = model.tested.solved.solution
    at = [solution.names.index(name) for name in model.endogenous]
    left = model.form.coefficients[:, 0] - model.first_stage @ solution.coefficients[at]
    return float(model.tested.solved.records.rows.used * (left @ left) / solution.rss)
