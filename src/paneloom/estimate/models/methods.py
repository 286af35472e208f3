"""Every model beside the within model, by the name that a study gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.models.between import between_model
from paneloom.estimate.models.first_difference import first_difference_model
from paneloom.estimate.models.random_effects import mundlak_model, random_effects_model
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

MODELS: Mapping[str, Callable[[Panel, Design], Estimate]] = MappingProxyType(
    {
        "between": between_model,
        "first-difference": first_difference_model,
        "random-effects": random_effects_model,
        "mundlak": mundlak_model,
    }
)
