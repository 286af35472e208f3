"""Which years each variable covers, and how many of its values were observed, filled, or are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from paneloom.panel.frame import Frame
from paneloom.panel.provenance import Mask


@dataclass(frozen=True, slots=True)
class VariableCoverage:
    """One variable: the first and last time with an observed value (None without one), and its counts of rows.

    ``observed`` + ``filled`` + ``missing`` = the rows of the panel; ``filled`` values were filled themselves
    or are computed from one that was.
    """

    name: str
    first: int | None
    last: int | None
    observed: int
    filled: int
    missing: int


def variable_coverage(frame: Frame, filled: Mapping[str, Mask]) -> tuple[VariableCoverage, ...]:
    """The coverage of each numeric column of a frame; ``filled_cells`` tells what was filled."""
    found = []
    for name, values in frame.numbers.items():
        present = ~np.isnan(values)
        marked = filled[name] & present
        observed = present & ~marked
        times = frame.time[observed]
        found.append(
            VariableCoverage(
                name=name,
                first=int(times.min()) if times.size else None,
                last=int(times.max()) if times.size else None,
                observed=int(observed.sum()),
                filled=int(marked.sum()),
                missing=int((~present).sum()),
            )
        )
    return tuple(found)
