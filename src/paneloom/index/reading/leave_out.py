"""The index without one indicator or one dimension, built again: how far the ranks move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.build import build
from paneloom.index.index import Index
from paneloom.index.reading.by_year import by_year, ranks, spearman
from paneloom.index.rows import ArrayRows


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut(Record):
    """The index without ``name``, against the whole one, for each of the T years.

    ``mean_shift`` and ``max_shift`` (T,) are of absolute differences of ranks, ``spearman`` (T,) is the
    correlation of the ranks, over units with a score in both. ``weight`` is what it weighed. ``refused`` is the
    slug of the error where the index cannot be built without it, with its ``details``; the figures are NaN then.
    """

    name: str
    weight: float
    mean_shift: Floats
    max_shift: Floats
    spearman: Floats
    refused: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LeaveOut(Record):
    """Each indicator or dimension left out in turn; ``times`` (T,) are the years."""

    what: str
    times: Integers
    items: tuple[LeftOut, ...]


def leave_out(
    index: Index,
    values: Floats,
    units: Integers,
    times: Integers,
    what: Literal["indicator", "dimension"] = "indicator",
) -> LeaveOut:
    """Build the index of raw ``values`` (n, J) again without each indicator, or dimension, in turn.

    Bounds and weights are those of the smaller index. An element that holds every indicator is passed over.
    """
    years = np.unique(times)
    whole = by_year(index.stages(values, times).scores[:, -1], units, times).values
    items = [
        _compared(index, (values, units, times), whole, name, leaves)
        for name, leaves in _elements(index, what)
        if len(leaves) < len(index.indicators)
    ]
    return LeaveOut(what, frozen(years, np.int64), tuple(items))


def _elements(index: Index, what: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    if what == "indicator":
        for j, name in enumerate(index.recipe.variables):
            yield name, (j,)
    else:
        for node in index.nodes[:-1]:
            yield node.name, node.leaves


def _compared(
    index: Index, rows: tuple[Floats, Integers, Integers], whole: Floats, name: str, leaves: tuple[int, ...]
) -> LeftOut:
    values, units, times = rows
    weight = float(index.weight[list(leaves)].sum())
    recipe = index.recipe.without(*(index.recipe.variables[j] for j in leaves))
    own = np.delete(values, leaves, axis=1)
    try:
        made = build(recipe, ArrayRows(recipe.variables, own, units, times))
    except PaneloomError as error:
        nothing = frozen(np.full(whole.shape[1], np.nan))
        details = tuple(error.details.items())
        return LeftOut(name, weight, nothing, nothing, nothing, error.slug, details)
    bare = by_year(made.stages(own, times).scores[:, -1], units, times).values
    # Ranks among those that have both scores, or a unit that gains one would move all below it.
    both = ~(np.isnan(whole) | np.isnan(bare))
    old, new = ranks(np.where(both, whole, np.nan)), ranks(np.where(both, bare, np.nan))
    gaps = [np.abs(new[at, t] - old[at, t]) for t, at in enumerate(both.T)]
    return LeftOut(
        name, weight,
        frozen([float(gap.mean()) if gap.size else np.nan for gap in gaps]),
        frozen([float(gap.max()) if gap.size else np.nan for gap in gaps]),
        frozen([spearman(one, two) for one, two in zip(whole.T, bare.T, strict=True)]),
    )  # fmt: skip
