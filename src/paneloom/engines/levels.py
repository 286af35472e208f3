"""Codes of labels, of the time, and of several of them crossed: "region#year"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Integers
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.frame import Frame

CROSS = "#"

Mask = NDArray[np.bool_]


def level_codes(frame: Frame, spec: str, mask: Mask) -> Integers:
    """(n,) the code of each row's level, the same for every sample of the frame; ``mask`` (n,) is the sample.

    Times keep their own values where nothing is crossed with them; labels are numbered in sorted order.

    Raises
    ------
    PaneloomError
        ``unknown-category``; ``level-label-missing`` where a row of the sample has no label.
    """
    parts = [part.strip() for part in spec.split(CROSS)]
    if parts == [frame.time_key]:
        return frame.time
    codes = np.zeros(len(frame), dtype=np.int64)
    for part in parts:
        values = frame.time if part == frame.time_key else _labels(frame, part, mask)
        levels, at = np.unique(values, return_inverse=True)
        codes = codes * levels.size + at
    return codes


def _labels(frame: Frame, name: str, mask: Mask) -> np.ndarray:
    if name not in frame.categories:
        known = (*frame.categories, frame.time_key)
        raise PaneloomError("unknown-category", seen=name, nearest=nearest(name, known), known=known)
    labels = frame.categories[name]
    lost = np.flatnonzero(mask & (labels == ""))
    if lost.size:
        row = f"{frame.units[frame.unit[lost[0]]]}, {int(frame.time[lost[0]])}"
        raise PaneloomError("level-label-missing", seen=row, column=name, count=int(lost.size))
    return labels
