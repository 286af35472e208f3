"""Rows on their way into a record: whole units, sorted by unit and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen


@dataclass(frozen=True, slots=True, eq=False)
class Block(Record):
    """Some units of a sample, each with all its rows.

    Parameters
    ----------
    names
        The k columns.
    values
        (n, k), complete.
    units, times
        (n,) codes of the unit and values of the time; rows sorted by both.
    clusters
        (n,) codes of the cluster of each row; constant within a unit.
    weights
        (n,) positive; ones when the model has none.
    levels
        (n,) codes of the levels of the second effect, such as region by year; None when it is the time.
    keys
        Codes (n,) of further labels by name, such as those of a second clustering; they need not nest units.
    """

    names: tuple[str, ...]
    values: Floats
    units: Integers
    times: Integers
    clusters: Integers
    weights: Floats
    levels: Integers | None = None
    keys: tuple[tuple[str, Integers], ...] = ()

    @property
    def second(self) -> Integers:
        """(n,) the level of each row in the second effect: the time, unless told otherwise."""
        return self.times if self.levels is None else self.levels

    @property
    def starts(self) -> Integers:
        """(u,) the first row of each unit."""
        if self.units.size == 0:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(np.concatenate(([True], self.units[1:] != self.units[:-1])))


def stacked(blocks: Sequence[Block]) -> Block:
    """Blocks of different units as one, in their order."""
    first = blocks[0]
    if len(blocks) == 1:
        return first
    arrays = {
        name: frozen(np.concatenate([getattr(block, name) for block in blocks]))
        for name in ("values", "weights")
    } | {
        name: frozen(np.concatenate([getattr(block, name) for block in blocks]), np.int64)
        for name in ("units", "times", "clusters")
    }
    levels = [block.levels for block in blocks if block.levels is not None]
    keys = tuple(
        (name, frozen(np.concatenate([block.keys[at][1] for block in blocks]), np.int64))
        for at, (name, _) in enumerate(first.keys)
    )
    return Block(
        names=first.names,
        levels=frozen(np.concatenate(levels), np.int64) if levels else None,
        keys=keys,
        **arrays,
    )
