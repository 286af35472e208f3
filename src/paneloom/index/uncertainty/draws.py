"""Draws of the choices, and the scores of every draw: each distinct recipe is fitted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.anchors import fit_scaling
from paneloom.index.fit import Built, fit_nodes
from paneloom.index.node import Node
from paneloom.index.recipe import IndexRecipe
from paneloom.index.scaling import Scaling, scaled
from paneloom.index.uncertainty.cases import Cases
from paneloom.index.uncertainty.choices import Variants
from paneloom.index.uncertainty.disturb import disturbed
from paneloom.index.uncertainty.together import scores_together, shares_together, weighed_nodes
from paneloom.wording import Language, say

# Numbers that a batch of draws holds at once.
BATCH = 2_000_000
# Keys of a recipe that have no say in how its indicators are scaled.
UNSCALED = frozenset(
    ("method", "pool", "constant", "zero", "given", "judgements", "combine", "levels", "top", "rescale",
     "aggregation", "power", "missing", "min_present")
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Draws(Record):
    """R draws: ``levels`` (R, k) which alternative of each choice, ``noise`` (R, q) uniform numbers for weights."""

    levels: Integers
    noise: Floats

    def __len__(self) -> int:
        return len(self.levels)


@dataclass(frozen=True, slots=True, eq=False)
class Batch(Record):
    """Draws ``at`` (b,) with their ``scores`` (b, n) and effective ``weights`` (b, J); one row stands for all
    where nothing tells the draws apart.
    """

    at: Integers
    scores: Floats
    weights: Floats


def random_draws(variants: Variants, runs: int, seed: int) -> Draws:
    """``runs`` independent draws by PCG64: first all levels, choice by choice, then all noise."""
    random = np.random.Generator(np.random.PCG64(seed))
    levels = [random.integers(len(choice.alternatives), size=runs) for choice in variants.choices]
    noise = random.random((runs, len(variants.noisy)))
    return Draws(frozen(_columns(levels, runs), np.int64), frozen(noise))


def draws_at(variants: Variants, points: Floats) -> Draws:
    """Draws from ``points`` (R, k + q) of the unit cube."""
    count = len(variants.choices)
    sizes = np.array([len(choice.alternatives) for choice in variants.choices], dtype=np.int64)
    # A point may be rounded up to 1 itself.
    levels = np.minimum((points[:, :count] * sizes).astype(np.int64), sizes - 1)
    return Draws(frozen(levels, np.int64), frozen(points[:, count:]))


def nominal_scores(variants: Variants, cases: Cases) -> tuple[Floats, Floats]:
    """(n,) scores and (J,) effective weights of the recipe itself."""
    alone = Variants(variants.recipe)
    none = Draws(np.zeros((1, 0), dtype=np.int64), np.zeros((1, 0)))
    (batch,) = scored(alone, cases, none)
    return batch.scores[0], batch.weights[0]


def scored(variants: Variants, cases: Cases, draws: Draws) -> Iterator[Batch]:
    """The scores of all draws, those of one recipe together.

    Raises
    ------
    ImpossibleRecipe
        For a combination of alternatives that cannot be built.
    """
    fitting = _Fitting(variants, cases)
    combinations, member = np.unique(draws.levels, axis=0, return_inverse=True)
    order = np.argsort(member.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(member.ravel(), minlength=len(combinations)))
    for levels, at in zip(combinations, np.split(order, ends[:-1]), strict=True):
        yield from _of_one(fitting, draws, tuple(levels.tolist()), at)


class ImpossibleRecipe(PaneloomError):
    """A combination of alternatives ``recipe`` that cannot be built, and why: the ``fault`` that it met."""

    def __init__(self, index: str, recipe: str, fault: PaneloomError) -> None:
        self.fault = fault
        super().__init__("uncertainty-recipe", where=fault.where, seen=fault.seen, index=index, recipe=recipe)

    def what(self, language: Language = "en") -> str:
        """The combination, then what is wrong with it."""
        return say(
            "uncertainty.impossible", language, what=super().what(language), why=self.fault.what(language)
        )


class _Fitting:
    """Recipes fitted one after another; those that differ in weights and aggregation share their scaling."""

    def __init__(self, variants: Variants, cases: Cases) -> None:
        self.variants = variants
        self.cases = cases
        self.scalings: dict[tuple[int, ...], Scaling] = {}
        self.tells = [
            any(one.without or one.filling or set(one.changes) - UNSCALED for one in choice.alternatives)
            for choice in variants.choices
        ]

    def fitted(self, levels: tuple[int, ...]) -> tuple[Built, Floats]:
        """The recipe at ``levels`` with its numbers, and the scaled values (n, J) of all rows."""
        recipe, filling = self.variants.at(levels)
        recipe = _bare(recipe)
        rows, values = self.cases.rows(recipe.variables, filling)
        known = tuple(level if tells else 0 for level, tells in zip(levels, self.tells, strict=True))
        try:
            if known not in self.scalings:
                self.scalings[known] = fit_scaling(recipe, rows)
            built = fit_nodes(recipe, rows, self.scalings[known])
        except PaneloomError as fault:
            raise ImpossibleRecipe(recipe.name, self.variants.named(levels) or recipe.name, fault) from fault
        return built, scaled(built.scaling, values, self.cases.time)


def _bare(recipe: IndexRecipe) -> IndexRecipe:
    """The recipe, without dimensions where its levels are flat: they have no say in the score of the whole."""
    if recipe.part.levels == "nested":
        return recipe
    indicators = tuple(one.model_copy(update={"dimension": None}) for one in recipe.indicators)
    return replace(recipe, indicators=indicators, dimensions=())


def _of_one(fitting: _Fitting, draws: Draws, levels: tuple[int, ...], at: Integers) -> Iterator[Batch]:
    """The draws ``at`` of one recipe, in batches."""
    variants, cases = fitting.variants, fitting.cases
    built, z = fitting.fitted(levels)
    nodes = weighed_nodes(built)
    place = [variants.recipe.variables.index(name) for name in built.recipe.variables]
    if variants.noise is None:
        yield _batch(variants, built, nodes, [node.weight[None] for node in nodes], z, cases, at, place)
        return
    size = max(BATCH // max(z.size, 1), 1)
    for start in range(0, at.size, size):
        here = at[start : start + size]
        weights = [_noisy(variants, built, node, draws.noise[here]) for node in nodes]
        yield _batch(variants, built, nodes, weights, z, cases, here, place)


def _noisy(variants: Variants, built: Built, node: Node, uniform: Floats) -> Floats:
    """(b, G, k) weights of a node, each child disturbed by the number that bears its name."""
    assert variants.noise is not None
    count = len(built.recipe.indicators)
    names = tuple(
        built.recipe.variables[child] if child < count else built.nodes[child - count].name
        for child in node.children
    )
    columns = [variants.noisy.index(name) for name in names]
    return disturbed(node.weight, variants.noise, uniform[:, columns], names)


def _batch(
    variants: Variants,
    built: Built,
    nodes: tuple[Node, ...],
    weights: list[Floats],
    z: Floats,
    cases: Cases,
    at: Integers,
    place: list[int],
) -> Batch:
    shares = np.zeros((len(weights[0]), len(variants.recipe.indicators)))
    shares[:, place] = shares_together(len(place), nodes, weights)
    return Batch(at, scores_together(built, nodes, weights, z, cases.time), shares)


def _columns(levels: list[Integers], runs: int) -> Integers:
    return np.column_stack(levels) if levels else np.zeros((runs, 0), dtype=np.int64)
