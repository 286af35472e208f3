"""From a solved model to an estimate: the covariance its design asks for, and everything printed beside it."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import frozen
from paneloom.estimate.covariance.methods import METHODS
from paneloom.estimate.estimate import Estimate, Method
from paneloom.estimate.solved import Solved


def made_of(solved: Solved) -> Estimate:
    """The estimate, without its first stages and tests.

    Raises
    ------
    PaneloomError
        What the covariance does not allow: ``too-few-rows``, ``one-cluster``.
    """
    design, solution, records = solved.design, solved.solution, solved.records
    raw = records.first.totals.select((design.outcome, *solution.names))
    sandwich = METHODS[design.errors].make(solved)
    p = len(solution.names)
    # Nothing but the endogenous regressors tells instruments' estimators apart.
    method: Method = design.estimator if design.endogenous else "ols"  # type: ignore[assignment]
    return Estimate(
        design=design,
        method=method,
        names=solution.names,
        coefficients=solution.coefficients,
        covariance=frozen(sandwich.matrix[:p, :p]),
        constant=float(raw.mean[0] - raw.mean[1:] @ solution.coefficients),
        constant_error=float(np.sqrt(sandwich.matrix[p, p])),
        kind=design.errors,
        rows=records.rows,
        freedom=sandwich.freedom,
        reference=sandwich.reference,
        r2_within=1 - solution.rss / solution.tss,
        r2_overall=1 - solution.rss / float(raw.scatter[0, 0]),
        rss=solution.rss,
        sigma=float(np.sqrt(solution.rss / sandwich.freedom.residual)),
        outcome_mean=float(raw.mean[0]),
        condition=solution.condition,
        digits=solution.digits,
        facts=solution.facts + records.facts + sandwich.facts,
        warnings=sandwich.warnings,
    )
