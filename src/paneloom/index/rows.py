"""Rows on their way into an index: chunks of columns, from arrays or from an engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.panel.engine import Engine
from paneloom.study.sample import EVERY_ROW

# A chunk of twenty columns fits into the cache of one core.
CHUNK = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some rows: ``values`` (n, J) with NaN for a missing value, ``times`` (n,)."""

    values: Floats
    times: Integers


class Rows(Protocol):
    """Rows that can be passed over several times, in the same order each time."""

    @property
    def names(self) -> tuple[str, ...]:
        """(J,) what the columns are called."""
        ...

    @property
    def units(self) -> int:
        """N, how many units there are."""
        ...

    @property
    def years(self) -> int:
        """T, how many times there are."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """All rows, chunk by chunk."""
        ...


class ArrayRows:
    """Columns of an array as rows for an index.

    Parameters
    ----------
    names
        (J,) what the columns are called.
    values
        (n, J), NaN for a missing value.
    units, times
        (n,) the unit and the time of each row, in any order; without them every row is a unit of one time.
    size
        How many rows a chunk has. The answers do not depend on it beyond rounding (1e-12).
    """

    def __init__(
        self,
        names: tuple[str, ...],
        values: Floats,
        units: Integers | None = None,
        times: Integers | None = None,
        size: int = CHUNK,
    ) -> None:
        self.names = names
        self._values = values
        self._times = np.zeros(len(values), dtype=np.int64) if times is None else times
        self._size = size
        self.units = len(values) if units is None else int(np.unique(units).size)
        self.years = int(np.unique(self._times).size)

    def chunks(self) -> Iterator[Chunk]:
        """All rows in their order, ``size`` at a time."""
        for start in range(0, len(self._values), self._size):
            stop = start + self._size
            yield Chunk(self._values[start:stop], self._times[start:stop])


def engine_rows(engine: Engine, names: tuple[str, ...]) -> ArrayRows:
    """Columns of an engine as rows for an index, sorted by unit and time."""
    frame = engine.collect(names, EVERY_ROW)
    values = np.column_stack([frame.numbers[name] for name in names])
    return ArrayRows(names, values, frame.unit, frame.time)


def places(known: Integers, times: Integers) -> Integers:
    """(n,) the place of each time among the ``known`` ones, which rise; -1 for one that is not known."""
    at = np.minimum(np.searchsorted(known, times), known.size - 1)
    return np.asarray(np.where(known[at] == times, at, -1))
