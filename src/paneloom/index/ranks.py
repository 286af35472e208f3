"""Ranks and percentiles as scales: the sorted values of each indicator are the ladder it stands on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.index.prepare import Preparation
from paneloom.index.rows import Rows


def ladders_of(rows: Rows, preparation: Preparation, *, by_year: bool) -> tuple[tuple[Floats, ...], ...]:
    """(G, J) sorted present values, of all rows or of each year in order."""
    raise NotImplementedError(rows, preparation, by_year)


def ranked(
    ladders: tuple[tuple[Floats, ...], ...], up: NDArray[np.bool_], x: Floats, group: Integers
) -> Floats:
    """(n, J) prepared values ``x`` as ranks from 0 to 1 on the ladders (G, J) of their ``group`` (n,).

    ``up`` (J,) tells where larger is better.
    """
    raise NotImplementedError(ladders, up, x, group)
