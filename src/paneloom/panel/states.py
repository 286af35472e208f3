"""How each cell of a panel came by its value: the codes of coverage maps and of the panel file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import frozen
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.provenance import NONE, by_variable, cells_of, filled_cells
from paneloom.study.expression import Expression
from paneloom.study.intake import Deflate

States = NDArray[np.uint8]
OUTSIDE = ("nearest", "trend", "trend-all")


class State(IntEnum):
    """How a cell came by its value."""

    MISSING = 0
    OBSERVED = 1
    CONVERTED = 2
    DERIVED = 3
    INTERPOLATED = 4
    EXTRAPOLATED = 5
    DERIVED_FROM_FILLED = 6


def cell_states(
    frame: Frame,
    ledger: Ledger,
    expressions: Mapping[str, Expression],
    deflations: Mapping[str, Deflate] = NONE,
) -> MappingProxyType[str, States]:
    """For each numeric column of a frame, (n,) codes of ``State``.

    A cell has the last state that fits: a value of a file that was converted is CONVERTED (an entry of the
    ledger that stands for many cells without naming them is taken for the whole column), one that was put
    into a gap INTERPOLATED, one before the first or after the last of its unit EXTRAPOLATED; a computed value
    is DERIVED, or DERIVED_FROM_FILLED where ``filled_cells`` says so, and so is a deflated one that was
    observed but whose index was filled.

    Parameters
    ----------
    frame, ledger, expressions, deflations
        As in ``filled_cells``.
    """
    filled = filled_cells(frame, ledger, expressions, deflations)
    converted = by_variable(ledger.of("converted"))
    gaps = by_variable(entry for entry in ledger.of("filled") if entry.rule not in OUTSIDE)
    ends = by_variable(entry for entry in ledger.of("filled") if entry.rule in OUTSIDE)
    found: dict[str, States] = {}
    for name, values in frame.numbers.items():
        codes = np.full(len(frame), State.DERIVED if name in expressions else State.OBSERVED, dtype=np.uint8)
        if name not in expressions:
            codes[cells_of(frame, converted.get(name, ()))] = State.CONVERTED
        codes[filled[name]] = State.DERIVED_FROM_FILLED
        codes[cells_of(frame, gaps.get(name, ()))] = State.INTERPOLATED
        codes[cells_of(frame, ends.get(name, ()))] = State.EXTRAPOLATED
        codes[np.isnan(values)] = State.MISSING
        found[name] = frozen(codes, np.uint8)
    return MappingProxyType(found)
