"""What one pass over the rows must bring home before effects can be swept out: the first record.

The larger dimension, the unit, is swept by centring. Times, up to about two thousand of them, are swept
by one L x L solve of the normal equations of their dummies, for unbalanced panels too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.centre import swept_of_units, trends
from paneloom.algebra.nesting import Owners, owners, split_units
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import Totals, totals

# "trend" is a slope in time for each unit; "time" stands for the second effect, whatever its levels are.
Effects = Literal["none", "unit", "time", "unit+time", "unit+trend", "unit+trend+time"]


@dataclass(frozen=True, slots=True, eq=False)
class TimeBlock(Record):
    """Moments by time, of L times and k columns.

    ``weight`` (L,) sums of weights. When unit effects are absorbed: ``normal`` (L, L) and ``cross`` (L, k)
    are D'D and D'Z after both were centred within units. Otherwise ``normal`` is diagonal and ``cross``
    (L, k) holds weighted sums of deviations from ``origin`` (k,). ``owners`` (L, c) tells for each of c
    labellings which label holds all rows of a level (``algebra/nesting``).
    """

    times: Integers
    names: tuple[str, ...]
    weight: Floats
    normal: Floats
    cross: Floats
    origin: Floats
    owners: Owners

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
            times=frozen(times, np.int64),
            names=self.names,
            weight=frozen(weight),
            normal=frozen(normal),
            cross=frozen(cross),
            origin=self.origin,
            owners=self.owners + other.owners,
        )


@dataclass(frozen=True, slots=True, eq=False)
class FirstRecord(Record):
    """The first pass over a sample: totals of the raw columns, the number of units, the time block.

    ``within`` (k, k) holds the cross-products of the columns centred within units, zeros when no unit effect
    is absorbed. ``trends`` counts the units with two rows or more, of which a trend can be taken;
    ``split`` (c,) those whose rows lie under several labels of each labelling: the clusters, then the keys.
    ``+`` merges splits that keep units whole.
    """

    effects: Effects
    units: int
    totals: Totals
    within: Floats
    block: TimeBlock
    trends: int
    split: Integers

    def __add__(self, other: FirstRecord) -> FirstRecord:
        return FirstRecord(
            self.effects,
            self.units + other.units,
            self.totals + other.totals,
            frozen(self.within + other.within),
            self.block + other.block,
            self.trends + other.trends,
            frozen(self.split + other.split, np.int64),
        )


def first_record(block: Block, effects: Effects) -> FirstRecord:
    """The first record of one block of whole units."""
    times, at = np.unique(block.second, return_inverse=True)
    weight = np.zeros(times.size)
    np.add.at(weight, at, block.weights)
    if "unit" in effects:
        origin = np.zeros(len(block.names))
        centred = swept_of_units(block.values, block, effects)
        normal = _normal(block, at, weight, effects)
        within = (centred * block.weights[:, None]).T @ centred
    else:
        origin = block.values[0] if block.values.shape[0] else np.zeros(len(block.names))
        centred = block.values - origin
        normal = np.diag(weight)
        within = np.zeros((len(block.names), len(block.names)))
    cross = np.zeros((times.size, len(block.names)))
    np.add.at(cross, at, centred * block.weights[:, None])
    labels = (block.clusters, *(codes for _, codes in block.keys))
    time_block = TimeBlock(
        times=frozen(times, np.int64),
        names=block.names,
        weight=frozen(weight),
        normal=frozen(normal),
        cross=frozen(cross),
        origin=frozen(origin),
        owners=owners(times, at, labels),
    )
    counts = np.diff(np.r_[block.starts, block.units.size])
    return FirstRecord(
        effects=effects,
        units=int(block.starts.size),
        totals=totals(block.names, block.values, block.weights),
        within=frozen(within),
        block=time_block,
        trends=int((counts > 1).sum()),
        split=frozen(split_units(block.starts, labels), np.int64),
    )


def _normal(block: Block, at: Integers, weight: Floats, effects: Effects) -> Floats:
    """D'D after the sweep within units: diag(w) - sum over units of p p' / sum(p), p the weights by level.

    With trends, less the sum of q q' / s as well: q sums weights times the trend by level, s their squares.
    """
    normal: Floats = np.diag(weight)
    if not block.units.size or "time" not in effects:
        return normal
    unit = np.repeat(np.arange(block.starts.size), np.diff(np.r_[block.starts, block.units.size]))
    presence = np.zeros((block.starts.size, weight.size))
    np.add.at(presence, (unit, at), block.weights)
    normal -= (presence / presence.sum(axis=1)[:, None]).T @ presence
    if "trend" in effects:
        trend = trends(block)[:, 0]
        tilt = np.zeros_like(presence)
        np.add.at(tilt, (unit, at), block.weights * trend)
        squares = np.add.reduceat(block.weights * trend**2, block.starts)
        inverse = np.divide(1.0, squares, out=np.zeros_like(squares), where=squares > 0)
        normal -= (tilt * inverse[:, None]).T @ tilt
    return normal
