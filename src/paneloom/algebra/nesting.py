"""Which effects lie within clusters: the label that holds all rows of a level, additive over blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Integers, Record, frozen

SEVERAL = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, eq=False)
class Owners(Record):
    """For L levels (``levels``, sorted) and c labellings the label of all rows of a level, or ``SEVERAL``."""

    levels: Integers
    labels: Integers

    def __add__(self, other: Owners) -> Owners:
        levels = np.union1d(self.levels, other.levels)
        merged = np.full((levels.size, self.labels.shape[1]), SEVERAL)
        merged[np.searchsorted(levels, self.levels)] = self.labels
        at = np.searchsorted(levels, other.levels)
        shared = np.isin(other.levels, self.levels)[:, None]
        merged[at] = np.where(shared & (merged[at] != other.labels), SEVERAL, other.labels)
        return Owners(frozen(levels, np.int64), frozen(merged, np.int64))

    @property
    def nested(self) -> tuple[bool, ...]:
        """For each labelling whether every level lies under one label."""
        return tuple(bool(column) for column in (self.labels != SEVERAL).all(axis=0))


def owners(levels: Integers, at: Integers, labellings: Sequence[Integers]) -> Owners:
    """The owners of one block: ``at`` (n,) the position of each row's level, each labelling (n,) codes."""
    found = np.full((levels.size, len(labellings)), SEVERAL)
    for column, codes in enumerate(labellings):
        first = np.zeros(levels.size, dtype=np.int64)
        first[at[::-1]] = codes[::-1]
        mixed = np.zeros(levels.size, dtype=bool)
        mixed[at[codes != first[at]]] = True
        found[:, column] = np.where(mixed, SEVERAL, first)
    return Owners(levels=frozen(levels, np.int64), labels=frozen(found, np.int64))


def split_units(starts: Integers, labellings: Sequence[Integers]) -> Integers:
    """(c,) how many units have rows under several labels; rows sorted by unit."""
    return np.array([_split(starts, codes) for codes in labellings], dtype=np.int64)


def _split(starts: Integers, codes: Integers) -> int:
    if starts.size == 0:
        return 0
    return int((np.maximum.reduceat(codes, starts) != np.minimum.reduceat(codes, starts)).sum())
