"""The degree of obstacle (障碍度): what keeps each unit from the best score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.index.index import Index
from paneloom.index.reading.walk import effective_weights_at, leaves_matrix
from paneloom.index.scaling import scaled


@dataclass(frozen=True, slots=True, eq=False)
class TopObstacles(Record):
    """The indicators with the largest mean degrees of a year, the largest first; ``degree`` (k,) are the means."""

    time: int
    names: tuple[str, ...]
    degree: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Obstacles(Record):
    """Shares (n, J) of each indicator in how far a row is from the best: they add up to 1.

    The degree is w (1 - z) / sum of w (1 - z), z between the two anchors of each indicator, w the effective
    weight in the year of the row. ``by_dimension`` (n, M - 1) are sums over the indicators below; ``top`` the
    largest of each year. NaN for a row that lacks an indicator, or lacks nothing. ``beyond`` names indicators
    with values above the anchor that counts as 1: their degree is negative there.
    """

    names: tuple[str, ...]
    degree: Floats
    dimensions: tuple[str, ...]
    by_dimension: Floats
    top: tuple[TopObstacles, ...]
    beyond: tuple[str, ...]


def obstacles(index: Index, values: Floats, times: Integers, top: int = 5) -> Obstacles:
    """The degrees of raw ``values`` (n, J) of rows at ``times`` (n,), and the ``top`` of each year.

    The model of the Chinese literature on land use and sustainability: factor contribution w, deviation
    1 - z, degree w (1 - z) / sum. It reads an index as a weighted sum, whatever its aggregation.
    """
    scaling = index.scaling
    z = (scaled(scaling, values, times) - scaling.low) / (scaling.high - scaling.low)
    gap = effective_weights_at(index, times) * (1.0 - z)
    whole = gap.sum(axis=1, keepdims=True)
    degree = np.divide(gap, whole, out=np.full(gap.shape, np.nan), where=whole > 0)
    names = index.recipe.variables
    return Obstacles(
        names, frozen(degree), tuple(node.name for node in index.nodes[:-1]),
        frozen(degree @ leaves_matrix(index)),
        tuple(_top(names, degree[times == time], int(time), top) for time in np.unique(times)),
        tuple(name for name, column in zip(names, z.T, strict=True) if (column > 1.0).any()),
    )  # fmt: skip


def _top(names: tuple[str, ...], degree: Floats, time: int, count: int) -> TopObstacles:
    known = degree[~np.isnan(degree).any(axis=1)]
    if not len(known):
        return TopObstacles(time, (), frozen(np.zeros(0)))
    means = known.mean(axis=0)
    order = np.argsort(-means, kind="stable")[:count]
    return TopObstacles(time, tuple(names[j] for j in order), frozen(means[order]))
