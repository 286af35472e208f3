"""Random effects or within? The Hausman test, classical and robust."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.algebra.centre import centred_within
from paneloom.algebra.factor import factor
from paneloom.algebra.record import Floats
from paneloom.algebra.solve import least_squares
from paneloom.estimate.check import Check
from paneloom.estimate.unit_effects.gls import RandomEffects, random_effects
from paneloom.estimate.unit_effects.gls_covariance import gls_covariance
from paneloom.estimate.unit_effects.variance_components import DEPENDENT
from paneloom.estimate.unit_effects.wald import SINGULAR, wald_of_means
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


def hausman(panel: Panel, design: Design) -> Check:
    """chi2 of Hausman (1978): the difference of within and random-effects slopes under its classical variance.

    The variance is V within - V random effects, each with its own residual variance, as Stata's ``hausman fe re``
    (without ``sigmamore``) and plm's ``phtest`` have it; slopes are those of regressors that vary within units, the
    df their number. Time dummies are in both models and not compared: they do not vary between units (Wooldridge
    2010, section 10.7.3), while both packages count them among the df. In samples the difference need not be positive definite: a statistic below zero is no evidence
    either way and is not given.
    """
    name, null = "hausman", "hausman_null"
    reason = not_applicable(panel, design)
    if reason:
        return Check(name, null, reason=reason)
    made = random_effects(panel, plain(panel, design), with_means=False)
    within = _within(made)
    if not within:
        return Check(name, null, reason="hausman_no_means")
    b, v = _within_slopes(made, within)
    at = [made.solution.names.index(slope) for slope in within]
    matrix, _ = gls_covariance(made, "iid")
    gap, variance = b - made.solution.coefficients[at], v - matrix[np.ix_(at, at)]
    return _chi_squared(name, null, gap, variance, np.sqrt(np.diag(v)))


def hausman_robust(panel: Panel, design: Design) -> Check:
    """F of the auxiliary regression (Wooldridge 2010, eq. 10.88): are the unit means beside random effects zero?

    Clustered by the cluster of the design, by unit where it has none; q F is the chi2 that Stata's ``xtoverid`` and
    plm's ``phtest(method = "aux")`` print, up to the small-sample factor.
    """
    name = "hausman_robust"
    reason = not_applicable(panel, design)
    if reason:
        return Check(name, f"{name}_null", reason=reason)
    clustered = replace(plain(panel, design), errors="cluster", cluster=design.cluster)
    made = random_effects(panel, clustered, with_means=True)
    matrix, freedom = gls_covariance(made, "cluster")
    return wald_of_means(made, matrix, freedom, name)


def not_applicable(panel: Panel, design: Design) -> str:
    """Why a design has no test of its unit effects; "" when it has one."""
    if design.endogenous:
        return "unit_effects_instruments"
    if design.weights is not None:
        return "unit_effects_weights"
    if design.model in ("between", "first-difference"):
        return "not_for_model"
    if set(design.absorb) - {panel.study.unit, panel.study.time}:
        return "unit_effects_others"
    return "unit_effects_trends" if design.unit_trends else ""


def plain(panel: Panel, design: Design) -> Design:
    """The design with random instead of absorbed unit effects and iid errors."""
    kept = tuple(effect for effect in design.absorb if effect == panel.study.time)
    return replace(design, absorb=kept, errors="iid", second_cluster=None)


def _within(made: RandomEffects) -> tuple[str, ...]:
    """The slopes that vary within units, time dummies left aside."""
    columns = made.columns
    front = columns.at(columns.front[1:])
    x = columns.at(columns.slopes)
    length = np.linalg.norm(x, axis=0)
    starts, ones = columns.rows.starts, np.ones(len(x))
    both = centred_within(np.hstack([front, x]), starts, ones)
    dummies, inner = both[:, : front.shape[1]], both[:, front.shape[1] :]
    if dummies.shape[1]:
        inner = inner - dummies @ np.linalg.lstsq(dummies, inner, rcond=None)[0]
    varies = np.linalg.norm(inner, axis=0) > DEPENDENT * length
    return tuple(name for name, kept in zip(columns.slopes, varies, strict=True) if kept)


def _within_slopes(made: RandomEffects, slopes: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Coefficients and classical covariance of the within regression, time dummies beside the slopes."""
    columns, outcome = made.columns, made.design.outcome
    regressors = columns.front[1:] + slopes
    names = (outcome, *regressors)
    ones, starts = np.ones(len(columns.values)), columns.rows.starts
    swept = factor(names, centred_within(columns.at(names), starts, ones), ones)
    solution = least_squares(swept, outcome, regressors)
    df = len(ones) - starts.size - len(regressors)
    at = [regressors.index(slope) for slope in slopes]
    return solution.coefficients[at], solution.rss / df * solution.inverse[np.ix_(at, at)]


def _chi_squared(name: str, null: str, gap: Floats, variance: Floats, errors: Floats) -> Check:
    from scipy.special import chdtrc

    scaled = variance / np.outer(errors, errors)
    if np.linalg.cond(scaled) > SINGULAR:
        return Check(name, null, reason="hausman_singular")
    statistic = float((gap / errors) @ np.linalg.solve(scaled, gap / errors))
    if statistic < 0:
        return Check(name, null, reason="hausman_negative")
    return Check(
        name,
        null,
        statistic=statistic,
        df=(gap.size,),
        p=float(chdtrc(gap.size, statistic)),
        covariance="iid",
    )
