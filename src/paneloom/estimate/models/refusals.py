"""What a model of ``estimate/models`` does not offer, told before any row is read."""

from __future__ import annotations

from paneloom.errors import PaneloomError
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

# The effects that may be absorbed beside each model: "unit" where the model removes it by itself.
ABSORBS = {
    "between": (),
    "first-difference": ("unit", "time"),
    "random-effects": ("time",),
    "mundlak": ("time",),
}
# Errors that rest on an order in time, of which unit means have none.
OF_TIME = ("driscoll-kraay", "newey-west")


def check_model(panel: Panel, design: Design) -> None:
    """Stop where a design asks a model for what it does not have.

    Raises
    ------
    PaneloomError
        ``model-absorb``, ``model-weights``, ``model-unit-trends``, ``model-estimator``, ``model-second-cluster``,
        ``model-errors``.
    """
    model = design.model
    keys = {"unit": panel.study.unit, "time": panel.study.time}
    allowed = tuple(keys[effect] for effect in ABSORBS[model])
    wrong = tuple(effect for effect in design.absorb if effect not in allowed)
    if wrong:
        raise PaneloomError("model-absorb", model=model, seen=wrong)
    if design.weights is not None:
        raise PaneloomError("model-weights", model=model, seen=design.weights)
    if design.unit_trends and model != "first-difference":
        raise PaneloomError("model-unit-trends", model=model)
    if design.endogenous and design.estimator != "2sls" and model != "first-difference":
        raise PaneloomError("model-estimator", model=model, seen=design.estimator)
    if design.second_cluster is not None and model != "first-difference":
        raise PaneloomError("model-second-cluster", model=model, seen=design.second_cluster)
    if model == "between" and design.errors in OF_TIME:
        raise PaneloomError("model-errors", model=model, seen=design.errors, known=("iid", "hc1", "cluster"))
