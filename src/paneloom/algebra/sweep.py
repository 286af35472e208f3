"""Sweeping effects out of rows exactly: no iteration, no tolerance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.basis import basis, in_basis
from paneloom.algebra.block import Block
from paneloom.algebra.centre import swept_of_units
from paneloom.algebra.components import components, independent
from paneloom.algebra.effects import Effects, FirstRecord, TimeBlock
from paneloom.algebra.factor import Factor, factor
from paneloom.algebra.keyed import KeyedMoments, keyed_moments
from paneloom.algebra.record import Floats, Integers, Record, frozen

CONSTANT = "(constant)"


@dataclass(frozen=True, slots=True, eq=False)
class Sweep(Record):
    """How to sweep the rows of a sample.

    ``times`` are the L levels of the second effect, ``shift`` (L, k) is what each takes off each column, after
    (or instead of) sweeping the unit effects; ``free`` (f,) are the levels whose dummies are independent given
    the unit effects and trends; ``components`` counts the connected parts of the panel (1 unless some units
    never share a level with the others). ``basis``
    (k, k) is a triangle of roughly the swept columns, in which their cluster scatter is taken.
    """

    effects: Effects
    names: tuple[str, ...]
    times: Integers
    free: Integers
    components: int
    mean: Floats
    shift: Floats
    basis: Floats

    def rows(self, block: Block) -> Floats:
        """(n, k) the columns of the block, swept."""
        if self.effects == "none":
            return np.asarray(block.values - self.mean)
        at = np.searchsorted(self.times, block.second)
        if self.effects == "time":
            return np.asarray(block.values - self.mean - self.shift[at])
        swept = swept_of_units(block.values, block, self.effects)
        if "time" not in self.effects:
            return swept
        return np.asarray(swept - swept_of_units(self.shift[at], block, self.effects))

    def dummies(self, block: Block) -> tuple[tuple[str, ...], Floats]:
        """The independent dummy columns that go in front of the factor: years, a constant, or none."""
        if self.effects in ("unit", "unit+trend"):
            return (), np.zeros((block.times.size, 0))
        if self.effects == "none":
            return (CONSTANT,), np.ones((block.times.size, 1))
        columns = (block.second[:, None] == self.free[None, :]).astype(np.float64)
        if self.effects != "time":
            columns = swept_of_units(columns, block, self.effects)
        return tuple(f"time {time}" for time in self.free), columns

    @property
    def redundant(self) -> int:
        """How many levels of the second effect follow from the unit effects and the other levels."""
        return int(self.times.size - self.free.size) if "time" in self.effects else 0


@dataclass(frozen=True, slots=True, eq=False)
class SecondRecord(Record):
    """The second pass: the factor of the columns with dummies in front, and the scatter of each cluster.

    The cluster scatter is that of the swept columns in the basis of the sweep. It has one more column than
    the factor, the constant, which is never swept: the sum of a cluster's residuals is linear in it.
    """

    factor: Factor
    moments: KeyedMoments

    def __add__(self, other: SecondRecord) -> SecondRecord:
        return SecondRecord(self.factor + other.factor, self.moments + other.moments)


def sweep_of(first: FirstRecord) -> Sweep:
    """The sweep of the sample that ``first`` describes."""
    block, effects = first.block, first.effects
    shift = np.zeros_like(block.cross)
    free, parts = block.times, 1
    mean = np.asarray(first.totals.mean)
    scatter = first.within if "unit" in effects else first.totals.scatter
    if effects == "time":
        shift = block.cross / block.weight[:, None] - (mean - block.origin)
        scatter = scatter - (shift * block.weight[:, None]).T @ shift
    elif "time" in effects:
        part, kept = independent_times(block, effects)
        parts, free = int(part.max(initial=-1)) + 1, block.times[kept]
        shift[kept] = np.linalg.solve(block.normal[np.ix_(kept, kept)], block.cross[kept])
        scatter = scatter - block.cross[kept].T @ shift[kept]
    return Sweep(
        effects,
        block.names,
        block.times,
        frozen(free, np.int64),
        parts,
        frozen(mean),
        frozen(shift),
        basis((scatter + scatter.T) / 2),
    )


def independent_times(block: TimeBlock, effects: Effects) -> tuple[Integers, Integers]:
    """The component of each time, and the positions of all times but those that follow from others.

    That is the first of each component, and with trends of units a second one.
    """
    # Two times that share no unit have exactly zero here: sums of products with zero.
    part = components(block.normal)
    if "trend" in effects:
        return part, independent(block.normal, block.weight)
    _, first = np.unique(part, return_index=True)
    return part, np.setdiff1d(np.arange(part.size), first)


def second_record(block: Block, sweep: Sweep) -> SecondRecord:
    """The second record of one block of whole units.

    Years stand in front of the factor once more: what rounding left of them in the swept rows goes there.
    """
    rows = sweep.rows(block)
    front, dummies = sweep.dummies(block)
    whole = factor(front + sweep.names, np.hstack([dummies, rows]), block.weights)
    keyed = keyed_moments(
        (*sweep.names, CONSTANT),
        np.hstack([in_basis(rows, sweep.basis), np.ones((rows.shape[0], 1))]),
        block.clusters,
        block.weights,
    )
    return SecondRecord(whole, keyed)


def swept_factor(second: SecondRecord, sweep: Sweep) -> Factor:
    """The factor of the columns alone, dummies gone."""
    front = tuple(name for name in second.factor.names if name not in sweep.names)
    return second.factor.sweep(front)
