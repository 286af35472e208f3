"""The unit-years that an index is drawn for, and scores laid out by year and unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.rows import ArrayRows
from paneloom.panel.engine import Engine
from paneloom.study.sample import EVERY_ROW

# Scores that agree to so many digits of the largest one tie: sums in another order are no other rank.
DIGITS = 12
# How the gap filling of the study itself is called among others.
NOMINAL = "study"


@dataclass(frozen=True, slots=True, eq=False)
class Cases(Record):
    """n unit-years of J columns ``names``: ``unit`` (n,) indexes the N ``units``, ``time`` (n,) holds the years.

    ``values`` has the columns (n, J) for each way of gap filling, by name; the first is the nominal one.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    unit: Integers
    time: Integers
    values: Mapping[str, Floats]

    @property
    def years(self) -> Integers:
        """(T,) the years in order."""
        return np.unique(self.time)

    def rows(self, names: tuple[str, ...], filling: str | None = None) -> tuple[ArrayRows, Floats]:
        """Some of the columns, as rows for an index and as an array (n, k)."""
        whole = self.values[filling] if filling is not None else next(iter(self.values.values()))
        values = whole[:, [self.names.index(name) for name in names]]
        return ArrayRows(names, values, self.unit, self.time), values

    def grid(self) -> Integers:
        """(T, N) the row of each year and unit, -1 where there is none."""
        place = np.full((self.years.size, len(self.units)), -1, dtype=np.int64)
        place[np.searchsorted(self.years, self.time), self.unit] = np.arange(self.unit.size)
        return place


def cases_of(engine: Engine, names: tuple[str, ...], others: Mapping[str, Engine] | None = None) -> Cases:
    """The unit-years of an engine, and the same ones of ``others`` with gaps filled in another way.

    Raises
    ------
    PaneloomError
        ``uncertainty-rows`` when another engine has other unit-years.
    """
    frame = engine.collect(names, EVERY_ROW)
    values = {NOMINAL: np.column_stack([frame.numbers[name] for name in names])}
    for key, other in (others or {}).items():
        found = other.collect(names, EVERY_ROW)
        is_same = found.units == frame.units and np.array_equal(found.unit, frame.unit)
        if not is_same or not np.array_equal(found.time, frame.time):
            raise PaneloomError("uncertainty-rows", filling=key)
        values[key] = np.column_stack([found.numbers[name] for name in names])
    return Cases(
        names, frame.units, frozen(frame.unit, np.int64), frozen(frame.time, np.int64), MappingProxyType(values)
    )  # fmt: skip


def laid_out(scores: Floats, grid: Integers) -> Floats:
    """(b, T, N) scores of b draws from those of their rows (b, n), NaN where there is none."""
    made = scores[:, np.maximum(grid, 0)]
    made[:, grid < 0] = np.nan
    return np.asarray(made)


def averages(laid: Floats) -> Floats:
    """(b, N) means over the years with a score, NaN for a unit without any."""
    present = ~np.isnan(laid)
    count = present.sum(axis=1)
    total = np.where(present, laid, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))


def ranks(scores: Floats) -> np.ndarray:
    """Ranks (..., N) of ``scores`` (..., N), 1 the highest, the better rank for ties, 0 without a score."""
    largest = np.fmax.reduce(np.abs(scores), axis=-1, keepdims=True)
    scale = np.where(largest > 0, largest, 1.0)
    keys = -np.round(scores / scale, DIGITS)
    order = np.argsort(keys, axis=-1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=-1)
    place = np.arange(1, scores.shape[-1] + 1, dtype=np.int32)
    begins = np.ones(scores.shape, dtype=bool)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    rank = np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
    made = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(made, order, rank.astype(np.int32), axis=-1)
    made[np.isnan(scores)] = 0
    return made
