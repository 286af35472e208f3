"""A panel made of another one's rows, on which a model is an ordinary regression."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError
from paneloom.estimate.check import Check
from paneloom.estimate.checks.of_unit_effects import OF_UNIT_EFFECTS
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.records import MOST_ROWS, ask
from paneloom.estimate.requests import request_of
from paneloom.estimate.rows import empty_sample
from paneloom.estimate.single import fit
from paneloom.estimate.unit_effects.panel_rows import complete_sample
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.sample import Sample


def rows_of_design(panel: Panel, design: Design) -> Frame:
    """The rows of a design with its numbers and the labels of its clusters.

    Raises
    ------
    PaneloomError
        ``empty-sample``, ``too-many-rows-kept``, and what clusters do not allow, such as not to nest units.
    """
    sample = complete_sample(design)
    for block in panel.rows.blocks(design.columns, sample, design.cluster):
        if not block.units.size:
            raise empty_sample(panel.rows, sample, design.outcome)
    labels = [name for name in (design.cluster, design.second_cluster) if name in panel.rows.categories]
    wanted = tuple(dict.fromkeys((panel.study.unit, *labels, *design.columns)))
    frame = panel.rows.collect(wanted, sample)
    if len(frame) > MOST_ROWS:
        raise PaneloomError("too-many-rows-kept", rows=len(frame), most=MOST_ROWS)
    return frame


def transformed(frame: Frame, rows: Integers, values: Floats, names: tuple[str, ...]) -> Frame:
    """Some ``rows`` of a frame with other numbers: ``values`` (rows, k) of ``names``."""
    return replace(
        frame,
        unit=frozen(frame.unit[rows], frame.unit.dtype),
        time=frozen(frame.time[rows], frame.time.dtype),
        numbers=MappingProxyType({name: frozen(values[:, at]) for at, name in enumerate(names)}),
        categories=MappingProxyType(
            {name: frozen(labels[rows], labels.dtype) for name, labels in frame.categories.items()}
        ),
    )


def fit_transformed(panel: Panel, design: Design, frame: Frame, absorb: tuple[str, ...]) -> Estimate:
    """The design on the rows of a frame by least squares, or by its estimator with instruments.

    The tests of the design are not made on other rows than its own: each tells that it is not for this model.
    """
    plain = replace(
        design,
        model="within",
        absorb=absorb,
        unit_trends=False,
        tests=(),
        sample=Sample(complete=design.columns, singletons=("time",) if panel.study.time in absorb else ()),
    )
    other = panel.with_rows(MemoryEngine(frame))
    made = fit(other, plain, ask(other.rows, request_of(other, plain)))
    return replace(made, design=design, checks=made.checks + _untested(panel, design))


def _untested(panel: Panel, design: Design) -> tuple[Check, ...]:
    found = []
    for name in design.tests:
        if name in OF_UNIT_EFFECTS:
            found.append(OF_UNIT_EFFECTS[name](panel, design))
        else:
            word = name.replace("-", "_")
            found.append(Check(word, f"{word}_null", reason="not_for_model"))
    return tuple(found)
