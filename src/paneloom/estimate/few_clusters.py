"""What stands beside clustered errors where clusters are few."""

from __future__ import annotations

from typing import cast

import numpy as np

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.record import Floats, frozen
from paneloom.estimate.alternative import Alternative
from paneloom.estimate.covariance.cr2 import cr2_errors, few_warnings
from paneloom.estimate.covariance.cr3 import cr3_errors
from paneloom.estimate.covariance.parts import instruments_of, parts_of
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.records import FEW_CLUSTERS
from paneloom.estimate.solved import Solved
from paneloom.estimate.wild.instrumented import bootstrapped_2sls
from paneloom.estimate.wild.invert import Draws, inverted, p_value
from paneloom.estimate.wild.restricted import bootstrapped
from paneloom.estimate.wild.weights import WildWeights, default_kind, wild_weights
from paneloom.study.designs import Design
from paneloom.study.regress import BootstrapWeights

LEVEL = 0.95


def alternatives_of(solved: Solved, made: Estimate) -> tuple[Alternative, ...]:
    """Inference on the shown regressors by each method made for few clusters; none where clusters are many."""
    design, keyed = solved.design, solved.records.keyed
    if design.errors != "cluster" or design.second_cluster or design.few_clusters == "off":
        return ()
    if keyed is None or keyed.keys.size >= FEW_CLUSTERS or made.method not in ("ols", "2sls"):
        return ()
    parts = parts_of(solved)
    at = np.array([solved.names.index(name) for name in design.regressors], dtype=np.int64)
    by_errors = (
        _by_errors("cr2", cr2_errors(solved, parts), made, at),
        _by_errors("cr3", cr3_errors(solved, parts), made, at),
    )
    return (*by_errors, _wild(solved, parts, at))


def _by_errors(method: str, sandwich: Sandwich, made: Estimate, at: np.ndarray) -> Alternative:
    """Errors, and p values and intervals of the t distribution they refer to."""
    from scipy.special import stdtr, stdtrit

    errors, reference = np.sqrt(np.diag(sandwich.matrix)[at]), sandwich.reference[at]
    b = made.coefficients[at]
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(reference, -np.abs(b / errors))
    half = stdtrit(reference, 0.5 + LEVEL / 2) * errors
    return Alternative(
        method=method,
        names=tuple(made.names[i] for i in at),
        errors=frozen(errors),
        reference=frozen(reference),
        p=frozen(p),
        low=frozen(b - half),
        high=frozen(b + half),
        facts=sandwich.facts,
        warnings=sandwich.warnings,
    )


def _wild(solved: Solved, parts: Parts, at: np.ndarray) -> Alternative:
    """P values and intervals of the restricted wild cluster bootstrap.

    Of two-stage least squares it is offered for the only endogenous regressor.
    """
    design = solved.design
    offered = at
    if design.endogenous:
        offered = at[[design.endogenous == (solved.names[i],) for i in at]]
    kind = cast("BootstrapWeights | None", design.bootstrap_weights) or default_kind(parts.clusters)
    mirrored = not design.endogenous
    weights = wild_weights(kind, parts.clusters, design.draws, design.seed, mirrored=mirrored)
    found = [_slope(solved, parts, int(slope), weights.values) for slope in offered]
    p, low, high = np.array(found).T.reshape(3, offered.size)
    none = frozen(np.full(offered.size, np.nan))
    unbounded = bool(np.isinf(low).any() or np.isinf(high).any())
    return Alternative(
        method="wild",
        names=tuple(solved.names[i] for i in offered),
        errors=none,
        reference=none,
        p=frozen(p),
        low=frozen(low),
        high=frozen(high),
        facts=_facts(weights, design) if offered.size else (),
        warnings=(
            *few_warnings(parts),
            *(("wild_not_offered",) if offered.size < at.size else ()),
            *(("unbounded_interval",) if unbounded else ()),
        ),
    )


def _slope(solved: Solved, parts: Parts, slope: int, weights: Floats) -> tuple[float, float, float]:
    """The p value of one slope, and the ends of its interval."""
    draws: Draws
    if solved.design.endogenous:
        draws = bootstrapped_2sls(parts, slope, _rows_of_2sls(solved), weights)
    else:
        draws = bootstrapped(parts, slope, weights)
    b = float(solved.solution.coefficients[slope])
    below, above = inverted(draws, LEVEL)
    return p_value(draws, b), b - below, b + above


def _rows_of_2sls(solved: Solved) -> Floats:
    """Rows of the factor: exogenous columns and instruments, the endogenous regressor, the residuals."""
    design, factor = solved.design, solved.records.factor
    columns = [*instruments_of(design), *design.endogenous]
    at = [factor.names.index(name) for name in columns]
    return np.column_stack([factor.upper[:, at], factor.upper @ solved.solution.residual])


def _facts(weights: WildWeights, design: Design) -> tuple[tuple[str, str], ...]:
    drawn = (("draws", str(len(weights.values))),)
    how = (("enumerated", "every_draw"),) if weights.exact else (("seed", str(design.seed)),)
    efficient = (("first_stage", "efficient"),) if design.endogenous else ()
    return (("bootstrap_weights", weights.kind), *drawn, *how, *efficient, ("p_value", "symmetric"))
