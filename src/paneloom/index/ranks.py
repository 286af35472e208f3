"""Ranks and percentiles as scales: the sorted values of each indicator are the ladder it stands on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.index.prepare import Preparation, prepared
from paneloom.index.rows import Rows


def ladders_of(rows: Rows, preparation: Preparation, *, by_year: bool) -> tuple[tuple[Floats, ...], ...]:
    """(G, J) sorted present values, of all rows or of each year in order."""
    parts = [(prepared(preparation, chunk.values), chunk.times) for chunk in rows.chunks()]
    values = np.vstack([part for part, _ in parts])
    times = np.concatenate([part for _, part in parts])
    groups = [values[times == time] for time in np.unique(times)] if by_year else [values]
    return tuple(tuple(_sorted(column) for column in group.T) for group in groups)


def _sorted(column: Floats) -> Floats:
    return frozen(np.sort(column[~np.isnan(column)]))


def ranked(
    kind: str, ladders: tuple[tuple[Floats, ...], ...], up: NDArray[np.bool_], x: Floats, group: Integers
) -> Floats:
    """(n, J) prepared values ``x`` as ranks from 0 to 1 on the ladders (G, J) of their ``group`` (n,).

    With b values below and e equal ones among n, "rank" is (b + (e - 1) / 2) / (n - 1), ties at their mean
    rank, so that the extremes are 0 and 1; "percentile" is (b + e) / n, the share at or below. ``up`` (J,)
    tells where larger is better; elsewhere values count from the other end. A value between two rungs, of a
    row that the ladder was not made of, has its own count of rungs below, at most 1 in all; a row whose group
    has no ladder (-1) has no rank.
    """
    z = np.full(x.shape, np.nan)
    for g, rungs in enumerate(ladders):
        here = np.flatnonzero(group == g)
        for j, ladder in enumerate(rungs):
            own = x[here, j]
            present = ~np.isnan(own)
            signed = (own[present], ladder) if up[j] else (-own[present], -ladder[::-1])
            below = np.searchsorted(signed[1], signed[0], side="left")
            upto = np.searchsorted(signed[1], signed[0], side="right")
            z[here[present], j] = _share(kind, below, upto, ladder.size)
    return z


def _share(kind: str, below: Integers, upto: Integers, n: int) -> Floats:
    if kind == "percentile":
        return np.asarray(upto / max(n, 1))
    mean = below + np.maximum(upto - below - 1, 0) / 2.0
    return np.asarray(np.minimum(mean / max(n - 1, 1), 1.0))
