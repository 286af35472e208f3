"""Limited-information maximum likelihood: the k-class estimator that weak instruments bias least.

Anderson and Rubin (1949); as a k-class estimator Davidson and MacKinnon (1993, section 18.5).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.algebra.solve import Solution, k_class
from paneloom.errors import PaneloomError
from paneloom.estimate.records import Records
from paneloom.estimate.reduced_form import ReducedForm, reduced_form
from paneloom.study.designs import Design


def liml(design: Design, records: Records) -> Solution:
    """The LIML solution, with the constant of its class among the facts.

    Clustered and robust covariances take the scores of 2SLS, the regressors fitted from the instruments, with
    the inverse of the k-class, as ivreg2 and linearmodels do.

    Raises
    ------
    PaneloomError
        What ``k_class`` raises; ``perfect-fit`` when the instruments explain the outcome exactly.
    """
    swept = records.factor
    # The k-class with 1 is 2SLS: it checks the columns before anything is divided.
    start = k_class(swept, design.outcome, design.slopes, design.endogenous, design.instruments, 1.0)
    excess = excess_of(reduced_form(design, swept))
    if not np.isfinite(excess):
        raise PaneloomError("perfect-fit", outcome=design.outcome)
    solution = start
    if excess > 0:
        solution = k_class(
            swept, design.outcome, design.slopes, design.endogenous, design.instruments, 1.0 + excess
        )
    return replace(solution, facts=(("k_class", f"{1.0 + excess:.10g}"),))


def excess_of(form: ReducedForm) -> float:
    """The least eigenvalue less 1: that of inverse(V'M V) V'V, V the outcome and the endogenous regressors.

    V'V here is less the exogenous regressors, V'M V less the instruments too, so that the excess is that of
    inverse(V'M V) times the part explained; zero when there are no more instruments than endogenous regressors.
    """
    count, columns = form.coefficients.shape
    if count < columns:
        return 0.0
    if not np.diag(form.left).all():
        return float("inf")
    explained = np.linalg.solve(form.left.T, form.coefficients.T)
    return float(np.linalg.svd(explained, compute_uv=False)[-1] ** 2)
