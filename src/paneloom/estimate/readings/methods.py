"""Every reading of a table of estimates by the name that a study gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.first_stage_tests import first_stage_tests
from paneloom.estimate.readings.reading import Reading
from paneloom.panel.panel import Panel

READINGS: Mapping[str, Callable[[Panel, EstimateTable], Reading]] = MappingProxyType(
    {"first-stage-tests": first_stage_tests}
)
