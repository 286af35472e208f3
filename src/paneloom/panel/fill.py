"""The gaps of a panel filled as the study says, every cell with its line in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from paneloom.errors import PaneloomError, nearest
from paneloom.panel.assemble import Assembly, Origin
from paneloom.panel.frame import Frame
from paneloom.panel.gaps import Fill, Filled, fill_gaps
from paneloom.panel.ledger import Entry
from paneloom.study.sections import Clean

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
    """A frame with its gaps filled, how each of its cells came about, and the entries."""

    frame: Frame
    codes: MappingProxyType[str, Filled]
    entries: tuple[Entry, ...]


def fill(assembly: Assembly, clean: Clean) -> FilledFrame:
    """Fill the variables that ``clean.fill`` names, or all numeric ones; the rest is left empty, and said to be.

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
    numbers = dict(frame.numbers)
    codes: dict[str, Filled] = {}
    entries: list[Entry] = []
    for name, values in frame.numbers.items():
        chosen = clean.fill is None or name in clean.fill
        gaps, ends = (clean.gaps, clean.ends) if chosen else ("leave", "leave")
        filled = fill_gaps(frame.unit, frame.time, values, gaps, ends, clean.max_gap)
        numbers[name], codes[name] = filled.values, filled
        entries += _entries(frame, name, filled, assembly.origins[name])
    full = replace(frame, numbers=MappingProxyType(numbers))
    return FilledFrame(full, MappingProxyType(codes), tuple(entries))


def _entries(frame: Frame, name: str, filled: Filled, origin: Origin) -> list[Entry]:
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
        for row in filled.codes.nonzero()[0].tolist()
    ]
