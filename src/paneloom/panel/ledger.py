"""The ledger: every cell that was converted, filled, derived, added or left out, with the place it came from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from paneloom.errors import Place

Action = Literal[
    "converted", "missing", "added", "filled", "left-empty", "derived", "renamed", "dropped", "flagged", "disagrees",
    "merged", "checked",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what was done to which cell, by which rule, from which value to which.

    ``variable`` is "" where the whole row is meant; ``rule`` is the name of the rule as the study file
    spells it ("linear", "total row", "drop_units"). "flagged" changes nothing: the cell is doubtful by the
    rule, and stays; "disagrees" tells the value of a source that another one overrules, "merged" how
    many values each source gave, "checked" how many printed totals agree with their sums. An entry may stand for ``count`` cells alike, where there are too many to list.
    """

    action: Action
    rule: str
    unit: str = ""
    time: int | None = None
    variable: str = ""
    before: str = ""
    after: str = ""
    place: Place | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries in the order in which things happened."""

    entries: tuple[Entry, ...] = ()

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(self.entries + other.entries)

    def of(self, action: Action) -> tuple[Entry, ...]:
        """The entries of one action."""
        return tuple(entry for entry in self.entries if entry.action == action)

    def counts(self) -> tuple[tuple[str, str, str, int], ...]:
        """(action, rule, variable, how many), in the order first met."""
        tally: dict[tuple[str, str, str], int] = {}
        for entry in self.entries:
            key = (entry.action, entry.rule, entry.variable)
            tally[key] = tally.get(key, 0) + entry.count
        return tuple((*key, count) for key, count in tally.items())


def number_text(value: float) -> str:
    """A computed number as the ledger prints it: at most 15 significant digits, beyond which is rounding.

    Whole numbers keep all of their digits. What a file says is printed as it is.
    """
    whole = float(value)
    rounded = float(f"{whole:.15g}")
    return repr(whole if whole.is_integer() or not math.isfinite(rounded) else rounded)


def ledger(entries: Iterable[Entry]) -> Ledger:
    """A ledger of these entries."""
    return Ledger(tuple(entries))
