"""Extents: how many values a column has, how small, how large, and around what.

Merging over any split of the rows gives the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class Extents(Record):
    """For each of k columns: ``n`` present values, their ``minimum``, ``maximum`` and ``mean``, each (k,).

    A column without values has n = 0, an infinite minimum and maximum of the wrong sign, and mean 0.
    """

    names: tuple[str, ...]
    n: Integers
    minimum: Floats
    maximum: Floats
    mean: Floats

    def __add__(self, other: Extents) -> Extents:
        if self.names != other.names:
            raise ValueError(f"extents of different columns: {self.names} and {other.names}")
        n = self.n + other.n
        share = np.divide(other.n, n, out=np.zeros(len(self.names)), where=n > 0)
        return Extents(
            names=self.names,
            n=frozen(n, np.int64),
            minimum=frozen(np.minimum(self.minimum, other.minimum)),
            maximum=frozen(np.maximum(self.maximum, other.maximum)),
            mean=frozen(self.mean + (other.mean - self.mean) * share),
        )


def extents(names: tuple[str, ...], values: Floats) -> Extents:
    """The extents of ``values`` (n, k), NaN for a missing value."""
    present = ~np.isnan(values)
    n = present.sum(axis=0)
    # Sums around a present value, so that a mean of 1e8 costs no digits of what varies around it.
    first = np.zeros(values.shape[1])
    filled = n > 0
    if values.shape[0]:
        rows = present.argmax(axis=0)
        first[filled] = values[rows[filled], np.flatnonzero(filled)]
    around = np.where(present, values - first, 0.0).sum(axis=0)
    return Extents(
        names=names,
        n=frozen(n, np.int64),
        minimum=frozen(np.where(present, values, np.inf).min(axis=0, initial=np.inf)),
        maximum=frozen(np.where(present, values, -np.inf).max(axis=0, initial=-np.inf)),
        mean=frozen(first + np.divide(around, n, out=np.zeros(values.shape[1]), where=filled)),
    )
