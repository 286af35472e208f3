"""Runs of values that stand, digit for digit, in another series or at other times of the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.panel.screen.series import Series

RULE = "copied run"
LEAST_RUN = 4
LEAST_DISTINCT = 3
LEAST_DIGITS = 12  # of the values of a run together: three each
ONE_THING = 3  # variables that share runs in this many units are one thing, not copies
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)


@dataclass(frozen=True, slots=True)
class Copy:
    """``length`` values from ``start`` on in one series, equal to those from ``other_start`` on in another.

    A series is (variable, unit), both by number; starts are numbers of times.
    """

    series: tuple[int, int]
    start: int
    other: tuple[int, int]
    other_start: int
    length: int


def copied_runs(grids: Sequence[Series]) -> tuple[Copy, ...]:
    """Equal runs of at least four values, over all (u, T) grids of the same units and times.

    Runs must have three values that differ and twelve significant digits in all: small whole numbers meet
    by chance. Two variables that agree in three units or more at the same times are taken as one thing.
    """
    windows, origin = _windows([grid.values for grid in grids])
    if not len(windows):
        return ()
    matches: dict[tuple[int, int, int, int, int], list[int]] = {}
    for group in _equal_rows(windows):
        if not _tells(windows[group[0]]):
            continue
        first = origin[group[0]]
        for other in origin[group[1:]]:
            key = (int(first[0]), int(first[1]), int(other[0]), int(other[1]), int(other[2] - first[2]))
            matches.setdefault(key, []).append(int(first[2]))
    same = _one_thing(list(matches))
    found: list[Copy] = []
    for (variable, unit, other, other_unit, shift), starts in matches.items():
        if shift == 0 and unit == other_unit and (variable, other) in same:
            continue
        for start, stop in _runs(sorted(starts)):
            length = stop - start + LEAST_RUN
            found.append(Copy((variable, unit), start, (other, other_unit), start + shift, length))
    return tuple(sorted(found, key=lambda copy: (copy.series, copy.start, copy.other, copy.other_start)))


def _windows(grids: list[Floats]) -> tuple[Floats, Integers]:
    """(w, 4) values that stand in a row and are not constant, and (w, 3) variable, unit and start of each."""
    width = grids[0].shape[1] if grids else 0
    if width < LEAST_RUN:
        return np.zeros((0, LEAST_RUN)), np.zeros((0, 3), dtype=np.int64)
    stack = np.stack(grids)
    views = np.lib.stride_tricks.sliding_window_view(stack, LEAST_RUN, axis=2)
    kept = ~np.isnan(views).any(axis=3) & (np.ptp(views, axis=3) > 0)
    return views[kept] + 0.0, np.argwhere(kept)


def _equal_rows(windows: Floats) -> list[Integers]:
    """The groups of rows that are equal, each in rising order, in the order of their first rows."""
    bits = np.ascontiguousarray(windows).view(np.uint64)
    mixed = (bits * _MULTIPLIERS) ^ ((bits * _MULTIPLIERS) >> np.uint64(29))
    keys: NDArray[np.uint64] = np.bitwise_xor.reduce(mixed * _MULTIPLIERS[::-1], axis=1)
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    starts, stops = np.r_[0, edges], np.r_[edges, order.size]
    groups = [order[a:b] for a, b in zip(starts, stops, strict=True) if b - a > 1]
    alike = [group for group in groups if np.all(windows[group] == windows[group[0]])]
    return sorted(alike, key=lambda group: int(group[0]))


def _tells(run: Floats) -> bool:
    """Whether a run has digits enough not to meet another by chance."""
    texts = [f"{abs(value):.12g}".partition("e")[0] for value in run.tolist()]
    digits = sum(len(text.replace(".", "").strip("0")) for text in texts)
    return digits >= LEAST_DIGITS and len(np.unique(run)) >= LEAST_DISTINCT


def _one_thing(keys: list[tuple[int, int, int, int, int]]) -> frozenset[tuple[int, int]]:
    units: dict[tuple[int, int], set[int]] = {}
    for variable, unit, other, other_unit, shift in keys:
        if variable != other and unit == other_unit and shift == 0:
            units.setdefault((variable, other), set()).add(unit)
    return frozenset(pair for pair, found in units.items() if len(found) >= ONE_THING)


def _runs(starts: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for start in starts:
        if runs and start == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], start)
        else:
            runs.append((start, start))
    return runs
