"""A composite index: its recipe, its weights, every stage on the way, and the linear form it may come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record
from paneloom.index.fit import Built
from paneloom.index.node import Node
from paneloom.index.recipe import IndexRecipe
from paneloom.index.scaling import Scaling
from paneloom.index.stages import Stages, stages
from paneloom.index.weight.weighting import Weighting
from paneloom.study.base import Text
from paneloom.study.index_part import IndexPart, Indicator


@dataclass(frozen=True, slots=True, eq=False)
class Affine(Record):
    """An index as a line over raw columns: index = sum of ``slopes`` (J,) times ``columns``, plus ``constant``.

    It holds while weights and bounds are constant, the aggregation is arithmetic, and nothing is clipped.
    """

    columns: tuple[str, ...]
    slopes: Floats
    constant: float


@dataclass(frozen=True, slots=True, eq=False)
class Part(Record):
    """A dimension: the positions of its indicators at any depth, its weight in the whole, its own line if any."""

    name: str
    label: Text
    members: tuple[int, ...]
    weight: float
    affine: Affine | None


@dataclass(frozen=True, slots=True, eq=False)
class Index(Record):
    """A built index over J indicators.

    ``n`` (J,) unit-years that enter each indicator; ``minimum`` and ``maximum`` (J,) of their values
    over all rows; ``mean`` (J,) of the scaled ones; ``weight`` (J,) the effective weights, down the tree and
    averaged over years where they differ. ``scores`` are the extremes (lowest, highest) of each node's score.
    ``warnings`` and ``reports`` are keys of ``words.toml`` (group "index") with what they are about: the
    first are doubtful, the second say which law the recipe does not imply. ``details`` hold the figures of those
    that have any: years, a number of rows, values.
    """

    recipe: IndexRecipe
    scaling: Scaling
    nodes: tuple[Node, ...]
    mean: Floats
    weight: Floats
    affine: Affine | None
    parts: tuple[Part, ...]
    scores: tuple[tuple[float, float], ...]
    warnings: tuple[tuple[str, str], ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    details: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """The column of its scores."""
        return self.recipe.name

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.recipe.label

    @property
    def part(self) -> IndexPart:
        """The choices of its recipe."""
        return self.recipe.part

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """(J,) its indicators."""
        return self.recipe.indicators

    @property
    def n(self) -> tuple[int, ...]:
        """(J,) values that enter each indicator."""
        return tuple(int(n) for n in self.scaling.moments.n[0])

    @property
    def minimum(self) -> Floats:
        """(J,) the smallest value of each indicator, as the rows have it."""
        return np.asarray(self.scaling.raw.minimum[0])

    @property
    def maximum(self) -> Floats:
        """(J,) the largest value of each indicator, as the rows have it."""
        return np.asarray(self.scaling.raw.maximum[0])

    @property
    def built(self) -> Built:
        """The recipe with its numbers, for what reads an index."""
        return Built(self.recipe, self.scaling, self.nodes)

    def weighting_of(self, j: int) -> tuple[Weighting, int] | None:
        """The weighting that indicator ``j`` took part in (the first year's), and its place there."""
        name = self.recipe.variables[j]
        for node in self.nodes:
            for made in node.weightings[:1]:
                if name in made.names:
                    return made, made.names.index(name)
        return None

    @property
    def entropy(self) -> Floats:
        """(J,) entropies, NaN where the weights are not made of them."""
        return self.of_weighting("entropy")

    @property
    def divergence(self) -> Floats:
        """(J,) 1 - entropy, NaN where the weights are not made of them."""
        return self.of_weighting("divergence")

    def of_weighting(self, key: str) -> Floats:
        """(J,) a figure on the way to the weights ("entropy"), NaN where the method has none.

        Where years are weighed by themselves it is the mean over the years, as ``weight`` is.
        """
        values = np.full(len(self.indicators), np.nan)
        for j, name in enumerate(self.recipe.variables):
            found = [
                made.columns[key][made.names.index(name)]
                for node in self.nodes
                for made in node.weightings
                if name in made.names and key in made.columns
            ]
            if found:
                values[j] = np.mean(found)
        return values

    def stages(self, values: Floats, times: Integers) -> Stages:
        """Every stage of raw ``values`` (n, J) of rows at ``times`` (n,)."""
        return stages(self.scaling, self.nodes, values, times, self.built.least)
