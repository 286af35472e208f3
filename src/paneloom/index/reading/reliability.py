"""Cronbach's alpha (Cronbach 1951): whether indicators measure one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import totals
from paneloom.index.index import Index


@dataclass(frozen=True, slots=True, eq=False)
class Reliability(Record):
    """Alpha of k indicators over ``n`` complete rows; NaN where it has no meaning (one indicator, no variance).

    ``raw`` is k/(k-1) (1 - sum of variances / variance of the sum) of scaled values, ``standardised``
    k r / (1 + (k-1) r) with the mean correlation r. ``without`` (k,) is the raw alpha of the others,
    ``item_rest`` (k,) the correlation of each with the sum of the others.
    """

    node: str
    names: tuple[str, ...]
    n: int
    raw: float
    standardised: float
    without: Floats
    item_rest: Floats


def reliability(index: Index, values: Floats, times: Integers) -> tuple[Reliability, ...]:
    """Of each dimension and of the whole index, from raw ``values`` (n, J) of rows at ``times`` (n,)."""
    z = index.stages(values, times).scaled
    names = index.recipe.variables
    return tuple(
        alpha(node.name, tuple(names[j] for j in node.leaves), z[:, list(node.leaves)])
        for node in index.nodes
    )


def alpha(node: str, names: tuple[str, ...], z: Floats) -> Reliability:
    """Of the columns ``z`` (n, k) that point the same way; rows that lack one are left out."""
    found = totals(names, z[~np.isnan(z).any(axis=1)])
    scatter = np.asarray(found.scatter)
    variance, whole = np.diag(scatter), float(scatter.sum())
    rest = whole - 2 * scatter.sum(axis=0) + variance
    with np.errstate(divide="ignore", invalid="ignore"):
        joint = (scatter.sum(axis=0) - variance) / np.sqrt(variance * rest)
    others = [[k for k in range(len(names)) if k != j] for j in range(len(names))]
    return Reliability(
        node, names, found.n, _raw(scatter), _standardised(found.correlation),
        frozen([_raw(scatter[np.ix_(at, at)]) for at in others]),
        frozen(np.where(np.isfinite(joint), joint, np.nan)),
    )  # fmt: skip


def _raw(scatter: Floats) -> float:
    k, whole = len(scatter), float(scatter.sum())
    return k / (k - 1) * (1.0 - float(np.trace(scatter)) / whole) if k > 1 and whole > 0 else float("nan")


def _standardised(correlation: Floats) -> float:
    k = len(correlation)
    if k < 2:
        return float("nan")
    mean = (float(correlation.sum()) - k) / (k * (k - 1))
    return k * mean / (1.0 + (k - 1) * mean) if 1.0 + (k - 1) * mean > 0 else float("nan")
