"""Classes of a map: natural breaks, quantiles, equal intervals, given edges.

One convention throughout: class i holds ``edges[i] < v <= edges[i + 1]``, and the first class holds its lower
edge too. Equal values are never put into two classes.

Source of the natural breaks: W. D. Fisher, "On grouping for maximum homogeneity", JASA 53 (1958), 789-798.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError

Method = Literal["natural-breaks", "quantile", "equal-interval", "given"]
Outcome = Literal["as-asked", "fewer-distinct-values", "tied-edges-merged"]


@dataclass(frozen=True, slots=True, eq=False)
class Classes(Record):
    """Classes of finite values: k + 1 ``edges`` in ascending order, the ``counts`` of values in the k classes.

    ``outcome`` says why there may be fewer classes than were asked for: "fewer-distinct-values" when each
    distinct value is a class of its own, "tied-edges-merged" when quantiles fell together.
    """

    method: Method
    edges: Floats
    counts: tuple[int, ...]
    outcome: Outcome = "as-asked"

    def positions(self, values: ArrayLike) -> tuple[int | None, ...]:
        """The class of each value, counted from 0; None where the value is missing (NaN).

        Raises
        ------
        PaneloomError
            ``classes-outside`` when a value lies below the first edge or above the last.
        """
        given = np.asarray(values, dtype=np.float64).ravel()
        outside = given[(given < self.edges[0]) | (given > self.edges[-1])]
        if outside.size:
            low, high = self.edges[0], self.edges[-1]
            raise PaneloomError("classes-outside", seen=outside.tolist(), low=low, high=high)
        index = np.searchsorted(self.edges[1:-1], given, side="left")
        missing = np.isnan(given)
        return tuple(None if gone else int(at) for at, gone in zip(index, missing, strict=True))


def map_classes(values: ArrayLike, count: int, method: Method = "natural-breaks") -> Classes:
    """At most ``count`` classes of ``values``, an array of any shape; NaN is left out.

    Pool the values of several years to class their maps alike.

    Raises
    ------
    PaneloomError
        ``classes-count`` when ``count`` is below 1, ``classes-empty`` when no value is left,
        ``classes-infinite`` when one has no bound.
    """
    if count < 1:
        raise PaneloomError("classes-count", seen=count)
    known = _known(values)
    distinct, repeats = np.unique(known, return_counts=True)
    if distinct.size < count:
        edges = np.concatenate([distinct[:1], distinct])
        return _classes(method, edges, known, "fewer-distinct-values")
    if method == "natural-breaks":
        return _classes(method, _natural_edges(distinct, repeats, count), known)
    if method == "quantile":
        edges = _strict(np.quantile(known, np.linspace(0.0, 1.0, count + 1)))
        outcome: Outcome = "as-asked" if edges.size == count + 1 else "tied-edges-merged"
        return _classes(method, edges, known, outcome)
    return _classes("equal-interval", np.linspace(distinct[0], distinct[-1], count + 1), known)


def given_classes(values: ArrayLike, edges: Sequence[float]) -> Classes:
    """The classes between the given ``edges``, which must rise and enclose every value.

    Raises
    ------
    PaneloomError
        ``classes-edges`` when there are fewer than two edges or they do not rise, ``classes-outside``,
        ``classes-empty`` or ``classes-infinite``.
    """
    rising = np.asarray(edges, dtype=np.float64)
    if rising.size < 2 or not (np.diff(rising) > 0.0).all():
        raise PaneloomError("classes-edges", seen=list(edges))
    return _classes("given", rising, _known(values))


def within_sum_of_squares(values: ArrayLike, classes: Classes) -> float:
    """The sum over classes of squared distances to the class mean: what natural breaks make least."""
    known = _known(values)
    index = np.array(classes.positions(known))
    groups = (known[index == i] for i in np.unique(index))
    return float(sum(np.square(group - group.mean()).sum() for group in groups))


def _known(values: ArrayLike) -> Floats:
    """The values that are not missing."""
    given = np.asarray(values, dtype=np.float64).ravel()
    known = given[~np.isnan(given)]
    if known.size == 0:
        raise PaneloomError("classes-empty")
    if np.isinf(known).any():
        raise PaneloomError("classes-infinite", seen=known[np.isinf(known)].tolist())
    return known


def _classes(method: Method, edges: Floats, known: Floats, outcome: Outcome = "as-asked") -> Classes:
    """The record, its counts taken by the convention itself."""
    bare = Classes(method, frozen(edges), (), outcome)
    index = np.array(bare.positions(known), dtype=np.int64)
    counts = np.bincount(index, minlength=len(edges) - 1)
    return Classes(method, bare.edges, tuple(counts.tolist()), outcome)


def _strict(edges: Floats) -> Floats:
    """The edges without repeats; the first edge may stand twice when a class holds nothing above it."""
    interior = np.unique(edges[1:])
    return np.concatenate([edges[:1], interior])


def _natural_edges(distinct: Floats, repeats: Integers, count: int) -> Floats:
    """The smallest value, then the largest value of each class, in the split with the least squares.

    ``best[j]`` is the least sum over the first j distinct values split into the classes so far. The best
    last split never moves left as j grows, so each class costs O(n log n): the middle j of a stretch is
    solved first and bounds the splits of both halves.
    """
    n = distinct.size
    centred = distinct - np.average(distinct, weights=repeats)
    scale = max(float(np.abs(centred).max()), np.finfo(float).tiny)
    centred /= scale
    prefix = np.zeros((3, n + 1))
    np.cumsum([repeats, repeats * centred, repeats * centred**2], axis=1, out=prefix[:, 1:])

    def squares(start: Integers, stop: Integers) -> Floats:
        weight, total, square = prefix[:, stop] - prefix[:, start]
        return np.asarray(np.maximum(square - total**2 / weight, 0.0))

    stops = np.arange(1, n + 1)
    best = np.concatenate([[0.0], squares(np.zeros_like(stops), stops)])
    splits: list[Integers] = []
    for made in range(1, count):
        best, split = _one_more_class(best, squares, made)
        splits.append(split)
    ends = [n]
    for split in reversed(splits):
        ends.append(int(split[ends[-1]]))
    upper = distinct[np.array(ends[::-1]) - 1]
    return np.concatenate([distinct[:1], upper])


def _one_more_class(
    best: Floats, squares: Callable[[Integers, Integers], Floats], made: int
) -> tuple[Floats, Integers]:
    """``best`` for one class more than the ``made`` ones, and for each j where its last class starts.

    Every round solves the middle of all open stretches at once; ``spans`` holds for each stretch its first
    and last j and the first and last split that may be best.
    """
    n = best.size - 1
    least = np.full(n + 1, np.inf)
    split = np.zeros(n + 1, dtype=np.int64)
    spans = np.array([[made + 1], [n], [made], [n - 1]])
    while spans.size:
        first, last, low, high = spans
        middle = (first + last) // 2
        width = np.minimum(high, middle - 1) - low + 1
        offset = np.cumsum(width) - width
        start = np.arange(width.sum()) + np.repeat(low - offset, width)
        total = best[start] + squares(start, np.repeat(middle, width))
        least[middle] = np.minimum.reduceat(total, offset)
        hits = np.flatnonzero(total == np.repeat(least[middle], width))
        split[middle] = chosen = start[hits[np.searchsorted(hits, offset)]]
        halves = np.hstack([(first, middle - 1, low, chosen), (middle + 1, last, chosen, high)])
        spans = halves[:, halves[0] <= halves[1]]
    return least, split
