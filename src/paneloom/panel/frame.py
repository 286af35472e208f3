"""A small table of columns in memory, sorted by unit and time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record


class LabelsLater(Mapping[str, np.ndarray]):
    """Columns of labels, some of which are made only when they are first looked at.

    The names of the units are the widest column of a large frame, and most work on it needs only their codes.
    """

    __slots__ = ("_columns",)

    def __init__(self, columns: Mapping[str, np.ndarray | Callable[[], np.ndarray]]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> np.ndarray:
        column = self._columns[name]
        if callable(column):
            column = self._columns[name] = column()
        return column

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


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


def rows_of(frame: Frame, of: Frame) -> Integers:
    """(n,) for each row of ``of`` the row of ``frame`` with its unit and time, -1 where there is none."""
    if (
        frame.units == of.units
        and np.array_equal(frame.unit, of.unit)
        and np.array_equal(frame.time, of.time)
    ):
        return np.arange(len(of), dtype=np.int64)
    place = {
        (frame.units[unit], int(time)): row
        for row, (unit, time) in enumerate(zip(frame.unit, frame.time, strict=True))
    }
    keys = zip(of.unit, of.time, strict=True)
    return np.array([place.get((of.units[unit], int(time)), -1) for unit, time in keys], dtype=np.int64)
