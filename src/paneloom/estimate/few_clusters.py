"""What stands beside clustered errors where clusters are few."""

from __future__ import annotations

from typing import cast

import numpy as np

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.record import frozen
from paneloom.estimate.alternative import Alternative
from paneloom.estimate.covariance.cr2 import cr2_errors, few_warnings
from paneloom.estimate.covariance.cr3 import cr3_errors
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.records import FEW_CLUSTERS
from paneloom.estimate.solved import Solved
from paneloom.estimate.wild.invert import inverted
from paneloom.estimate.wild.restricted import bootstrapped
from paneloom.estimate.wild.weights import WildWeights, default_kind, wild_weights
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
    """P values and intervals of the restricted wild cluster bootstrap."""
    design = solved.design
    if design.endogenous:
        nothing = frozen([])
        return Alternative("wild", (), *(nothing,) * 5, warnings=("wild_not_offered",))
    kind = cast("BootstrapWeights | None", design.bootstrap_weights) or default_kind(parts.clusters)
    weights = wild_weights(kind, parts.clusters, design.draws, design.seed)
    found = []
    for slope in at:
        draws = bootstrapped(parts, int(slope), weights.values)
        b = float(solved.solution.coefficients[slope])
        below, above = inverted(draws.p, draws.error, LEVEL)
        found.append((draws.p(b), b - below, b + above))
    p, low, high = np.array(found).T.reshape(3, at.size)
    none = np.full(at.size, np.nan)
    unbounded = () if np.isfinite(low).all() and np.isfinite(high).all() else ("unbounded_interval",)
    return Alternative(
        method="wild",
        names=tuple(solved.names[i] for i in at),
        errors=frozen(none),
        reference=frozen(none),
        p=frozen(p),
        low=frozen(low),
        high=frozen(high),
        facts=_facts(weights, design.seed),
        warnings=(*few_warnings(parts), *unbounded),
    )


def _facts(weights: WildWeights, seed: int) -> tuple[tuple[str, str], ...]:
    drawn = (("draws", str(len(weights.values))),)
    how = (("draws", "every_draw"),) if weights.exact else (("seed", str(seed)),)
    return (("bootstrap_weights", weights.kind), *drawn, *how, ("p_value", "symmetric"))
