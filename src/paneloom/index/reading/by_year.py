"""Columns of a panel as units by years, and ranks within each year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class ByYear(Record):
    """``values`` (U, T) of ``units`` (U,) at ``times`` (T,), both in order; NaN where there is no row."""

    units: Integers
    times: Integers
    values: Floats

    def at(self, time: int) -> Floats:
        """(U,) the values of one year; NaN for a year that there is not."""
        place = np.flatnonzero(self.times == time)
        return self.values[:, place[0]] if place.size else np.full(self.units.size, np.nan)


def by_year(values: Floats, units: Integers, times: Integers) -> ByYear:
    """A column ``values`` (n,) of rows with ``units`` and ``times`` (n,), each pair at most once."""
    known, row = np.unique(units, return_inverse=True)
    years, column = np.unique(times, return_inverse=True)
    wide = np.full((known.size, years.size), np.nan)
    wide[row, column] = values
    return ByYear(frozen(known, np.int64), frozen(years, np.int64), frozen(wide))


def ranks(values: Floats) -> Floats:
    """(U, ...) ranks down the first axis: 1 is the highest, ties share the better rank, NaN has none."""
    flat = values.reshape(len(values), -1)
    found = np.full(flat.shape, np.nan)
    for column, into in zip(flat.T, found.T, strict=True):
        present = ~np.isnan(column)
        ordered = np.sort(-column[present])
        into[present] = np.searchsorted(ordered, -column[present], side="left") + 1
    return found.reshape(values.shape)


def mean_ranks(values: Floats) -> Floats:
    """(n,) ranks from 1, smallest first, ties at their mean rank; complete values only."""
    ordered = np.sort(values)
    low = np.searchsorted(ordered, values, side="left")
    high = np.searchsorted(ordered, values, side="right")
    return np.asarray((low + high + 1) / 2.0)


def spearman(a: Floats, b: Floats) -> float:
    """Spearman's rank correlation over the places where both have a value; NaN where it has none."""
    both = ~(np.isnan(a) | np.isnan(b))
    one, two = mean_ranks(a[both]), mean_ranks(b[both])
    one, two = one - (one.size + 1) / 2.0, two - (two.size + 1) / 2.0
    scale = float(np.sqrt((one @ one) * (two @ two)))
    return float(one @ two) / scale if scale > 0 else float("nan")
