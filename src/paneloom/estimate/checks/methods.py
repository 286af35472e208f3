"""Every test of a fitted model by the name that a study gives it, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from paneloom.estimate.check import Check
from paneloom.estimate.checks.of_unit_effects import OF_UNIT_EFFECTS
from paneloom.estimate.checks.plausibly_exogenous import plausibly_exogenous
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.records import Need
from paneloom.estimate.solved import Solved
from paneloom.panel.panel import Panel


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A fitted model, what it was solved from, and the panel, of which a test may ask more."""

    panel: Panel
    solved: Solved
    made: Estimate


@dataclass(frozen=True, slots=True)
class Test:
    """One test; ``needs`` are passes beyond the factor and the tensor."""

    make: Callable[[Tested], tuple[Check, ...]]
    needs: tuple[Need, ...] = ()


def _of_unit_effects(name: str) -> Test:
    return Test(lambda tested: (OF_UNIT_EFFECTS[name](tested.panel, tested.made.design),))


TESTS: Mapping[str, Test] = MappingProxyType(
    {name: _of_unit_effects(name) for name in OF_UNIT_EFFECTS}
    | {"plausibly-exogenous": Test(lambda tested: plausibly_exogenous(tested.solved))}
)
