"""Random effects, and random effects with unit means beside the regressors (Mundlak 1978)."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.algebra.sweep import CONSTANT
from paneloom.estimate.check import Check
from paneloom.estimate.checks.of_unit_effects import OF_UNIT_EFFECTS
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.estimate import Estimate, Method
from paneloom.estimate.models.correlations import Fits, fits
from paneloom.estimate.models.refusals import check_model
from paneloom.estimate.unit_effects.gls import RandomEffects, random_effects
from paneloom.estimate.unit_effects.gls_covariance import gls_covariance
from paneloom.estimate.unit_effects.wald import wald_of_means
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


def random_effects_model(panel: Panel, design: Design) -> Estimate:
    """Random unit effects; time dummies when times are absorbed.

    Everything is as in the quasi-demeaned regression: the constant is its intercept, ``rss`` and ``sigma`` are its
    own. ``r2_within`` and ``r2_overall`` are squared correlations, with "r2_between" among the facts.

    Raises
    ------
    PaneloomError
        What the model does not offer (``model-weights``, ``model-absorb``, ``model-errors``, ...); what the
        sample, the regressors and the variance components do not allow.
    """
    return _estimate(panel, design, "random-effects")


def mundlak_model(panel: Panel, design: Design) -> Estimate:
    """Random effects with the unit means of all regressors that vary within units beside them.

    The slopes equal those of the within model, in unbalanced panels too (Wooldridge 2019; time dummies have their
    unit means there, which are not shown). The check "mundlak" tests all means together.
    """
    return _estimate(panel, design, "mundlak")


def _estimate(panel: Panel, design: Design, method: Method) -> Estimate:
    check_model(panel, design)
    made = random_effects(panel, design, with_means=method == "mundlak")
    matrix, freedom = gls_covariance(made, design.errors)
    columns, solution = made.columns, made.solution
    names = columns.slopes + columns.means
    chosen = _slopes_and_constant(made, names)
    covariance, b = chosen @ matrix @ chosen.T, chosen @ solution.coefficients
    outcome_mean = float(columns.origin[columns.names.index(design.outcome)])
    found = fits(columns.rows, columns.at((design.outcome,))[:, 0], _fitted(made))
    return Estimate(
        design=design,
        method=method,
        names=names,
        coefficients=frozen(b[:-1]),
        covariance=frozen(covariance[:-1, :-1]),
        constant=float(b[-1]) + outcome_mean,
        constant_error=float(np.sqrt(covariance[-1, -1])),
        kind=design.errors,
        rows=columns.rows.rows,
        freedom=freedom,
        reference=frozen(np.full(len(names) + 1, freedom.df)),
        r2_within=found.within,
        r2_overall=found.overall,
        rss=solution.rss,
        sigma=float(np.sqrt(solution.rss / freedom.residual)),
        outcome_mean=outcome_mean,
        condition=solution.condition,
        digits=solution.digits,
        checks=_checks(panel, made, matrix, freedom),
        facts=_facts(made, found),
        warnings=("unit_variance_zero",) if made.components.is_cut else (),
    )


def _slopes_and_constant(made: RandomEffects, names: tuple[str, ...]) -> Floats:
    """(q + 1, p) the shown slopes and the constant, of coefficients on columns less their grand means."""
    columns, order = made.columns, made.solution.names
    chosen = np.zeros((len(names) + 1, len(order)))
    for row, name in enumerate(names):
        chosen[row, order.index(name)] = 1.0
        chosen[-1, order.index(name)] = -columns.origin[columns.names.index(name)]
    chosen[-1, order.index(CONSTANT)] = 1.0
    return chosen


def _fitted(made: RandomEffects) -> Floats:
    """(n,) what the regressors tell of the outcome, without the unit effects."""
    return np.asarray(made.columns.at(made.solution.names) @ made.solution.coefficients)


def _facts(made: RandomEffects, found: Fits) -> tuple[tuple[str, str], ...]:
    """The variance components and what is made of them; theta as its least and greatest value over units."""
    parts, theta = made.components, made.components.theta
    numbers = {
        "sigma_unit": np.sqrt(parts.unit),
        "sigma_rest": np.sqrt(parts.rest),
        "rho": parts.unit / (parts.unit + parts.rest),
        "theta_least": theta.min(),
        "theta_most": theta.max(),
        "r2_between": found.between,
    }
    estimator = "g2sls" if made.design.endogenous else "gls"
    told = (("estimator", estimator), ("components", parts.rule), ("r2", "squared_correlations"))
    return told + tuple((name, f"{number:.10g}") for name, number in numbers.items())


def _checks(
    panel: Panel, made: RandomEffects, matrix: Floats, freedom: DegreesOfFreedom
) -> tuple[Check, ...]:
    design, checks = made.design, []
    if design.model == "mundlak":
        checks.append(wald_of_means(made, matrix, freedom, "mundlak"))
    for name in design.tests:
        if name in OF_UNIT_EFFECTS:
            checks.append(OF_UNIT_EFFECTS[name](panel, design))
        else:
            word = name.replace("-", "_")
            checks.append(Check(word, f"{word}_null", reason="not_for_model"))
    return tuple(checks)
