"""What only shows when the sources of a first study are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry, Ledger

# Units with at most this share of the values that most have are nearly empty, where they are so few.
NEARLY_EMPTY, MOST_EMPTY = 0.2, 0.2


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The cells in which the sources of a variable differ: how many, and the one that differs most.

    ``largest`` is that difference as a share of the larger value; its entry has the value that is taken as
    ``after``, the other as ``before``, and as its rule what the two sources are called: "data.a > data.b".
    """

    cells: int
    largest: float
    entry: Entry


@dataclass(frozen=True, slots=True)
class Findings:
    """By variable where its sources disagree; the units that are nearly empty, of how many."""

    disagreements: Mapping[str, Disagreement] = field(default_factory=dict)
    empty_units: tuple[str, ...] = ()
    units: int = 0


def findings(frame: Frame, ledger: Ledger) -> Findings:
    """What the rows and the ledger of a panel tell of its sources."""
    return Findings(_disagreements(ledger), _nearly_empty(frame), len(frame.units))


def _disagreements(ledger: Ledger) -> dict[str, Disagreement]:
    found: dict[str, Disagreement] = {}
    for entry in ledger.of("disagrees"):
        one = Disagreement(entry.count, _difference(entry), entry)
        before = found.get(entry.variable)
        if before is not None:
            larger = one if one.largest > before.largest else before
            one = replace(larger, cells=before.cells + entry.count)
        found[entry.variable] = one
    return found


def _difference(entry: Entry) -> float:
    """The difference of two values as a share of the larger; 0 of an entry that only counts."""
    if not entry.before or not entry.after:
        return 0.0
    taken, other = float(entry.after), float(entry.before)
    return abs(taken - other) / max(abs(taken), abs(other))


def _nearly_empty(frame: Frame) -> tuple[str, ...]:
    """The few units with hardly a value, in the order of the frame; none where many are so."""
    counts = np.zeros(len(frame.units), dtype=np.int64)
    for values in frame.numbers.values():
        counts += np.bincount(frame.unit[~np.isnan(values)], minlength=counts.size)
    few = np.flatnonzero(counts <= NEARLY_EMPTY * np.median(counts)) if counts.size else counts
    return tuple(frame.units[code] for code in few) if few.size <= MOST_EMPTY * counts.size else ()
