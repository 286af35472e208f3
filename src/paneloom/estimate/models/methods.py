"""Every model beside the within model, by the name that a study gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from paneloom.estimate.estimate import Estimate
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

MODELS: Mapping[str, Callable[[Panel, Design], Estimate]] = MappingProxyType({})
