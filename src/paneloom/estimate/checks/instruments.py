"""The tests that every model with instruments is given, in the order in which they are told."""

from __future__ import annotations

from paneloom.estimate.check import Check
from paneloom.estimate.checks.anderson_rubin import anderson_rubin
from paneloom.estimate.checks.cragg_donald import cragg_donald
from paneloom.estimate.checks.effective_f import effective_f
from paneloom.estimate.checks.endogeneity import endogeneity
from paneloom.estimate.checks.first_stage import first_stage_f
from paneloom.estimate.checks.instrumented import instrumented
from paneloom.estimate.checks.kleibergen_paap import kleibergen_paap
from paneloom.estimate.checks.lag_instrument import lag_instrument
from paneloom.estimate.checks.methods import Tested
from paneloom.estimate.checks.overidentification import overidentification
from paneloom.estimate.checks.sanderson_windmeijer import sanderson_windmeijer

AUTOMATIC = (
    sanderson_windmeijer,
    kleibergen_paap,
    cragg_donald,
    effective_f,
    anderson_rubin,
    overidentification,
    endogeneity,
    lag_instrument,
)


def instrument_checks(tested: Tested) -> tuple[Check, ...]:
    """Strength, identification, inference robust to both, agreement and need of the instruments; none for OLS."""
    stages = tested.made.first_stages
    if not stages:
        return ()
    model = instrumented(tested)
    checks = [first_stage_f(stage, tested.solved.design.instruments) for stage in stages]
    for test in AUTOMATIC:
        checks += test(model)
    return tuple(checks)
