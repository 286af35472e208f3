"""Keyed moments: the scatter of each cluster, kept apart, so that clusters can be chosen or left out later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class KeyedMoments(Record):
    """Cross-products of k columns within each of G clusters that nest units.

    ``keys`` (G,) sorted cluster codes, ``n`` (G,) rows, ``weight`` (G,), ``scatter`` (G, k, k) weighted
    cross-products of columns that were centred within units (or, when no unit effect is absorbed, around
    their means). Time dummies are kept as columns, so that a selection of clusters can be swept anew.
    """

    names: tuple[str, ...]
    keys: Integers
    n: Integers
    weight: Floats
    scatter: Floats

    def __add__(self, other: KeyedMoments) -> KeyedMoments:
        if self.names != other.names:
            raise ValueError(f"keyed moments of different columns: {self.names} and {other.names}")
        keys = np.union1d(self.keys, other.keys)
        n, weight = np.zeros(keys.size, dtype=np.int64), np.zeros(keys.size)
        scatter = np.zeros((keys.size, len(self.names), len(self.names)))
        for part in (self, other):
            at = np.searchsorted(keys, part.keys)
            n[at] += part.n
            weight[at] += part.weight
            scatter[at] += part.scatter
        return KeyedMoments(
            self.names, frozen(keys, np.int64), frozen(n, np.int64), frozen(weight), frozen(scatter)
        )

    def select(self, keys: Integers) -> KeyedMoments:
        """The moments of these clusters."""
        return self._at(np.isin(self.keys, keys))

    def without(self, key: int) -> KeyedMoments:
        """The moments of all clusters but one."""
        return self._at(self.keys != key)

    def total(self) -> Floats:
        """(k, k) cross-products of all clusters together."""
        return np.asarray(self.scatter.sum(axis=0))

    def _at(self, mask: np.ndarray) -> KeyedMoments:
        return KeyedMoments(
            self.names,
            frozen(self.keys[mask], np.int64),
            frozen(self.n[mask], np.int64),
            frozen(self.weight[mask]),
            frozen(self.scatter[mask]),
        )


def keyed_moments(
    names: tuple[str, ...], values: Floats, clusters: Integers, weights: Floats
) -> KeyedMoments:
    """The keyed moments of centred ``values`` (n, k); ``clusters`` (n,) need not be sorted."""
    keys, at = np.unique(clusters, return_inverse=True)
    order = np.argsort(at, kind="stable")
    starts = np.searchsorted(at[order], np.arange(keys.size))
    rows = values[order]
    weighted = rows * weights[order, None]
    k = values.shape[1]
    scatter = np.empty((keys.size, k, k))
    stops = np.r_[starts[1:], rows.shape[0]] if keys.size else starts
    for cluster, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        scatter[cluster] = weighted[start:stop].T @ rows[start:stop]
    return KeyedMoments(
        names=names,
        keys=frozen(keys, np.int64),
        n=frozen(np.bincount(at, minlength=keys.size), np.int64),
        weight=frozen(np.bincount(at, weights=weights, minlength=keys.size)),
        scatter=frozen(scatter),
    )
