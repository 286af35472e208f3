"""Errors clustered one way by the jackknife, CR3: each cluster is left out in turn.

V = (G - 1) / G sum over clusters of (b_-g - b)(b_-g - b)', as MacKinnon, Nielsen and Webb (2023, equation 13)
write it, centred at the estimate of all clusters and not at the mean of the deletions. Every deletion sweeps
its effects anew and, for two-stage least squares, has a first stage of its own. A regressor that the other
clusters do not identify takes the generalised inverse, and is named in a warning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.redrawn import changes
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.covariance.cr2 import few_warnings
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.solved import Solved


@dataclass(frozen=True, slots=True, eq=False)
class Jackknifed(Record):
    """``matrix`` (p + 1, p + 1); ``alone`` (p + 1,) how many clusters a target hangs on: those without which
    it is not identified.
    """

    matrix: Floats
    alone: np.ndarray


def cr3(parts: Parts) -> Jackknifed:
    """The jackknife covariance of the slopes and of the constant at the grand means of all clusters."""
    g = parts.clusters
    left = changes(parts, 1.0 - np.eye(g))
    return Jackknifed((g - 1) / g * left.values.T @ left.values, (~left.identified).sum(axis=0))


def cr3_errors(solved: Solved, parts: Parts | None = None) -> Sandwich:
    """The errors of a solved model.

    Raises
    ------
    PaneloomError
        ``few-clusters-two-way``, ``few-clusters-estimator``, ``too-few-rows``, ``one-cluster``.
    """
    parts = parts_of(solved) if parts is None else parts
    g = parts.clusters
    freedom = replace(counted(solved, clusters=g), factor=(g - 1) / g)
    made = cr3(parts)
    hanging = tuple(name for name, n in zip(solved.names, made.alone, strict=False) if n)
    facts = (("centre", "full_estimate"), *(("hangs_on", name) for name in hanging))
    warnings = (*few_warnings(parts), *(("hangs_on_one_cluster",) if hanging else ()))
    reference = np.full(len(made.matrix), g - 1.0)
    return Sandwich(frozen(made.matrix), freedom, frozen(reference), facts, warnings)
