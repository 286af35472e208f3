"""The tree of an index: which dimension is part of which, and what each of its joints brings together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from paneloom.study.index_part import Choices, Dimension, IndexPart, Indicator
from paneloom.study.positions import Keys


@dataclass(frozen=True, slots=True)
class Joint:
    """A dimension, or the whole index, that brings ``children`` together: indicators, then dimensions.

    ``keys`` are those of the section with its ``choices``, counted from that of the index.
    """

    name: str
    keys: Keys
    choices: Choices
    indicators: tuple[str, ...]
    dimensions: tuple[str, ...]

    @property
    def children(self) -> tuple[str, ...]:
        """The names of what is brought together."""
        return self.indicators + self.dimensions


def parents_of(sections: Mapping[str, Dimension]) -> dict[str, str]:
    """The dimension that each is part of, for those that are part of one."""
    return {key: section.parent for key, section in sections.items() if section.parent is not None}


def above(key: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The dimensions that ``key`` is part of, the nearest first; ends before it would go round in a circle."""
    found: dict[str, None] = {}
    while (key := parents.get(key, "")) and key not in found:
        found[key] = None
    return tuple(found)


def below(key: str, parents: Mapping[str, str], dimensions: Iterable[str]) -> tuple[str, ...]:
    """``key`` and the dimensions that are part of it, at any depth, in their order."""
    return tuple(other for other in dimensions if other == key or key in above(other, parents))


def joints(
    name: str, part: IndexPart, indicators: Iterable[Indicator], dimensions: Iterable[str]
) -> tuple[Joint, ...]:
    """The joints at which weights are found: every dimension and the whole, or the whole alone when flat."""
    members, keys = tuple(indicators), tuple(dimensions)
    if part.levels == "flat":
        return (Joint(name, (), part.top, tuple(item.variable for item in members), ()),)
    parents = parents_of(part.dimensions)
    found = [
        Joint(
            key or name,
            ("dimensions", key) if key else ("top",),
            part.dimensions.get(key, Dimension()) if key else part.top,
            tuple(item.variable for item in members if (item.dimension or "") == key),
            tuple(other for other in keys if parents.get(other, "") == key),
        )
        for key in (*keys, "")
    ]
    return tuple(found)
