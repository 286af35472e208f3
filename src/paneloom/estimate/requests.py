"""What the designs of a table ask of the rows: designs on one sample with the same effects ask together."""

from __future__ import annotations

from dataclasses import replace

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.checks.methods import TESTS
from paneloom.estimate.covariance.methods import METHODS
from paneloom.estimate.records import Need, Request
from paneloom.estimate.swept_effects import swept_effects
from paneloom.panel.panel import Panel
from paneloom.study.designs import CLUSTERED, Design
from paneloom.study.effects import NEED_SWEEP


def gather(panel: Panel, designs: tuple[Design, ...]) -> tuple[Request, ...]:
    """The request that serves each design; designs on one sample with the same effects share theirs."""
    bare = [_bare_request(panel, design) for design in designs]
    columns: dict[Request, tuple[str, ...]] = {}
    needs: dict[Request, tuple[Need, ...]] = {}
    for request, design in zip(bare, designs, strict=True):
        columns[request] = tuple(dict.fromkeys(columns.get(request, ()) + modelled(design)))
        needs[request] = tuple(sorted({*needs.get(request, ()), *needs_of(design)}))
    return tuple(replace(request, columns=columns[request], needs=needs[request]) for request in bare)


def request_of(panel: Panel, design: Design) -> Request:
    """The request of one design alone."""
    return gather(panel, (design,))[0]


def modelled(design: Design) -> tuple[str, ...]:
    """The columns that are swept: outcome, slopes, instruments."""
    return tuple(dict.fromkeys((design.outcome, *design.slopes, *design.instruments)))


def needs_of(design: Design) -> tuple[Need, ...]:
    """What the errors and the tests of a design need beyond the factor and the tensor."""
    few: tuple[Need, ...] = ("few",) if design.few_clusters == "auto" and design.errors in CLUSTERED else ()
    tests = (need for name in design.tests for need in TESTS[name].needs)
    two_way: tuple[Need, ...] = ("rows",) if design.second_cluster else ()
    return tuple(dict.fromkeys((*METHODS[design.errors].needs, *two_way, *few, *tests)))


def _bare_request(panel: Panel, design: Design) -> Request:
    keys = (design.second_cluster,) if design.second_cluster else ()
    swept = swept_effects(design.absorb, panel.study.unit, panel.study.time, trends=design.unit_trends)
    if swept.absorb and design.errors in NEED_SWEEP:
        raise PaneloomError("errors-need-sweep", seen=design.errors, effects=design.absorb)
    places = design.coordinates if design.errors == "conley" else None
    return Request(
        columns=(),
        sample=design.sample,
        effects=swept.effects,
        cluster=design.cluster,
        weights=design.weights,
        levels=swept.levels,
        keys=keys,
        places=places,
        absorb=swept.absorb,
    )


def effects_of(panel: Panel, design: Design) -> tuple[Effects, str | None]:
    """The effects that are swept, and the name of the second one when it is not the time."""
    swept = swept_effects(design.absorb, panel.study.unit, panel.study.time, trends=design.unit_trends)
    return swept.effects, swept.levels
