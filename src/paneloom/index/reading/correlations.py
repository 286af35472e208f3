"""Correlations of indicators, and the pairs that say the same or run against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import totals
from paneloom.index.index import Index
from paneloom.index.reading.by_year import mean_ranks


@dataclass(frozen=True, slots=True, eq=False)
class Pair(Record):
    """Two indicators, their correlation, and whether they are of one dimension."""

    one: str
    two: str
    correlation: float
    together: bool


@dataclass(frozen=True, slots=True, eq=False)
class Correlations(Record):
    """Correlations (J, J) of scaled indicators, by ``kind``; ``n`` (J, J) are the rows that each rests on.

    ``redundant`` are the pairs of at least ``threshold``, the highest first, ``opposed`` those of at most
    minus ``threshold_opposed``, the lowest first. Scaled values point the same way, so that a negative
    correlation is one of what is good. NaN for an indicator that does not vary.
    """

    kind: str
    names: tuple[str, ...]
    matrix: Floats
    n: Integers
    threshold: float
    threshold_opposed: float
    redundant: tuple[Pair, ...]
    opposed: tuple[Pair, ...]


def correlations(
    index: Index,
    values: Floats,
    times: Integers,
    kind: Literal["pearson", "spearman"] = "pearson",
    threshold: float = 0.9,
    threshold_opposed: float = 0.4,
) -> Correlations:
    """Correlations of the scaled indicators of raw ``values`` (n, J), over the rows that have both.

    The thresholds are those of the Joint Research Centre's audits: 0.9 and above is redundant, -0.4 and below
    a conflict (Becker et al. 2022, COINr, ``get_corr_flags``).
    """
    z = index.stages(values, times).scaled
    count = z.shape[1]
    matrix, n = np.full((count, count), np.nan), np.zeros((count, count), dtype=np.int64)
    for j in range(count):
        for k in range(j, count):
            both = ~(np.isnan(z[:, j]) | np.isnan(z[:, k]))
            n[j, k] = n[k, j] = both.sum()
            matrix[j, k] = matrix[k, j] = _correlation(z[both, j], z[both, k], kind)
    pairs = _pairs(index, matrix)
    redundant = [pair for pair in pairs if pair.correlation >= threshold]
    opposed = [pair for pair in pairs if pair.correlation <= -threshold_opposed]
    return Correlations(
        kind, index.recipe.variables, frozen(matrix), frozen(n, np.int64), threshold, threshold_opposed,
        tuple(sorted(redundant, key=lambda pair: -pair.correlation)),
        tuple(sorted(opposed, key=lambda pair: pair.correlation)),
    )  # fmt: skip


def _correlation(a: Floats, b: Floats, kind: str) -> float:
    if kind == "spearman":
        a, b = mean_ranks(a), mean_ranks(b)
    return float(totals(("a", "b"), np.column_stack([a, b])).correlation[0, 1])


def _pairs(index: Index, matrix: Floats) -> list[Pair]:
    items = index.indicators
    return [
        Pair(a.variable, b.variable, float(matrix[j, k]), a.dimension == b.dimension)
        for j, a in enumerate(items)
        for k, b in enumerate(items[j + 1 :], start=j + 1)
    ]
