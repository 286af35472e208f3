"""Two values of one variable for the same unit and time: always refused, even when they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Integers
from paneloom.errors import PaneloomError, PaneloomErrors, nearest
from paneloom.panel.observations import Observations

REPORT_LIMIT = 20
FEW = 3


@dataclass(frozen=True, slots=True)
class Lacking:
    """Units that a doubled one may be a slip for: those ``met`` in any file, those of a registry met in ``none``."""

    met: tuple[str, ...]
    none: tuple[str, ...]

    def beside(self, one: Observations, unit: str, time: int | None) -> tuple[str, ...]:
        """The few met elsewhere that have no value of the variable at that time, else the one spelt most alike."""
        then = one.time == time if one.timed else slice(None)
        there = {one.units[code] for code in np.unique(one.unit[then])} if one.united else set(self.met)
        absent = tuple(name for name in self.met if name not in there)
        if 0 < len(absent) <= FEW:
            return absent
        like = nearest(unit, absent) or nearest(unit, self.none)
        return (like,) if like else ()


def duplicates(source: Observations, pairs: Integers, lacking: Lacking) -> PaneloomErrors:
    """The error for (p, 2) numbers of observations that stand for the same unit and time."""
    problems = []
    for a, b in pairs[:REPORT_LIMIT].tolist():
        values = (str(source.values[a]), str(source.values[b]))
        problems.append(
            PaneloomError(
                "duplicate-key",
                where=source.place(b),
                seen=values,
                variable=source.variable,
                unit=source.unit_of(a),
                time=source.time_of(a) or "",
                first_en=source.place(a).text("en"),
                first_zh=source.place(a).text("zh"),
                absent=lacking.beside(source, source.unit_of(a), source.time_of(a)),
            )
        )
    if len(pairs) > REPORT_LIMIT:
        rest = len(pairs) - REPORT_LIMIT
        problems.append(PaneloomError("more-duplicates", variable=source.variable, count=rest))
    return PaneloomErrors(problems)
