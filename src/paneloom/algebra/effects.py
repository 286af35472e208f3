"""What one pass over the rows must bring home before effects can be swept out: the first record.

The larger dimension, the unit, is swept by centring. Times, up to about two thousand of them, are swept
by one L x L solve of the normal equations of their dummies, for unbalanced panels too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.centre import centred_within
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import Totals, totals

# "trend" is a slope in time for each unit; "time" stands for the second effect, whatever its levels are.
Effects = Literal["none", "unit", "time", "unit+time", "unit+trend", "unit+trend+time"]


@dataclass(frozen=True, slots=True, eq=False)
class TimeBlock(Record):
    """Moments by time, of L times and k columns.

    ``weight`` (L,) sums of weights. When unit effects are absorbed: ``normal`` (L, L) and ``cross`` (L, k)
    are D'D and D'Z after both were centred within units. Otherwise ``normal`` is diagonal and ``cross``
    (L, k) holds weighted sums of deviations from ``origin`` (k,).
    """

    times: Integers
    names: tuple[str, ...]
    weight: Floats
    normal: Floats
    cross: Floats
    origin: Floats

    def __add__(self, other: TimeBlock) -> TimeBlock:
        times = np.union1d(self.times, other.times)
        weight = np.zeros(times.size)
        normal = np.zeros((times.size, times.size))
        cross = np.zeros((times.size, len(self.names)))
        for part in (self, other):
            at = np.searchsorted(times, part.times)
            weight[at] += part.weight
            normal[np.ix_(at, at)] += part.normal
            # Deviations are moved to the origin of the first part; with unit effects both origins are zero.
            cross[at] += part.cross + part.weight[:, None] * (part.origin - self.origin)
        return TimeBlock(
            frozen(times, np.int64), self.names, frozen(weight), frozen(normal), frozen(cross), self.origin
        )


@dataclass(frozen=True, slots=True, eq=False)
class FirstRecord(Record):
    """The first pass over a sample: totals of the raw columns, the number of units, the time block.

    ``within`` (k, k) holds the cross-products of the columns centred within units, zeros when no unit effect
    is absorbed. ``+`` merges splits that keep units whole.
    """

    effects: Effects
    units: int
    totals: Totals
    within: Floats
    block: TimeBlock

    def __add__(self, other: FirstRecord) -> FirstRecord:
        return FirstRecord(
            self.effects,
            self.units + other.units,
            self.totals + other.totals,
            frozen(self.within + other.within),
            self.block + other.block,
        )


def first_record(block: Block, effects: Effects) -> FirstRecord:
    """The first record of one block of whole units."""
    times, at = np.unique(block.second, return_inverse=True)
    weight = np.zeros(times.size)
    np.add.at(weight, at, block.weights)
    if "unit" in effects:
        origin = np.zeros(len(block.names))
        centred = centred_within(block.values, block.starts, block.weights)
        normal = _normal(block, at, weight)
        within = (centred * block.weights[:, None]).T @ centred
    else:
        origin = block.values[0] if block.values.shape[0] else np.zeros(len(block.names))
        centred = block.values - origin
        normal = np.diag(weight)
        within = np.zeros((len(block.names), len(block.names)))
    cross = np.zeros((times.size, len(block.names)))
    np.add.at(cross, at, centred * block.weights[:, None])
    time_block = TimeBlock(
        frozen(times, np.int64), block.names, frozen(weight), frozen(normal), frozen(cross), frozen(origin)
    )
    summed = totals(block.names, block.values, block.weights)
    return FirstRecord(effects, int(block.starts.size), summed, frozen(within), time_block)


def _normal(block: Block, at: Integers, weight: Floats) -> Floats:
    """D'D after centring within units: diag(w) - sum over units of p p' / sum(p), p the weights by time."""
    unit = np.cumsum(np.bincount(block.starts, minlength=block.units.size)) - 1 if block.units.size else at
    presence = np.zeros((block.starts.size, weight.size))
    np.add.at(presence, (unit, at), block.weights)
    normal: Floats = np.diag(weight) - (presence / presence.sum(axis=1)[:, None]).T @ presence
    return normal
