"""Breaks of a single unit against its own history, while the others go on as before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats
from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import Series, beyond_neighbours, median, ones, resolution, spread

RULE = "break in one"
LEAST_UNITS, LEAST_STEPS = 5, 5
LEAST_JUMP = 0.18  # in logarithms: a fifth
SPREADS = 10.0
COMMON = 0.15  # the share of units that jump half as far in the same year
DIGITS = 20  # values must be this many times the last digit printed: 0.02 after 0.01 tells nothing


def break_in_one(series: Series) -> tuple[Finding, ...]:
    """Cells at which a unit leaves its path by ten times what is usual in it and among all units.

    A cell that goes and comes back is found once, with the value between its neighbours; one where the
    series stays at another level, with the value that the change of the others would have given.
    """
    if len(series) < LEAST_UNITS or series.steps.shape[1] < LEAST_STEPS:
        return ()
    apart = series.steps - median(series.steps, axis=0)
    jump = beyond_neighbours(apart)
    usual = np.fmax(spread(apart, axis=1)[:, None], spread(apart))
    large = np.minimum(series.values[:, :-1], series.values[:, 1:]) > DIGITS * resolution(series.values)
    far = (np.abs(jump) > LEAST_JUMP) & (np.abs(jump) > SPREADS * usual) & large
    far &= _alone(jump, far)
    found = []
    for unit, at in ones(far):
        if at and far[unit, at - 1] and jump[unit, at] * jump[unit, at - 1] < 0:
            continue
        row = int(series.rows[unit, at + 1])
        found.append(Finding(RULE, row, f"{_expected(series, unit, at):.6g}"))
    return tuple(found)


def _alone(jump: Floats, far: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(u, s) whether few units jump half as far to the same side in the same year."""
    alone = np.zeros(jump.shape, dtype=bool)
    for unit, at in ones(far):
        same = jump[:, at] * np.sign(jump[unit, at]) >= abs(jump[unit, at]) / 2
        alone[unit, at] = np.sum(same) <= max(1.0, COMMON * jump.shape[0])
    return alone


def _expected(series: Series, unit: int, at: int) -> float:
    """The value after step ``at``: between its neighbours if the series comes back, else as the others moved."""
    logs, common = series.logs[unit], median(series.steps, axis=0) * np.diff(series.times)
    moved = float(logs[at] + common[at])
    if at + 2 < logs.size and abs(logs[at + 2] - logs[at]) < abs(logs[at + 1] - logs[at]) / 2:
        moved = float(logs[at] + logs[at + 2]) / 2
    return float(np.exp(moved))
