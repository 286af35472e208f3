"""What if instruments act on the outcome themselves, a little? Conley, Hansen and Rossi (2012)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.estimate.check import Check
from paneloom.estimate.covariance.methods import METHODS
from paneloom.estimate.scores import score_kind
from paneloom.estimate.solved import Solved

LEVEL = 0.95
MOST = 10


def plausibly_exogenous(solved: Solved) -> tuple[Check, ...]:
    """The union of the 95 % intervals of each endogenous regressor over all direct effects in the given range.

    Each instrument z may have a coefficient gamma of its own in the equation, anywhere in ``design.gamma``; for
    one gamma the model is that of y - Z gamma (section 3.1 of the paper). Coefficients are linear in gamma and
    their variances convex, so that the ends of the union lie at corners of the range: it is exact, no grid. LIML
    and GMM keep the constant and the weights of the model itself for every gamma.
    """
    design = solved.design
    name, null = "plausibly_exogenous", "plausibly_exogenous_null"
    reason = _no_reason(solved)
    if reason:
        return (Check(name, null, reason=reason),)
    kind = score_kind(design.errors) or design.errors
    at = [solved.names.index(regressor) for regressor in design.endogenous]
    corners = product(*(len(design.instruments) * [sorted(set(design.gamma or ()))]))
    ends = np.array([_interval(solved, kind, np.array(corner))[at] for corner in corners])
    low, high = ends[:, :, 0].min(axis=0), ends[:, :, 1].max(axis=0)
    gamma = design.gamma or (0.0, 0.0)
    facts = (("gamma", f"[{gamma[0]:g}, {gamma[1]:g}]"), ("level", f"{LEVEL:g}"))
    return tuple(
        Check(name, null, covariance=kind, about=regressor, region=((float(a), float(b)),), facts=facts)
        for regressor, a, b in zip(design.endogenous, low, high, strict=True)
    )


def _no_reason(solved: Solved) -> str:
    """Why there is no union; "" where there is one."""
    design = solved.design
    if not design.instruments:
        return "no_instruments"
    if design.gamma is None:
        return "no_range"
    return "too_many_instruments" if len(design.instruments) > MOST else ""


def _interval(solved: Solved, kind: str, gamma: Floats) -> Floats:
    """(p, 2) the intervals of the model of y - Z ``gamma``, solved as the model itself."""
    from scipy.special import stdtrit

    design, solution, names = solved.design, solved.solution, solved.records.factor.names
    direct = np.zeros(len(names))
    direct[[names.index(name) for name in design.instruments]] = gamma
    upper = solved.records.factor.upper
    # What is fitted from instruments makes inverse X'hat (y - Z gamma), whatever estimator made it.
    moved = solution.inverse @ ((upper @ _scores(solved)).T @ (upper @ direct))
    beta = solution.coefficients - moved
    residual = solution.residual - direct
    residual[[names.index(name) for name in solution.names]] += moved
    e = upper @ residual
    other = replace(solution, coefficients=frozen(beta), residual=frozen(residual), rss=float(e @ e))
    sandwich = METHODS[kind].make(Solved(replace(design, errors=kind), other, solved.records))
    p = len(solution.names)
    half = stdtrit(sandwich.reference[:p], 0.5 + LEVEL / 2) * np.sqrt(np.diag(sandwich.matrix)[:p])
    return np.column_stack([beta - half, beta + half])


def _scores(solved: Solved) -> Floats:
    """(k, p) what y is multiplied with: the fitted regressors, those of LIML between these and the regressors."""
    solution, names = solved.solution, solved.records.factor.names
    kappa = float(dict(solution.facts).get("k_class", "1"))
    if kappa == 1.0:
        return solution.fitted
    columns = np.zeros_like(solution.fitted)
    for at, name in enumerate(solution.names):
        columns[names.index(name), at] = 1.0
    return np.asarray(kappa * solution.fitted + (1.0 - kappa) * columns)
