"""What each model beside the within model does not offer, from the choices of one column alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paneloom.errors import PaneloomError

# The effects that may be absorbed beside each model: "unit" where the model removes it by itself.
ABSORBS: dict[str, tuple[str, ...]] = {
    "between": (),
    "first-difference": ("unit", "time"),
    "random-effects": ("time",),
    "mundlak": ("time",),
}
# Models of quasi-demeaned rows have errors of their own.
QUASI_DEMEANED = ("random-effects", "mundlak")
QUASI_DEMEANED_ERRORS = ("iid", "hc1", "cluster")
BETWEEN_ERRORS = ("iid", "hc1", "hc2", "hc3", "cluster", "cr2", "cr3", "pairs", "conley")


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices of a column that a model may not offer."""

    model: str
    unit: str
    time: str
    absorb: tuple[str, ...]
    weights: str | None
    unit_trends: bool
    endogenous: tuple[str, ...]
    estimator: str
    second_cluster: str | None
    errors: str


def not_offered(asked: Asked) -> Iterator[tuple[str, PaneloomError]]:
    """The name of each choice that the model does not offer, and the error that tells of it."""
    model = asked.model
    if model not in ABSORBS:
        return
    keys = {"unit": asked.unit, "time": asked.time}
    allowed = tuple(keys[effect] for effect in ABSORBS[model])
    wrong = tuple(effect for effect in asked.absorb if effect not in allowed)
    if wrong:
        yield "absorb", PaneloomError("model-absorb", model=model, seen=wrong)
    if asked.weights is not None:
        yield "weights", PaneloomError("model-weights", model=model, seen=asked.weights)
    if model == "first-difference":
        return
    if asked.unit_trends:
        yield "unit_trends", PaneloomError("model-unit-trends", model=model)
    if asked.endogenous and asked.estimator != "2sls":
        yield "estimator", PaneloomError("model-estimator", model=model, seen=asked.estimator)
    if asked.second_cluster is not None:
        yield "cluster", PaneloomError("model-second-cluster", model=model, seen=asked.second_cluster)
    known = QUASI_DEMEANED_ERRORS if model in QUASI_DEMEANED else BETWEEN_ERRORS
    if asked.errors not in known:
        yield "errors", PaneloomError("model-errors", model=model, seen=asked.errors, known=known)
