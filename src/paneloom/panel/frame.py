"""A small table of columns in memory, sorted by unit and time."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record


@dataclass(frozen=True, slots=True, eq=False)
class Frame(Record):
    """Rows of a panel.

    ``units`` (u,) are the unit names in sorted order; ``unit`` (n,) indexes them, ``time`` (n,) holds the
    times; each array of ``numbers`` is (n,) with NaN for a missing value, each of ``categories`` (n,) text
    with "" for a missing label, the unit key first. ``time_key`` is what expressions call the time.
    """

    units: tuple[str, ...]
    unit: Integers
    time: Integers
    numbers: MappingProxyType[str, Floats]
    categories: MappingProxyType[str, np.ndarray]
    time_key: str = "time"

    def __len__(self) -> int:
        return int(self.unit.size)

    @property
    def unit_names(self) -> tuple[str, ...]:
        """The unit of each row, by name."""
        return tuple(self.units[code] for code in self.unit)
