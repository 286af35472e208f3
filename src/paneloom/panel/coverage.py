"""What a panel covers: its rows, units and times, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.panel.frame import Frame


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of a panel.

    ``balanced`` says that every unit has a row at every time met in the panel; ``missing`` counts the empty
    cells of each column, columns in the order of the frame.
    """

    rows: int
    units: int
    times: tuple[int, ...]
    balanced: bool
    missing: tuple[tuple[str, int], ...]


def coverage(frame: Frame) -> Coverage:
    """The coverage of a frame."""
    times = tuple(int(time) for time in np.unique(frame.time))
    missing = [(name, int(np.isnan(values).sum())) for name, values in frame.numbers.items()]
    missing += [(name, int((labels == "").sum())) for name, labels in frame.categories.items()]
    return Coverage(
        rows=len(frame),
        units=len(frame.units),
        times=times,
        balanced=len(frame) == len(frame.units) * len(times),
        missing=tuple(missing),
    )
