"""Every test of a fitted model by the name that a study gives it, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from paneloom.estimate.check import Check
from paneloom.estimate.checks.modified_wald import modified_wald
from paneloom.estimate.checks.of_unit_effects import OF_UNIT_EFFECTS
from paneloom.estimate.checks.pesaran_cd import pesaran_cd
from paneloom.estimate.checks.plausibly_exogenous import plausibly_exogenous
from paneloom.estimate.checks.u_shape import u_shape
from paneloom.estimate.checks.vif import vif
from paneloom.estimate.checks.wooldridge import wooldridge
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
    | {
        "wooldridge": Test(lambda tested: (wooldridge(tested.panel, tested.made.design),)),
        "modified-wald": Test(lambda tested: (modified_wald(tested.solved),), needs=("rows",)),
        "pesaran-cd": Test(lambda tested: (pesaran_cd(tested.solved),), needs=("rows",)),
        "vif": Test(lambda tested: vif(tested.solved)),
        "u-shape": Test(lambda tested: u_shape(tested.panel, tested.made)),
        "plausibly-exogenous": Test(lambda tested: plausibly_exogenous(tested.solved)),
    }
)
