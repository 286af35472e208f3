"""Why a score changed between two years: own data, bounds, weights."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import factorial

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.reading.contribution import contributions_of_scaled
from paneloom.index.reading.walk import scores_of_scaled
from paneloom.index.scaling import scaled

FACTORS = ("data", "bounds", "weights")


@dataclass(frozen=True, slots=True, eq=False)
class Change(Record):
    """The change of the scores of ``units`` (U,) from year ``start`` to year ``end``, and what it comes from.

    ``before`` and ``after`` (U,) are the scores; ``parts`` (U, 3) what the unit's own data, the bounds and the
    weights did (``FACTORS``), which add up to the change. ``by_indicator`` (U, 3, J) are the same by
    indicator where the recipe is a weighted sum, None for any other; ``constant`` (U, 3) is what no indicator
    has, not 0 only where scores of dimensions are scaled again. ``varies`` (3,) tells which of the three may
    differ between years at all.
    """

    units: Integers
    start: int
    end: int
    before: Floats
    after: Floats
    parts: Floats
    varies: tuple[bool, ...]
    by_indicator: Floats | None
    constant: Floats | None


def changes(index: Index, values: Floats, units: Integers, times: Integers, start: int, end: int) -> Change:
    """The changes of all units that have a row in both years; ``values`` (n, J) are raw.

    Each of the three takes its Shapley value (Shorrocks 2013): the mean of what it does over the orders in
    which old data, bounds and weights can be replaced by new ones. So the order matters to nobody and nothing
    is left over. While bounds and weights are of all years, the change is of own data alone. Where a mean has
    no meaning for old data within new bounds (a geometric one of negative values), the parts are NaN;
    clipping avoids that.

    Raises
    ------
    PaneloomError
        ``index-no-year`` for a year that has no rows.
    """
    for year in (start, end):
        if not (times == year).any():
            raise PaneloomError("index-no-year", year=year, known=tuple(int(t) for t in np.unique(times)))
    both = np.intersect1d(units[times == start], units[times == end])
    old, new = _rows(values, units, times, both, start), _rows(values, units, times, both, end)
    varies = (True, bool(index.scaling.times.size), any(node.times.size for node in index.nodes))
    is_sum = all(node.aggregation == "arithmetic" and node.method != "bod" for node in index.nodes)
    corners = {
        corner: _corner(index, (old, new), (start, end), corner, is_sum=is_sum)
        for corner in product((0, 1), repeat=3)
        if all(v or not c for v, c in zip(varies, corner, strict=True))
    }
    whole = _shapley({corner: found[0] for corner, found in corners.items()}, varies)
    top = tuple(int(v) for v in varies)
    parts = constant = None
    if is_sum:
        split = _shapley({corner: found[1] for corner, found in corners.items()}, varies)
        parts, constant = frozen(split[:, :, :-1]), frozen(split[:, :, -1])
    return Change(
        frozen(both, np.int64), start, end, frozen(corners[(0, 0, 0)][0][:, 0]),
        frozen(corners[(top[0], top[1], top[2])][0][:, 0]), frozen(whole[:, :, 0]), varies, parts, constant,
    )  # fmt: skip


def _rows(values: Floats, units: Integers, times: Integers, wanted: Integers, year: int) -> Floats:
    """(U, J) the rows of the ``wanted`` units in a year."""
    at = np.flatnonzero(times == year)
    place = np.argsort(units[at], kind="stable")
    return values[at[place[np.searchsorted(units[at], wanted, sorter=place)]]]


def _corner(
    index: Index,
    rows: tuple[Floats, Floats],
    years: tuple[int, int],
    corner: tuple[int, ...],
    *,
    is_sum: bool,
) -> tuple[Floats, Floats]:
    """((U, 1) scores, (U, J + 1) parts and constant) with the data, bounds and weights of the years chosen."""
    values = rows[corner[0]]
    bounds, weights = (np.full(len(values), years[chosen], dtype=np.int64) for chosen in corner[1:])
    z = scaled(index.scaling, values, bounds)
    if is_sum:
        found = contributions_of_scaled(index, z, weights)
        return found.score[:, None], np.column_stack([found.values, found.constant])
    return scores_of_scaled(index, z, weights)[:, -1:], np.zeros((len(z), 0))


def _shapley(corners: dict[tuple[int, ...], Floats], varies: tuple[bool, ...]) -> Floats:
    """(U, 3, m) Shapley values of the three factors, from figures (U, m) at each corner."""
    first = corners[(0, 0, 0)]
    split = np.zeros((len(first), 3, first.shape[1]))
    count = sum(varies)
    for corner, figure in corners.items():
        for place in range(3):
            if not varies[place] or corner[place]:
                continue
            joined = (*corner[:place], 1, *corner[place + 1 :])
            size = sum(corner)
            share = factorial(size) * factorial(count - size - 1) / factorial(count)
            split[:, place] += share * (corners[joined] - figure)
    return split
