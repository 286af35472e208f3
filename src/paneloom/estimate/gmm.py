"""Two-step efficient GMM (Hansen 1982): instruments weighted by the covariance of their own scores.

The first step is 2SLS; its residuals make the weights of the second, S(2SLS)^-1 with S = sum of z e e' z' under the
errors of the design. The covariance of the second step is the sandwich with the scores at its own residuals, as
Stata's ``ivregress gmm`` and linearmodels take it; ivreg2 keeps those of the first step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.factor import Factor
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.solve import Solution, from_coefficients, two_stage
from paneloom.errors import PaneloomError
from paneloom.estimate.records import Records
from paneloom.estimate.scores import score_covariance, score_kind
from paneloom.estimate.solved import Solved
from paneloom.study.designs import Design

# A weighting matrix with a condition above this has no inverse worth the name.
SINGULAR = 1e12


@dataclass(frozen=True, slots=True, eq=False)
class Moments(Record):
    """All exogenous columns, regressors and instruments, in an orthonormal basis.

    ``columns`` (k, L) makes them, ``regressors`` (L, p) and ``outcome`` (L,) are their products with the
    regressors and the outcome.
    """

    columns: Floats
    regressors: Floats
    outcome: Floats


def gmm(design: Design, records: Records) -> Solution:
    """The two-step solution, the kind of its weights among the facts.

    Under iid errors the weights are those of 2SLS. Under errors whose scores have no joint covariance here
    (serial and spatial correlation) the weights are robust to heteroskedasticity alone: less efficient, while
    the covariance of the coefficients stays that of the design.

    Raises
    ------
    PaneloomError
        What ``two_stage`` raises; ``gmm-weights`` when the covariance of the moments has no inverse, as with no
        more clusters than instruments and exogenous regressors; ``gmm-weights-indefinite`` when it is not positive
        definite, as may happen with two-way clusters.
    """
    start = two_stage(records.factor, design.outcome, design.slopes, design.endogenous, design.instruments)
    weighted = _weighting(design)
    moments = moments_of(weighted, records.factor)
    weights = moment_covariance(Solved(weighted, start, records), moments)
    facts = (("weights", str(score_kind(weighted.errors))), ("steps", "2"))
    return replace(second_step(design, records.factor, start, moments, weights), facts=facts)


def _weighting(design: Design) -> Design:
    return design if score_kind(design.errors) else replace(design, errors="hc1")


def moments_of(design: Design, swept: Factor) -> Moments:
    """The moments of a design whose exogenous columns are independent."""
    exogenous = tuple(name for name in design.slopes if name not in design.endogenous)
    instruments = exogenous + design.instruments
    upper = swept.select((*instruments, *design.slopes, design.outcome)).upper
    count = len(instruments)
    columns = np.zeros((len(swept.names), count))
    for at, name in enumerate(instruments):
        columns[swept.names.index(name), at] = 1.0
    columns = np.asarray(np.linalg.solve(upper[:count, :count].T, columns.T).T)
    return Moments(frozen(columns), frozen(upper[:count, count:-1]), frozen(upper[:count, -1]))


def moment_covariance(solved: Solved, moments: Moments) -> Floats:
    """(L, L) the covariance of the moments at the residuals of a solution.

    Raises
    ------
    PaneloomError
        ``gmm-weights`` when it has no inverse, ``gmm-weights-indefinite`` when it is not positive definite.
    """
    covariance = score_covariance(solved, moments.columns, solved.solution.residual[:, None])
    variances = np.diag(covariance)
    # A covariance clustered two ways is a difference: it may have negative variances, or eigenvalues.
    if (variances < 0).any():
        raise PaneloomError("gmm-weights-indefinite", instruments=variances.size)
    size = np.sqrt(variances)
    scaled = covariance / np.outer(size, size) if size.all() else np.zeros_like(covariance)
    values = np.linalg.eigvalsh(scaled)
    if values[0] < -values[-1] / SINGULAR:
        raise PaneloomError("gmm-weights-indefinite", instruments=variances.size)
    if values[0] * SINGULAR <= values[-1]:
        raise PaneloomError("gmm-weights", instruments=variances.size)
    return covariance


def second_step(
    design: Design, swept: Factor, start: Solution, moments: Moments, covariance: Floats
) -> Solution:
    """The solution weighted by the inverse of ``covariance``; its ``fitted`` are the weighted instruments."""
    # Brought to the size of the squared residuals, the weights leave an inverse on the scale of 2SLS.
    scaled = covariance / (start.rss / swept.n)
    weighted = np.linalg.solve(scaled, np.column_stack([moments.regressors, moments.outcome]))
    left, right = weighted[:, :-1], weighted[:, -1]
    inverse = np.linalg.inv(moments.regressors.T @ left)
    inverse = (inverse + inverse.T) / 2
    beta = start.coefficients + inverse @ (
        moments.regressors.T @ (right - left @ start.coefficients)
    )  # one step of refinement: both terms are small
    fitted = moments.columns @ left
    return from_coefficients(swept, design.outcome, design.slopes, beta, inverse, fitted, start.condition)


def hansen_j(solved: Solved) -> float:
    """J of Hansen (1982): moments at the two-step residuals, weighted by their covariance at those of 2SLS.

    Raises
    ------
    PaneloomError
        ``gmm-weights``, ``gmm-weights-indefinite``.
    """
    design, records = solved.design, solved.records
    start = two_stage(records.factor, design.outcome, design.slopes, design.endogenous, design.instruments)
    moments = moments_of(design, records.factor)
    covariance = moment_covariance(Solved(design, start, records), moments)
    second = second_step(design, records.factor, start, moments, covariance)
    left = moments.outcome - moments.regressors @ second.coefficients
    return float(left @ np.linalg.solve(covariance, left))
