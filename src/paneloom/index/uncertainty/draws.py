"""Draws of the choices, and the scores of every draw: each distinct recipe is fitted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.index.fit import Built, fit_index
from paneloom.index.node import Node
from paneloom.index.scaling import scaled
from paneloom.index.uncertainty.cases import Cases
from paneloom.index.uncertainty.choices import Variants
from paneloom.index.uncertainty.disturb import disturbed
from paneloom.index.uncertainty.together import scores_together, shares_together, weighed_nodes

# Numbers that a batch of draws holds at once.
BATCH = 2_000_000


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
    PaneloomErrors
        ``uncertainty-recipe`` for a combination of alternatives that cannot be built, and then the reason.
    """
    combinations, member = np.unique(draws.levels, axis=0, return_inverse=True)
    order = np.argsort(member.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(member.ravel(), minlength=len(combinations)))
    for levels, at in zip(combinations, np.split(order, ends[:-1]), strict=True):
        yield from _of_one(variants, cases, draws, tuple(levels.tolist()), at)


def _of_one(
    variants: Variants, cases: Cases, draws: Draws, levels: tuple[int, ...], at: Integers
) -> Iterator[Batch]:
    """The draws ``at`` of one recipe, in batches."""
    recipe, filling = variants.at(levels)
    rows, values = cases.rows(recipe.variables, filling)
    try:
        built = fit_index(recipe, rows)
    except PaneloomError as fault:
        impossible = PaneloomError("uncertainty-recipe", recipe=variants.named(levels) or recipe.name)
        raise PaneloomErrors((impossible, fault)) from fault
    z = scaled(built.scaling, values, cases.time)
    nodes = weighed_nodes(built)
    place = [variants.recipe.variables.index(name) for name in recipe.variables]
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
