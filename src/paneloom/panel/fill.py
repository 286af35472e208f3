"""The gaps of a panel filled as the study says, every cell with its line in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import frozen
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.assemble import EMPTY_ROW, Assembly, Origin
from paneloom.panel.frame import Frame
from paneloom.panel.gaps import Fill, Filled, fill_gaps
from paneloom.panel.ledger import Entry
from paneloom.study.intake import Clean

GRID = "grid"
RULES: Mapping[Fill, str] = MappingProxyType(
    {
        Fill.LINEAR: "linear",
        Fill.NEAREST: "nearest",
        Fill.TREND: "trend",
        Fill.TREND_ALL: "trend-all",
        Fill.LEFT: "leave",
        Fill.TOO_LONG: "max_gap",
        Fill.NO_DATA: "no data",
        Fill.ONE_VALUE: "one value",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class FilledFrame:
    """A frame with its gaps filled and without empty rows, how its cells came about, and the entries."""

    frame: Frame
    codes: MappingProxyType[str, Filled]
    entries: tuple[Entry, ...]


def fill(assembly: Assembly, clean: Clean) -> FilledFrame:
    """Fill the variables that ``clean.fill`` names, or all numeric ones; the rest is left empty, and said to be.

    Gaps are filled on the rows that there are: ``assembly`` is to be complete when any filling is asked.
    A row in which every variable with times of its own is still empty is no observation and is left out. The
    rows that complete the grid and stay are entries, as are those left out that a file names.

    Raises
    ------
    PaneloomError
        ``unknown-column`` for a variable to fill that comes from no file.
    """
    frame = assembly.frame
    for name in clean.fill or ():
        if name not in frame.numbers:
            raise PaneloomError(
                "unknown-column",
                seen=name,
                nearest=nearest(name, frame.numbers),
                known=tuple(frame.numbers),
            )
    codes: dict[str, Filled] = {}
    for name, values in frame.numbers.items():
        chosen = clean.fill is None or name in clean.fill
        gaps, ends = (clean.gaps, clean.ends) if chosen else ("leave", "leave")
        codes[name] = fill_gaps(frame.unit, frame.time, values, gaps, ends, clean.max_gap)
    kept = _with_values(assembly, codes)
    entries = _row_entries(assembly, kept)
    for name, filled in codes.items():
        entries += _entries(frame, name, filled, assembly.origins[name], kept)
    codes = {
        name: Filled(frozen(one.values[kept]), frozen(one.codes[kept], np.int64))
        for name, one in codes.items()
    }
    full = replace(
        frame,
        unit=frozen(frame.unit[kept], np.int64),
        time=frozen(frame.time[kept], np.int64),
        numbers=MappingProxyType({name: one.values for name, one in codes.items()}),
        categories=MappingProxyType(
            {name: frozen(labels[kept], None) for name, labels in frame.categories.items()}
        ),
    )
    return FilledFrame(full, MappingProxyType(codes), tuple(entries))


def _with_values(assembly: Assembly, codes: Mapping[str, Filled]) -> NDArray[np.bool_]:
    """(n,) whether a variable with times of its own has a value in the row; each unit has such a row."""
    kept = np.zeros(len(assembly.frame), dtype=bool)
    for name, origin in assembly.origins.items():
        if origin.observations.timed and origin.observations.united:
            labels = assembly.frame.categories
            kept |= labels[name] != "" if name in labels else codes[name].codes >= 0
    return kept


def _row_entries(assembly: Assembly, kept: NDArray[np.bool_]) -> list[Entry]:
    """Rows that no file names and that now have a value; rows that a file names and that have none."""
    frame = assembly.frame
    return [
        Entry(
            action="added" if kept[row] else "dropped",
            rule=GRID if kept[row] else EMPTY_ROW,
            unit=frame.units[frame.unit[row]],
            time=int(frame.time[row]),
            place=assembly.place(row),
        )
        for row in np.flatnonzero(kept != assembly.named).tolist()
    ]


def _entries(frame: Frame, name: str, filled: Filled, origin: Origin, kept: NDArray[np.bool_]) -> list[Entry]:
    return [
        Entry(
            action="filled" if filled.codes[row] > 0 else "left-empty",
            rule=RULES[Fill(int(filled.codes[row]))],
            unit=frame.units[frame.unit[row]],
            time=int(frame.time[row]),
            variable=name,
            after=repr(float(filled.values[row])) if filled.codes[row] > 0 else "",
            place=origin.place(row),
        )
        for row in np.flatnonzero((filled.codes != Fill.OBSERVED) & kept).tolist()
    ]
