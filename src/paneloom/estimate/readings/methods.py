"""Every reading of a table of estimates by the name that a study gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.effect_sizes import effect_sizes
from paneloom.estimate.readings.first_stage_tests import first_stage_tests
from paneloom.estimate.readings.group_differences import group_differences
from paneloom.estimate.readings.horse_race import horse_race
from paneloom.estimate.readings.influence import influence
from paneloom.estimate.readings.leave_one_out import leave_one_out
from paneloom.estimate.readings.marginal_effects import marginal_effects
from paneloom.estimate.readings.multiple_testing import multiple_testing
from paneloom.estimate.readings.placebo import placebo
from paneloom.estimate.readings.reading import Reading
from paneloom.estimate.readings.windows import windows
from paneloom.panel.panel import Panel

READINGS: Mapping[str, Callable[[Panel, EstimateTable], Reading]] = MappingProxyType(
    {
        "effect-sizes": effect_sizes,
        "first-stage-tests": first_stage_tests,
        "group-differences": group_differences,
        "horse-race": horse_race,
        "influence": influence,
        "leave-one-out": leave_one_out,
        "marginal-effects": marginal_effects,
        "multiple-testing": multiple_testing,
        "placebo": placebo,
        "windows": windows,
    }
)
# Those with figures, which have a number of their own whether or not a run makes them.
DRAWN_READINGS = ("leave-one-out", "marginal-effects", "windows")
