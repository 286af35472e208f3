"""The tests of unit effects by name; they ask the panel anew, whatever model they stand beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from paneloom.estimate.check import Check
from paneloom.estimate.checks.breusch_pagan import breusch_pagan
from paneloom.estimate.checks.hausman import hausman, hausman_robust
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

OF_UNIT_EFFECTS: Mapping[str, Callable[[Panel, Design], Check]] = MappingProxyType(
    {"hausman": hausman, "hausman-robust": hausman_robust, "breusch-pagan": breusch_pagan}
)
