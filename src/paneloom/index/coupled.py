"""The coupling coordination degree of a study as a column of its panel."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Integers, Record
from paneloom.index.reading.coupling import CouplingDegrees, coupling_degrees
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.study.sample import EVERY_ROW


@dataclass(frozen=True, slots=True, eq=False)
class Coupled(Record):
    """``degrees`` of ``[coupling.name]`` for n rows of ``units`` (n,) at ``times`` (n,), sorted by both."""

    name: str
    units: tuple[str, ...]
    times: Integers
    degrees: CouplingDegrees


def couple(panel: Panel, name: str) -> Coupled:
    """The degrees of ``[coupling.name]`` of every row, sorted by unit and time; its systems must be columns.

    Raises
    ------
    PaneloomError
        ``coupling-outside`` for a system with values that are not in (0, 1].
    """
    part = panel.study.coupling[name]
    frame = panel.rows.collect(part.of, EVERY_ROW)
    systems = np.column_stack([frame.numbers[system] for system in part.of])
    degrees = coupling_degrees(
        part.of, systems, part.weights, part.formula, part.power, part.cuts, outside=part.outside
    )
    return Coupled(name, frame.unit_names, frame.time, degrees)


def with_degrees(panel: Panel, made: Coupled) -> Panel:
    """The panel with the coordination degree D as a column of its name."""
    frame = panel.rows.collect((), EVERY_ROW)
    column = MappingProxyType({made.name: made.degrees.coordination})
    attached = Frame(frame.units, frame.unit, frame.time, column, MappingProxyType({}), frame.time_key)
    return panel.with_rows(panel.rows.attach(attached))
