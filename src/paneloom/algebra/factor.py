"""The factor R: the triangle that holds all least squares of some columns, without squaring their condition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class Factor(Record):
    """R of the QR decomposition of weighted rows: ``upper`` (k, k), diagonal never negative.

    R'R is the cross-product of the columns, and any regression on the rows of R is the regression on the
    data. ``+`` is the QR of two stacked factors. ``squared`` says that it was taken from cross-products,
    which carry half the digits.
    """

    names: tuple[str, ...]
    n: int
    weight: float
    upper: Floats
    squared: bool = False

    def __add__(self, other: Factor) -> Factor:
        if self.names != other.names:
            raise ValueError(f"factors of different columns: {self.names} and {other.names}")
        upper = triangle(np.vstack([self.upper, other.upper]))
        return Factor(
            self.names,
            self.n + other.n,
            self.weight + other.weight,
            frozen(upper),
            self.squared or other.squared,
        )

    def select(self, names: tuple[str, ...]) -> Factor:
        """The factor of some of the columns, in this order."""
        at = [self.names.index(name) for name in names]
        return Factor(names, self.n, self.weight, frozen(triangle(self.upper[:, at])), self.squared)

    def sweep(self, names: tuple[str, ...]) -> Factor:
        """The factor of the other columns after a regression of each on ``names``, which must be independent."""
        others = tuple(name for name in self.names if name not in names)
        ordered = self.select(names + others).upper
        return Factor(others, self.n, self.weight, frozen(ordered[len(names) :, len(names) :]), self.squared)

    def combine(self, names: tuple[str, ...], matrix: Floats) -> Factor:
        """The factor of new columns, each a combination of these: ``matrix`` is (k, new).

        With constant weights a linear index is such a column, so that its factor needs no rows.
        """
        return Factor(names, self.n, self.weight, frozen(triangle(self.upper @ matrix)), self.squared)

    @property
    def norms(self) -> Floats:
        """(k,) the length of each column."""
        return np.asarray(np.sqrt((self.upper**2).sum(axis=0)))


def factor(names: tuple[str, ...], values: Floats, weights: Floats) -> Factor:
    """The factor of ``values`` (n, k) with positive ``weights`` (n,)."""
    rows = values * np.sqrt(weights)[:, None]
    return Factor(names, values.shape[0], float(weights.sum()), frozen(triangle(rows)))


def triangle(rows: Floats) -> Floats:
    """(k, k) upper triangle of the QR of ``rows`` (n, k), rows of zeros where n < k, diagonal >= 0."""
    k = rows.shape[1]
    upper = np.zeros((k, k))
    if k == 0 or rows.shape[0] == 0:
        return upper
    reduced = np.asarray(np.linalg.qr(rows, mode="r"))
    upper[: reduced.shape[0]] = reduced
    signs = np.where(np.diag(upper) < 0, -1.0, 1.0)
    # Zero added makes negative zeros below the diagonal plain ones.
    return np.asarray(upper * signs[:, None] + 0.0)
