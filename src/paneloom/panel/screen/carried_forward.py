"""Values carried forward: the same number year after year in a series that otherwise moves."""

from __future__ import annotations

import numpy as np

from paneloom.panel.screen.finding import Finding
from paneloom.panel.screen.series import Series, median, resolution

RULE = "carried forward"
LEAST_RUN = 4
USUAL = 0.05  # the share of unchanged values above which standing still is part of the variable
VISIBLE = 5  # the usual change must be this many times the last digit printed


def carried_forward(series: Series) -> tuple[Finding, ...]:
    """Runs of at least four equal values where the usual change would have shown in the digits printed."""
    values = series.values
    if values.shape[1] < LEAST_RUN:
        return ()
    equal = (values[:, 1:] == values[:, :-1]) & (values[:, 1:] != 0)
    steps = np.sum(~np.isnan(np.diff(values, axis=1)))
    if not equal.any() or np.sum(equal) > max(USUAL * steps, LEAST_RUN - 1.0):
        return ()
    moves = median(np.abs(np.diff(values, axis=1)) / np.abs(values[:, :-1]).clip(min=1e-300))
    found = []
    for unit in np.flatnonzero(np.sum(equal, axis=1) >= LEAST_RUN - 1).tolist():
        edges = np.flatnonzero(np.diff(np.concatenate([[0], equal[unit].astype(int), [0]])))
        for start, stop in edges.reshape(-1, 2).tolist():
            visible = float(moves) * abs(values[unit, start]) > VISIBLE * resolution(values)
            if stop - start >= LEAST_RUN - 1 and visible:
                row = int(series.rows[unit, start + 1])
                found.append(Finding(RULE, row, count=stop - start))
    return tuple(found)
