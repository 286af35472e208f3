"""The cluster tensor Q: clustered errors of every model on some columns, however many clusters there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from paneloom.algebra.keyed import KeyedMoments
from paneloom.algebra.record import Floats, Integers, Record, frozen, sealed


@dataclass(frozen=True, slots=True, eq=False)
class Tensor(Record):
    """Q = sum over clusters of v v', v = vech of the scatter of the swept columns within a cluster.

    ``values`` is (m, m) with m = k(k + 1)/2. The score of a cluster is linear in v, so that the middle of
    any sandwich on these columns is A Q A'. ``+`` merges splits that keep clusters whole.
    """

    names: tuple[str, ...]
    clusters: int
    values: Floats

    def __add__(self, other: Tensor) -> Tensor:
        if self.names != other.names:
            raise ValueError(f"tensors of different columns: {self.names} and {other.names}")
        return Tensor(self.names, self.clusters + other.clusters, frozen(self.values + other.values))

    def meat(self, left: Floats, right: Floats) -> Floats:
        """(p, p) sum over clusters of s s', s = ``left``' S ``right`` with S the scatter of the cluster.

        ``left`` (k, p) makes the regressors (or fitted regressors) out of the columns, ``right`` (k,) the
        residual.
        """
        k = len(self.names)
        row, column = _pairs(k)
        # s_p = sum over pairs (i, j) of left_ip S_ij right_j; S is symmetric, so that both halves fold into v.
        map_ = left[row] * right[column, None] + np.where(row == column, 0.0, 1.0)[:, None] * (
            left[column] * right[row, None]
        )
        return np.asarray(map_.T @ self.values @ map_)


@lru_cache(maxsize=256)
def _pairs(k: int) -> tuple[Integers, Integers]:
    """The rows and columns of the upper triangle of k x k, for every model on k columns."""
    row, column = np.triu_indices(k)
    return sealed(row), sealed(column)


def tensor(moments: KeyedMoments) -> Tensor:
    """The tensor of swept columns from the scatter of each cluster."""
    row, column = _pairs(len(moments.names))
    v = moments.scatter[:, row, column]
    return Tensor(moments.names, int(moments.keys.size), frozen(v.T @ v))
