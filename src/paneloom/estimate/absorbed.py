"""What a model absorbs and what its errors are summed over: all that a rule of degrees of freedom looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["iid", "rows", "clusters", "periods"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One absorbed effect with an intercept for each level.

    ``ties`` are the numbers of connected components that it forms with each effect before it; ``nested`` tells
    whether each of its levels lies within one cluster.
    """

    kind: Literal["unit", "time", "other"]
    levels: int
    nested: bool = False
    ties: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Absorbed:
    """The effects of a model: intercepts, trends of units, and how many levels truly follow from others.

    ``trend`` counts the units of which a slope in time can be taken; ``dependent`` is the number of levels and
    trends less their joint rank.
    """

    effects: tuple[Effect, ...] = ()
    trend: int = 0
    dependent: int = 0

    def levels(self, kind: str) -> int:
        """All levels of the effects of one kind."""
        return sum(effect.levels for effect in self.effects if effect.kind == kind)

    @property
    def rank(self) -> int:
        """The rank of effects and constant together."""
        total = sum(effect.levels for effect in self.effects)
        return total + self.trend - self.dependent if self.effects else 1


@dataclass(frozen=True, slots=True)
class Groups:
    """What the scores of a covariance are summed over: rows, clusters one way or two, or periods."""

    family: Family = "iid"
    clusters: int | None = None
    second: int | None = None

    @property
    def fewest(self) -> int:
        """The smaller number of clusters, or the number of periods."""
        return min(count for count in (self.clusters, self.second) if count is not None)
