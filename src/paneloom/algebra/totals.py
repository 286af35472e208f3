"""Totals: count, weight, means and the scatter around them; merging over any split of the rows gives the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class Totals(Record):
    """Second moments of k columns over complete rows.

    ``n`` rows, ``weight`` the sum of their weights (n when there are none), ``mean`` (k,) weighted means,
    ``scatter`` (k, k) weighted cross-products around them.
    """

    names: tuple[str, ...]
    n: int
    weight: float
    mean: Floats
    scatter: Floats

    def __add__(self, other: Totals) -> Totals:
        """Chan, Golub and LeVeque (1983), update for pairs of samples."""
        if self.names != other.names:
            raise ValueError(f"totals of different columns: {self.names} and {other.names}")
        weight = self.weight + other.weight
        if weight == 0:
            return self
        gap = other.mean - self.mean
        return Totals(
            names=self.names,
            n=self.n + other.n,
            weight=weight,
            mean=frozen(self.mean + gap * (other.weight / weight)),
            scatter=frozen(
                self.scatter + other.scatter + np.outer(gap, gap) * (self.weight * other.weight / weight)
            ),
        )

    def select(self, names: tuple[str, ...]) -> Totals:
        """The totals of some of the columns, in this order."""
        at = [self.names.index(name) for name in names]
        return Totals(names, self.n, self.weight, frozen(self.mean[at]), frozen(self.scatter[np.ix_(at, at)]))

    @property
    def deviation(self) -> Floats:
        """(k,) standard deviations with divisor n - 1 (frequency-free; weights enter as shares)."""
        share = self.n / self.weight if self.weight else 0.0
        return np.asarray(np.sqrt(np.diag(self.scatter) * share / max(self.n - 1, 1)))

    @property
    def correlation(self) -> Floats:
        """(k, k) Pearson correlations; NaN for a column that does not vary."""
        scale = np.sqrt(np.diag(self.scatter))
        scale = np.where(scale > 0, scale, np.nan)
        correlation = self.scatter / np.outer(scale, scale)
        np.fill_diagonal(correlation, np.where(np.isnan(scale), np.nan, 1.0))
        return np.asarray(correlation)


def totals(names: tuple[str, ...], values: Floats, weights: Floats | None = None) -> Totals:
    """The totals of ``values`` (n, k), complete, with positive ``weights`` (n,) or none."""
    n, k = values.shape
    if n == 0:
        return Totals(names, 0, 0.0, frozen(np.zeros(k)), frozen(np.zeros((k, k))))
    weight = np.ones(n) if weights is None else weights
    total = float(weight.sum())
    if k == 0:
        return Totals(names, n, total, frozen(np.zeros(0)), frozen(np.zeros((0, 0))))
    mean = values[0] + (weight @ (values - values[0])) / total
    centred = values - mean
    correction = (weight @ centred) / total
    centred -= correction
    return Totals(
        names=names,
        n=n,
        weight=total,
        mean=frozen(mean + correction),
        scatter=frozen((centred * weight[:, None]).T @ centred),
    )
