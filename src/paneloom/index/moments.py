"""Moments of columns: n, extremes, means and scatter, of all rows or of each year; merging gives the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class Moments(Record):
    """(G, J) moments of J columns in G groups, over the values that are present.

    ``times`` (G,) are the groups, in order: one group with time 0 when rows are pooled. A group without
    values has n = 0, an infinite minimum and maximum of the wrong sign, mean and scatter 0. ``scatter`` is
    the sum of squares around the mean.
    """

    times: Integers
    n: Integers
    minimum: Floats
    maximum: Floats
    mean: Floats
    scatter: Floats

    def __add__(self, other: Moments) -> Moments:
        """Chan, Golub and LeVeque (1983), update for pairs of samples, group by group."""
        times = np.union1d(self.times, other.times)
        one, two = self._spread(times), other._spread(times)
        n = one.n + two.n
        share = np.divide(two.n, n, out=np.zeros(n.shape), where=n > 0)
        with np.errstate(over="ignore", invalid="ignore"):
            # As in _of_rows; a group without values adds nothing to the scatter, however far it is.
            gap = two.mean - one.mean
            mean = one.mean + gap * share
            scatter = one.scatter + two.scatter + gap * (gap * (one.n * share))
        return Moments(
            times=frozen(times, np.int64),
            n=frozen(n, np.int64),
            minimum=frozen(np.minimum(one.minimum, two.minimum)),
            maximum=frozen(np.maximum(one.maximum, two.maximum)),
            mean=frozen(mean),
            scatter=frozen(scatter),
        )

    def pooled(self) -> Moments:
        """The groups as one; without any, one that has no values."""
        rows = [self.group(g) for g in range(self.times.size)]
        return reduce(Moments.__add__, rows, _of_rows(np.zeros((0, self.n.shape[1])), 0))

    def deviation(self, divisor: int = 1) -> Floats:
        """(G, J) standard deviations with n - ``divisor`` below."""
        return np.asarray(np.sqrt(self.scatter / np.maximum(self.n - divisor, 1)))

    def group(self, g: int) -> Moments:
        """The moments of one group, by its place."""
        at = slice(g, g + 1)
        return Moments(
            np.zeros(1, dtype=np.int64),
            self.n[at],
            self.minimum[at],
            self.maximum[at],
            self.mean[at],
            self.scatter[at],
        )

    def _spread(self, times: Integers) -> Moments:
        """The same moments with a row for each of ``times``."""
        if np.array_equal(times, self.times):
            return self
        at, shape = np.searchsorted(times, self.times), (times.size, self.n.shape[1])

        def spread(column: Floats, filling: float) -> Floats:
            wide = np.full(shape, filling)
            wide[at] = column
            return wide

        return Moments(
            times,
            spread(self.n.astype(np.float64), 0).astype(np.int64),
            spread(self.minimum, np.inf),
            spread(self.maximum, -np.inf),
            spread(self.mean, 0.0),
            spread(self.scatter, 0.0),
        )


def moments(values: Floats, times: Integers | None = None) -> Moments:
    """The moments of ``values`` (n, J), NaN for a missing value; by ``times`` (n,) where they are given."""
    if times is None:
        return _of_rows(values, 0)
    groups = [_of_rows(values[times == time], int(time)) for time in np.unique(times)]
    return reduce(Moments.__add__, groups) if groups else _none(values.shape[1])


def merged(parts: Iterable[Moments], columns: int) -> Moments:
    """The whole of several moments of as many ``columns``.

    Neighbours are merged in pairs, and these in pairs again, so that a mean is rounded as many times as the
    logarithm of their number.
    """
    waiting: list[tuple[int, Moments]] = []
    for part in parts:
        size, whole = 1, part
        while waiting and waiting[-1][0] == size:
            whole, size = waiting.pop()[1] + whole, 2 * size
        waiting.append((size, whole))
    found = _none(columns)
    for _, whole in reversed(waiting):
        found = whole + found
    return found


def _none(columns: int) -> Moments:
    shape = (0, columns)
    empty = np.zeros(shape)
    return Moments(np.zeros(0, dtype=np.int64), empty.astype(np.int64), empty, empty, empty, empty)


def _of_rows(values: Floats, time: int) -> Moments:
    present = ~np.isnan(values)
    n = present.sum(axis=0)
    filled = n > 0
    # Sums around a present value, so that a mean of 1e8 costs no digits of what varies around it.
    first = np.zeros(values.shape[1])
    if values.shape[0]:
        first[filled] = values[present.argmax(axis=0)[filled], np.flatnonzero(filled)]
    with np.errstate(over="ignore", invalid="ignore"):
        # A sum beyond the largest number is infinite; anchors made of such a mean or scatter are refused, and
        # the extremes know nothing of it.
        around = np.where(present, values - first, 0.0)
        shift = np.divide(around.sum(axis=0), n, out=np.zeros(n.size), where=filled)
        centred = np.where(present, around - shift, 0.0)
        shift += np.divide(centred.sum(axis=0), n, out=np.zeros(n.size), where=filled)
        mean, scatter = first + shift, (centred * centred).sum(axis=0)
    return Moments(
        times=frozen([time], np.int64),
        n=frozen(n[None], np.int64),
        minimum=frozen(np.where(present, values, np.inf).min(axis=0, initial=np.inf)[None]),
        maximum=frozen(np.where(present, values, -np.inf).max(axis=0, initial=-np.inf)[None]),
        mean=frozen(mean[None]),
        scatter=frozen(scatter[None]),
    )
