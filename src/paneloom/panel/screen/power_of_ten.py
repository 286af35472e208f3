"""Slips of the decimal point: a cell, or a run of cells, off by 10, 100, 1000, ... against its own history."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.panel.screen.finding import Finding, times_ten
from paneloom.panel.screen.series import NORMAL, Series, median, resolution

RULE = "power of ten"
LEAST_VALUES = 4
# Peers say what is common to a year from this many on.
LEAST_PEERS = 4
LIKELY = 0.7  # of a power of ten, in logarithms of base 10: what may be a slip at all
NEAR = (0.15, 0.5)  # how near a tenfold, or a larger, change must come to a power of ten
SPREADS = 6.0
DIGITS = 200  # the larger of the two values must be this many times the last digit printed
COMMON = 0.25  # the share of units that jump together above which it is no slip of one


def power_of_ten(series: Series) -> tuple[Finding, ...]:
    """Runs of cells that stand a power of ten off the rest of their unit while peers do not move.

    What most units do from one time to the next is taken off first. A change counts as a slip when it is
    near a whole power of ten and at least six times what is usual in the unit and among all of them. The
    cells at the level that the unit keeps longest are taken as right.
    """
    levels = _levels(series)
    found = []
    for unit in np.flatnonzero(np.any(levels != 0, axis=1)).tolist():
        off, present = levels[unit], ~np.isnan(series.logs[unit])
        run: list[int] = []
        for at in [*np.flatnonzero(present).tolist(), -1]:
            if run and (at < 0 or off[at] != off[run[0]]):
                if off[run[0]]:
                    row = int(series.rows[unit, run[0]])
                    found.append(Finding(RULE, row, times_ten(-int(off[run[0]])), count=len(run)))
                run = []
            run.append(at)
    return tuple(found)


def slipped(series: Series) -> np.ndarray:
    """(u, T) whether a cell is one of those runs."""
    return np.asarray(_levels(series) != 0)


def _levels(series: Series) -> Integers:
    """(u, T) the power of ten by which each cell is off; 0 where nothing is."""
    nothing = np.zeros(series.values.shape, dtype=np.int64)
    if series.times.size < LEAST_VALUES:
        return nothing
    previous = _previous(series.logs)
    larger = np.fmax(series.logs, np.take_along_axis(series.logs, np.maximum(previous, 0), axis=1))
    slips = _slips(_changes(series, previous))
    slips[~(np.exp(larger) > DIGITS * resolution(series.values))] = 0
    units = np.flatnonzero(np.any(slips != 0, axis=1))
    levels = nothing
    for unit in units.tolist():
        present = ~np.isnan(series.logs[unit])
        level = np.cumsum(slips[unit])
        kept, counts = np.unique(level[present], return_counts=True)
        # The longest level is right; of two as long, the one without a slip before it.
        right = kept[np.lexsort((np.abs(kept), -counts))[0]]
        levels[unit] = np.where(present, level - right, 0)
    return levels


def _previous(values: Floats) -> Integers:
    """(u, T) the number of the last value before each in its unit; -1 where there is none."""
    columns = np.where(np.isnan(values), -1, np.arange(values.shape[1]))
    last = np.maximum.accumulate(columns, axis=1)
    found: Integers = np.concatenate([np.full((values.shape[0], 1), -1), last[:, :-1]], axis=1)
    return found


def _changes(series: Series, previous: Integers) -> Floats:
    """(u, T) change of each value, in powers of ten, from the value before it in the unit, common change off."""
    common = median(series.steps, axis=0)
    enough = np.sum(~np.isnan(series.steps), axis=0) >= LEAST_PEERS
    path = np.concatenate([[0.0], np.cumsum(np.where(enough, common, 0.0) * np.diff(series.times))])
    own = (series.logs - path) / np.log(10)
    before = np.take_along_axis(own, np.maximum(previous, 0), axis=1)
    changes: Floats = own - np.where(previous >= 0, before, np.nan)
    return changes


def _slips(changes: Floats) -> Integers:
    """(u, T) the power of ten of each change that is one, else 0."""
    size = np.abs(changes)
    ordinary = np.where(size < LIKELY, size, np.nan)
    own, pooled = NORMAL * median(ordinary, axis=1), float(NORMAL * median(ordinary)) if size.size else 0.0
    usual = np.fmax(np.nan_to_num(own), max(np.nan_to_num(pooled), 0.02))[:, None]
    power = np.round(changes)
    near = np.where(np.abs(power) == 1, NEAR[0], NEAR[1])
    slip = (np.abs(power) >= 1) & (np.abs(changes - power) <= near) & (size > SPREADS * usual)
    # A unit that jumps again and again is volatile, not mistyped; a year in which many jump is a break.
    often = np.sum(size >= LIKELY, axis=1) > np.maximum(2, np.sum(~np.isnan(size), axis=1) // 4)
    together = np.sum(slip, axis=0) > np.maximum(1, COMMON * np.sum(~np.isnan(size), axis=0))
    found: Integers = np.where(slip & ~often[:, None] & ~together, power, 0).astype(np.int64)
    return found
