"""What a model of ``estimate/models`` does not offer, told before any row is read."""

from __future__ import annotations

from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.model_kinds import Asked, not_offered


def check_model(panel: Panel, design: Design) -> None:
    """Stop where a design asks a model for what it does not have; a study that was checked does not.

    Raises
    ------
    PaneloomError
        ``model-absorb``, ``model-weights``, ``model-unit-trends``, ``model-estimator``, ``model-second-cluster``,
        ``model-errors``.
    """
    asked = Asked(
        model=design.model,
        unit=panel.study.unit,
        time=panel.study.time,
        absorb=design.absorb,
        weights=design.weights,
        unit_trends=design.unit_trends,
        endogenous=design.endogenous,
        estimator=design.estimator,
        second_cluster=design.second_cluster,
        errors=design.errors,
    )
    for _, problem in not_offered(asked):
        raise problem
