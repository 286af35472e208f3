"""What a panel covers: its rows, units and times, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from paneloom.panel.frame import Frame


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of a panel.

    ``balanced`` says that every unit has a row at every time from the first of the panel to the last; ``missing`` counts the empty
    cells of each column, columns in the order of the frame.
    """

    rows: int
    units: int
    times: tuple[int, ...]
    balanced: bool
    missing: tuple[tuple[str, int], ...]


def years_outside(asked: tuple[int, int] | None, times: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """The years that a study asks for and its panel has no row in, as spans (first, last) in rising order.

    ``asked`` are the first and last year of the study, ``times`` those met in the panel.
    """
    if asked is None:
        return ()
    first, last = asked
    inside = sorted(time for time in times if first <= time <= last)
    # Between two years that are met; a study may ask for more years than can be counted one by one.
    bounds = pairwise([first - 1, *inside, last + 1])
    return tuple((low + 1, high - 1) for low, high in bounds if high - low > 1)


def coverage(frame: Frame) -> Coverage:
    """The coverage of a frame."""
    times = tuple(int(time) for time in np.unique(frame.time))
    # A study counts in years; a year that no unit has is a hole in each of them.
    span = times[-1] - times[0] + 1 if times else 0
    missing = [(name, int(np.isnan(values).sum())) for name, values in frame.numbers.items()]
    missing += [(name, int((labels == "").sum())) for name, labels in frame.categories.items()]
    return Coverage(
        rows=len(frame),
        units=len(frame.units),
        times=times,
        balanced=len(frame) == len(frame.units) * span,
        missing=tuple(missing),
    )
