"""Which years each variable covers, and how many of its values were observed, filled, or are missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger


@dataclass(frozen=True, slots=True)
class VariableCoverage:
    """One variable: the first and last time with an observed value (None without one), and its counts of rows.

    ``observed`` + ``filled`` + ``missing`` = the rows of the panel.
    """

    name: str
    first: int | None
    last: int | None
    observed: int
    filled: int
    missing: int


def variable_coverage(frame: Frame, ledger: Ledger) -> tuple[VariableCoverage, ...]:
    """The coverage of each numeric column of a frame; what was filled is told by the ledger."""
    cells: dict[str, set[tuple[str, int | None]]] = {}
    for entry in ledger.of("filled"):
        cells.setdefault(entry.variable, set()).add((entry.unit, entry.time))
    keys = list(zip(frame.unit_names, frame.time.tolist(), strict=True)) if cells else []
    found = []
    for name, values in frame.numbers.items():
        present = ~np.isnan(values)
        filled = np.zeros(len(frame), dtype=bool)
        if name in cells:
            filled = np.array([key in cells[name] for key in keys], dtype=bool) & present
        observed = present & ~filled
        times = frame.time[observed]
        found.append(
            VariableCoverage(
                name=name,
                first=int(times.min()) if times.size else None,
                last=int(times.max()) if times.size else None,
                observed=int(observed.sum()),
                filled=int(filled.sum()),
                missing=int((~present).sum()),
            )
        )
    return tuple(found)
