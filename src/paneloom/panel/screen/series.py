"""The values of one variable as a grid of units and times, with their changes and what is usual among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers

# The median absolute deviation of a normal variable is this much smaller than its standard deviation.
NORMAL = 1.4826


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """u units at T times.

    Parameters
    ----------
    values
        (u, T) numbers with NaN for missing.
    rows
        (u, T) the row of each value in the frame, -1 where it has none.
    times
        (T,) the times, rising.
    logs
        (u, T) natural logarithms of the positive values, NaN elsewhere.
    steps
        (u, T - 1) change of the logarithm from each time to the next, per period of the calendar.
    """

    values: Floats
    rows: Integers
    times: Integers
    logs: Floats
    steps: Floats

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def without(self, cells: NDArray[np.bool_]) -> Series:
        """The series with some (u, T) cells missing."""
        return _series(np.where(cells, np.nan, self.values), self.rows, self.times)


def series_of(unit: Integers, time: Integers, values: Floats) -> Series:
    """The grid of (n,) values, whose rows are sorted by unit and time and have unique keys."""
    units, row_of = np.unique(unit, return_inverse=True)
    times, column_of = np.unique(time, return_inverse=True)
    rows = np.full((units.size, times.size), -1, dtype=np.int64)
    rows[row_of, column_of] = np.arange(unit.size)
    return on_grid(rows, times, values)


def on_grid(rows: Integers, times: Integers, values: Floats) -> Series:
    """The grid of (n,) values, given the (u, T) rows of its cells, -1 for none."""
    grid = np.where(rows >= 0, values[rows], np.nan) if values.size else np.full(rows.shape, np.nan)
    return _series(grid, rows, times)


def _series(values: Floats, rows: Integers, times: Integers) -> Series:
    logs = np.full(values.shape, np.nan)
    np.log(values, out=logs, where=values > 0)
    return Series(values, rows, times, logs, np.diff(logs, axis=1) / np.diff(times))


def resolution(values: Floats) -> float:
    """The last digit in which values are printed, 0.01 for two decimals; 0 when there are more than six."""
    present = values[~np.isnan(values)]
    for decimals in range(7):
        shifted = present * 10.0**decimals
        if np.all(np.abs(shifted - np.round(shifted)) <= 1e-6 * np.maximum(1.0, np.abs(present))):
            return float(10.0**-decimals)
    return 0.0


def median(values: Floats, axis: int | None = None) -> Floats:
    """Medians of the values that are there, NaN where there are none; much quicker than ``nanmedian``."""
    flat = values.reshape(1, -1) if axis is None else np.moveaxis(values, axis, -1)
    ordered = np.sort(flat, axis=-1)
    count = np.sum(~np.isnan(ordered), axis=-1)
    if ordered.shape[-1] == 0:
        return np.full(ordered.shape[:-1], np.nan)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, ordered.shape[-1] - 1)
    middle = (
        np.take_along_axis(ordered, low[..., None], -1) + np.take_along_axis(ordered, high[..., None], -1)
    )[..., 0] / 2
    found: Floats = np.where(count > 0, middle, np.nan)
    return found[0] if axis is None else found


def spread(values: Floats, axis: int | None = None) -> Floats:
    """1.4826 times the median absolute deviation from the median: a standard deviation that outliers leave alone."""
    middle = median(values, axis)
    centred = values - (middle if axis is None else np.expand_dims(middle, axis))
    return NORMAL * median(np.abs(centred), axis)


def beyond_neighbours(steps: Floats) -> Floats:
    """How far each step (..., s) lies outside the range of the steps before and after it; 0 within, NaN at the ends.

    The last step is held against the two before it. The first has nothing to be held against: growth that
    slows down from a high beginning is no break.
    """
    out = np.full(steps.shape, np.nan)
    if steps.shape[-1] < 3:
        return out
    before = np.concatenate([steps[..., :-2], steps[..., -2:-1]], axis=-1)
    after = np.concatenate([steps[..., 2:], steps[..., -3:-2]], axis=-1)
    here = steps[..., 1:]
    low, high = np.minimum(before, after), np.maximum(before, after)
    out[..., 1:] = np.maximum(here - high, 0) + np.minimum(here - low, 0)
    return out


def ones(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The cells (row, column) of a mask that are true, by row."""
    return [(int(i), int(j)) for i, j in zip(*np.nonzero(mask), strict=True)]
