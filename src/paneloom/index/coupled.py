"""The coupling coordination degree of a study as a column of its panel."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from paneloom.index.reading.coupling import CouplingDegrees, coupling_degrees
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.study.sample import EVERY_ROW


def couple(panel: Panel, name: str) -> CouplingDegrees:
    """The degrees of ``[coupling.name]`` of every row, sorted by unit and time; its systems must be columns.

    Raises
    ------
    PaneloomError
        ``coupling-outside`` for a system with values that are not in (0, 1].
    """
    part = panel.study.coupling[name]
    frame = panel.rows.collect(part.of, EVERY_ROW)
    systems = np.column_stack([frame.numbers[system] for system in part.of])
    return coupling_degrees(
        part.of, systems, part.weights, part.formula, part.power, part.cuts, outside=part.outside
    )


def with_coupling(panel: Panel, name: str) -> Panel:
    """The panel with the coordination degree D as the column ``name``.

    Raises
    ------
    PaneloomError
        As ``couple``.
    """
    frame = panel.rows.collect((), EVERY_ROW)
    column = MappingProxyType({name: couple(panel, name).coordination})
    attached = Frame(frame.units, frame.unit, frame.time, column, MappingProxyType({}), frame.time_key)
    return panel.with_rows(panel.rows.attach(attached))
