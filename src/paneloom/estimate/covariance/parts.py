"""The clusters of a solved model in orthonormal coordinates, for errors made for few clusters."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.cluster_parts import Parts, cluster_scatter, model_parts
from paneloom.errors import PaneloomError
from paneloom.estimate.solved import Solved
from paneloom.study.designs import Design


def parts_of(solved: Solved) -> Parts:
    """The parts of a model whose request asked for "keyed".

    Raises
    ------
    PaneloomError
        ``few-clusters-two-way`` for a second clustering, ``few-clusters-estimator`` for instruments' estimators
        other than two-stage least squares, ``few-clusters-solver`` for effects swept by an iterative solver.
    """
    design, records = solved.design, solved.records
    if design.second_cluster:
        raise PaneloomError("few-clusters-two-way", errors=design.errors)
    if design.endogenous and design.estimator != "2sls":
        raise PaneloomError("few-clusters-estimator", errors=design.errors, estimator=design.estimator)
    if records.keyed is None:
        raise PaneloomError("few-clusters-solver", errors=design.errors)
    scatter = cluster_scatter(records.sweep, records.moments, records.keyed)
    instruments = solved.solution.fitted
    if design.endogenous:
        columns = [records.factor.names.index(name) for name in instruments_of(design)]
        instruments = np.eye(len(records.factor.names))[:, columns]
    return model_parts(scatter, records.factor, solved.solution, instruments, solved.means, solved.weight)


def instruments_of(design: Design) -> tuple[str, ...]:
    """Everything exogenous: the exogenous regressors, then the instruments."""
    return tuple(name for name in design.slopes if name not in design.endogenous) + design.instruments
