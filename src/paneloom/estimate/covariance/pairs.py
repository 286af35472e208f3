"""Errors clustered one way by the pairs bootstrap: whole clusters are drawn with replacement.

Cameron and Miller (2015, section 6): V = 1 / (B - 1) sum over draws of (b* - mean b*)(b* - mean b*)'. A cluster
drawn twice counts as two, with unit effects of its own each time; time effects are swept anew in every draw.
Draws that do not identify a slope are left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.redrawn import changes
from paneloom.errors import PaneloomError
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.covariance.cr2 import few_warnings
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.solved import Solved

# Of all draws; above it the warning "many_degenerate_draws".
MANY = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Drawn(Record):
    """``matrix`` (p + 1, p + 1) of the draws that identify every slope, and how many do not."""

    matrix: Floats
    degenerate: int


def cluster_counts(clusters: int, draws: int, seed: int) -> Floats:
    """(B, G) how often each cluster is drawn, by PCG64: G draws with replacement each."""
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = random.integers(clusters, size=(draws, clusters)) + clusters * np.arange(draws)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=draws * clusters)
    return counts.reshape(draws, clusters).astype(np.float64)


def pairs(parts: Parts, draws: int, seed: int) -> Drawn:
    """The bootstrap covariance of the slopes and of the constant at the grand means of all clusters.

    Raises
    ------
    PaneloomError
        ``bootstrap-unidentified`` when fewer than two draws identify every slope.
    """
    made = changes(parts, cluster_counts(parts.clusters, draws, seed))
    whole = made.identified[:, :-1].all(axis=1)
    kept = made.values[whole]
    if len(kept) < max(2, draws // 2):
        raise PaneloomError("bootstrap-unidentified", degenerate=draws - len(kept), draws=draws)
    apart = kept - kept.mean(axis=0)
    return Drawn(apart.T @ apart / (len(kept) - 1), draws - len(kept))


def pairs_errors(solved: Solved) -> Sandwich:
    """The errors of a solved model.

    Raises
    ------
    PaneloomError
        ``bootstrap-unidentified``, ``few-clusters-two-way``, ``few-clusters-estimator``, ``too-few-rows``,
        ``one-cluster``.
    """
    parts, design = parts_of(solved), solved.design
    freedom = replace(counted(solved, clusters=parts.clusters), factor=1.0)
    made = pairs(parts, design.draws, design.seed)
    facts = (
        ("draws", str(design.draws)),
        ("seed", str(design.seed)),
        ("degenerate_draws", str(made.degenerate)),
        ("centre", "mean_of_draws"),
    )
    many = ("many_degenerate_draws",) if made.degenerate > MANY * design.draws else ()
    reference = np.full(len(made.matrix), parts.clusters - 1.0)
    return Sandwich(frozen(made.matrix), freedom, frozen(reference), facts, (*few_warnings(parts), *many))
