"""Numbers that are likely to stand for a missing value: -9999, 99999 and their like, far from all others."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError
from paneloom.panel.observations import Observations

SENTINELS = (-9999.0, -999.0, -99.0, 9999.0, 99999.0, 999999.0, 99999999.0)
FAR = 10
REPORT_LIMIT = 20


def likely_sentinels(values: Floats) -> Integers:
    """The numbers of the values (n,) of one variable that look like a code for a missing value.

    Such a value is one of ``SENTINELS``, and either more than ten times the size of every value that is none
    of them, or negative where all those are at least zero. Without other values nothing can be told.
    """
    nothing = np.zeros(0, dtype=np.int64)
    if not values.size:
        return nothing
    lowest, highest = values.min(), values.max()
    if np.isnan(lowest):
        lowest, highest = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
    within = [sentinel for sentinel in SENTINELS if lowest <= sentinel <= highest]
    if not within:
        return nothing
    candidate = np.zeros(values.size, dtype=bool)
    for sentinel in within:
        candidate |= values == sentinel
    if not candidate.any():
        return nothing
    others = values[~candidate & ~np.isnan(values)]
    if others.size == 0:
        return nothing
    far = np.abs(values) > FAR * np.abs(others).max()
    alone = (values < 0) & bool(others.min() >= 0)
    found: Integers = np.flatnonzero(candidate & (far | alone))
    return found


def sentinel_faults(one: Observations) -> list[PaneloomError]:
    """A ``likely-sentinel`` for each such value of a variable, at most twenty; none among labels."""
    if one.is_category:
        return []
    problems: list[PaneloomError] = []
    for number in likely_sentinels(one.values)[:REPORT_LIMIT].tolist():
        value, time = f"{one.values[number]:.0f}", one.time_of(number)
        row = f"{one.unit_of(number)} {'' if time is None else time}".strip()
        problems.append(
            PaneloomError(
                "likely-sentinel",
                where=one.place(number),
                seen=value,
                variable=one.variable,
                row=row,
                value=value,
            )
        )
    return problems
