"""The names of a study: what its expressions and models may speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.study.expression import WORDS, names_in, parse
from paneloom.study.model import Study
from paneloom.study.positions import Places
from paneloom.study.recipes import STUDY_FILE, Recipe, recipe
from paneloom.study.sections import MedianSplit

# The words of the grammar, and functions too common to be read as a variable; any other function is told by
# the bracket behind it.
RESERVED = ("log", "exp", "abs", "sqrt", "min", "max", "round", "if", *WORDS, "constant")
_SHIFT = re.compile(r"[LFDG]\d{0,2}")


@dataclass(frozen=True, slots=True)
class Names:
    """``numbers``: numeric variables, indices and their dimensions. ``labels``: categories and groups."""

    numbers: tuple[str, ...]
    labels: tuple[str, ...]
    known_numbers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        # Each name of each expression is looked up; in a tuple of thousands that takes minutes.
        object.__setattr__(self, "known_numbers", frozenset(self.numbers))

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, numbers first."""
        return self.numbers + self.labels


def known_names(study: Study, root: Path) -> tuple[str, ...]:
    """All names of a study, numbers (variables, indices, dimensions) before labels (categories, groups).

    ``root`` is the folder of the study, where the indicator tables are.
    """
    return names_of(study, recipes_of(study, root, Places(STUDY_FILE))).all


def recipes_of(study: Study, root: Path, places: Places) -> dict[str, Recipe]:
    """The recipe of each index."""
    return {name: recipe(study, name, root, places) for name in study.index}


def names_of(study: Study, recipes: dict[str, Recipe]) -> Names:
    """The names of a study whose recipes were read already."""
    numbers = [name for name, variable in study.variables.items() if variable.kind == "number"]
    labels = [name for name, variable in study.variables.items() if variable.kind == "category"]
    dimensions = [key for made in recipes.values() for key, _ in made.dimensions]
    numbers += [*study.index, *dimensions, *study.coupling]
    return Names(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(labels + list(study.groups))))


def derivation_order(study: Study, root: Path) -> tuple[str, ...]:
    """Derived variables, indices and couplings, each after all that it reads.

    Raises
    ------
    PaneloomError
        ``expression-cycle`` when there is no such order.
    """
    recipes = recipes_of(study, root, Places(STUDY_FILE))
    order, cycle = _sorted(_reads(study, recipes))
    if cycle:
        raise PaneloomError("expression-cycle", where=Place(STUDY_FILE), seen=" > ".join(cycle))
    derived = [name for name, variable in study.variables.items() if variable.expr is not None]
    made = (*study.index, *study.coupling, *derived)
    return tuple(name for name in order if name in made)


def clashes(study: Study, recipes: dict[str, Recipe], places: Places) -> Iterator[PaneloomError]:
    """Names given twice, and names that mean something else already."""
    holders: dict[str, str] = {study.unit: "study.panel", study.time: "study.panel"}
    if study.unit == study.time:
        yield PaneloomError(
            "name-twice", where=places.at("study", "panel"), seen=study.unit, other="study.panel"
        )
    for name, keys in _declared(study, recipes):
        where = places.at(*keys)
        if name in RESERVED or _SHIFT.fullmatch(name):
            yield PaneloomError("reserved-name", where=where, seen=name)
        if name in holders:
            yield PaneloomError("name-twice", where=where, seen=name, other=holders[name])
        holders.setdefault(name, where.key or name)


def _declared(study: Study, recipes: dict[str, Recipe]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in ("variables", "groups", "index", "coupling"):
        for name in getattr(study, section):
            yield name, (section, name)
    for index, made in recipes.items():
        form = "dimensions" if study.index[index].dimensions else "table"
        for key, _ in made.dimensions:
            yield key, ("index", index, form, key)


def cycles(study: Study, recipes: dict[str, Recipe], places: Places) -> Iterator[PaneloomError]:
    """The first chain of expressions, groupings and indices that ends where it began."""
    _, cycle = _sorted(_reads(study, recipes))
    if cycle:
        section = next(
            part for part in ("variables", "groups", "index", "coupling") if cycle[0] in getattr(study, part)
        )
        yield PaneloomError("expression-cycle", where=places.at(section, cycle[0]), seen=" > ".join(cycle))


def waits_for_index(study: Study, recipes: dict[str, Recipe], name: str) -> bool:
    """Whether a name is an index, a dimension of one or a coupling, or is computed from one."""
    reads = _reads(study, recipes)
    dimensions = (key for made in recipes.values() for key, _ in made.dimensions)
    built = [*study.index, *study.coupling, *dimensions]
    found: dict[str, None] = {name: None}
    trail = [name]
    while trail:
        below = [word for word in reads.get(trail.pop(), ()) if word not in found]
        found |= dict.fromkeys(below)
        trail += below
    return any(word in built for word in found)


def _reads(study: Study, recipes: dict[str, Recipe]) -> dict[str, tuple[str, ...]]:
    """What each variable, index, coupling and grouping by a median reads directly.

    Expressions that do not parse read nothing.
    """
    owner = {key: index for index, made in recipes.items() for key, _ in made.dimensions}
    reads: dict[str, tuple[str, ...]] = {}
    for name, variable in study.variables.items():
        words = (*_words(variable.expr), *([variable.deflate.index] if variable.deflate else ()))
        reads[name] = tuple(owner.get(word, word) for word in words)
    for name, group in study.groups.items():
        if isinstance(group, MedianSplit):
            reads.setdefault(name, (owner.get(group.median, group.median),))
    for index, made in recipes.items():
        reads.setdefault(index, tuple(item.variable for item in made.indicators))
    for name, part in study.coupling.items():
        reads.setdefault(name, tuple(owner.get(word, word) for word in part.of))
    return reads


def _words(text: str | None) -> tuple[str, ...]:
    try:
        return names_in(parse(text)) if text is not None else ()
    except PaneloomError:
        return ()


def _sorted(reads: dict[str, tuple[str, ...]]) -> tuple[list[str], tuple[str, ...]]:
    """Names in an order in which each comes after what it reads, and a cycle if there is one."""
    order: dict[str, None] = {}
    for start, needed in reads.items():
        trail: list[tuple[str, Iterator[str]]] = [] if start in order else [(start, iter(needed))]
        while trail:
            name, rest = trail[-1]
            below = next((word for word in rest if word in reads and word not in order), None)
            open_names = [word for word, _ in trail]
            if below is None:
                order[name] = None
                trail.pop()
            elif below in open_names:
                return list(order), (*open_names[open_names.index(below) :], below)
            else:
                trail.append((below, iter(reads[below])))
    return list(order), ()
