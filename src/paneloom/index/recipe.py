"""A recipe written out: the tree of an index, with the choices of each of its nodes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paneloom.errors import PaneloomError
from paneloom.study.base import Text
from paneloom.study.index_part import (
    AggregationMethod,
    Choices,
    Combine,
    Dimension,
    IndexPart,
    Indicator,
    WeightMethod,
)
from paneloom.study.model import Study
from paneloom.study.recipes import dimensions_of, indicators_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A dimension, or the whole index, and how its children are brought together.

    ``children`` count the J indicators from 0 and the branches from J; ``leaves`` are the indicators below,
    at any depth; ``parent`` is the position of the branch it is part of among the branches, -1 for the whole.
    """

    name: str
    label: Text
    parent: int
    children: tuple[int, ...]
    leaves: tuple[int, ...]
    method: WeightMethod
    aggregation: AggregationMethod
    power: float | None
    judgements: tuple[tuple[str, ...], ...]
    combine: Combine | None


@dataclass(frozen=True, slots=True)
class IndexRecipe:
    """An index to be built: its choices, its J indicators in order, (key, label) of each dimension."""

    name: str
    label: Text
    part: IndexPart
    indicators: tuple[Indicator, ...]
    dimensions: tuple[tuple[str, Text], ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """(J,) the columns that the index reads."""
        return tuple(indicator.variable for indicator in self.indicators)

    def changed(self, **choices: Any) -> IndexRecipe:
        """The recipe with some of its choices made otherwise, checked as those of a study file are."""
        given = {name: getattr(self.part, name) for name in self.part.model_fields_set}
        return replace(self, part=IndexPart(**(given | choices)))

    def without(self, *variables: str) -> IndexRecipe:
        """The recipe without some indicators, and without the dimensions that this empties."""
        left = tuple(item for item in self.indicators if item.variable not in variables)
        bare = replace(self, indicators=left)
        full = {branch.name for branch in _branches(bare) if branch.leaves}
        return replace(bare, dimensions=tuple(item for item in self.dimensions if item[0] in full))

    def branches(self) -> tuple[Branch, ...]:
        """Every dimension after those that are part of it, and the whole index last."""
        return _branches(self)


def recipe_of(study: Study, name: str, folder: Path) -> IndexRecipe:
    """The recipe of an index of a study; ``folder`` is the study's own.

    Raises
    ------
    PaneloomError
        What is wrong with the recipe or with its table.
    """
    part = study.index[name]
    return IndexRecipe(
        name=name,
        label=part.label or name,
        part=part,
        indicators=indicators_of(study, name, folder),
        dimensions=dimensions_of(study, name, folder),
    )


def _branches(recipe: IndexRecipe) -> tuple[Branch, ...]:
    count = len(recipe.indicators)
    sections = recipe.part.dimensions
    parents = {key: _parent(sections.get(key)) for key, _ in recipe.dimensions}
    # Those furthest from the whole come first, and otherwise in the order of the recipe.
    order = sorted(parents, key=lambda key: -_depth(key, parents))
    labels = dict(recipe.dimensions)
    found: list[Branch] = []
    for key in order:
        own = [j for j, item in enumerate(recipe.indicators) if item.dimension == key]
        found.append(_branch(recipe, key, labels[key], own, found, parents, sections.get(key)))
    loose = [j for j, item in enumerate(recipe.indicators) if item.dimension is None]
    found.append(_branch(recipe, None, recipe.label, loose, found, parents, recipe.part.top))
    place = {branch.name: position for position, branch in enumerate(found)}
    return (
        tuple(
            replace(branch, parent=place[parents[branch.name] or recipe.name])
            if branch.name in parents
            else branch
            for branch in found
        )
        if count
        else tuple(found)
    )


def _branch(
    recipe: IndexRecipe,
    key: str | None,
    label: Text,
    own: list[int],
    found: list[Branch],
    parents: dict[str, str | None],
    choices: Choices | None,
) -> Branch:
    """The branch ``key`` (the whole index for None) over its own indicators and the branches found before."""
    count = len(recipe.indicators)
    below = [position for position, branch in enumerate(found) if parents[branch.name] == key]
    leaves = sorted([*own, *(leaf for position in below for leaf in found[position].leaves)])
    made, part = choices or Choices(), recipe.part
    return Branch(
        name=key or recipe.name,
        label=label,
        parent=-1,
        children=(*own, *(count + position for position in below)),
        leaves=tuple(leaves),
        method=made.method or part.method,
        aggregation=made.aggregation or part.aggregation,
        power=made.power if made.power is not None else part.power,
        judgements=made.judgements or (part.judgements if key is None or not recipe.dimensions else ()),
        combine=made.combine or part.combine,
    )


def _parent(section: Dimension | None) -> str | None:
    return section.parent if section is not None else None


def _depth(key: str, parents: dict[str, str | None]) -> int:
    depth, above = 0, parents[key]
    while above is not None:
        depth, above = depth + 1, parents[above]
        if depth > len(parents):
            raise PaneloomError("index-parent-circle", circle=f"{key} > {parents[key]}")
    return depth
