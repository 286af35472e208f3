"""What else could have been chosen for an index, declared as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from paneloom.errors import PaneloomError, nearest
from paneloom.index.recipe import IndexRecipe
from paneloom.study.faults import choice_fault
from paneloom.study.index_part import IndexPart, WeightNoise

NOTHING: Mapping[str, Any] = MappingProxyType({})
# Keys that say what the index is, not how it is made.
FIXED = ("label", "indicators", "dimensions", "table", "uncertainty", "note", "show")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to choose: ``changes`` for ``IndexRecipe.changed``, indicators left out, a way of gap filling."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    without: tuple[str, ...] = ()
    filling: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice with its alternatives, all equally likely."""

    name: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Variants:
    """A recipe, the nominal one, with the choices that could have been made otherwise and the noise of weights."""

    recipe: IndexRecipe
    choices: tuple[Choice, ...] = ()
    noise: WeightNoise | None = None

    @property
    def noisy(self) -> tuple[str, ...]:
        """(q,) whose weights are disturbed: indicators, and dimensions where they are weighed themselves."""
        if self.noise is None:
            return ()
        return (*self.recipe.variables, *(key for key, _ in self.recipe.dimensions))

    @property
    def inputs(self) -> tuple[str, ...]:
        """The choices by name, and "weight_noise" for that of all weights together."""
        return (*(choice.name for choice in self.choices), *(("weight_noise",) if self.noise else ()))

    def at(self, levels: tuple[int, ...]) -> tuple[IndexRecipe, str | None]:
        """The recipe with the alternatives at ``levels`` (k,) chosen, and the way of gap filling if one is.

        Raises
        ------
        PaneloomError
            ``index-choice`` for a value that a recipe does not take.
        """
        made = [choice.alternatives[level] for choice, level in zip(self.choices, levels, strict=True)]
        changes = {key: value for one in made for key, value in one.changes.items()}
        recipe = _changed(self.recipe, changes) if changes else self.recipe
        left_out = tuple(name for one in made for name in one.without)
        filling = next((one.filling for one in made if one.filling is not None), None)
        return (recipe.without(*left_out) if left_out else recipe), filling

    def named(self, levels: tuple[int, ...]) -> str:
        """The alternatives at ``levels`` (k,) in words: "method = critic, bounds = year"."""
        pairs = zip(self.choices, levels, strict=True)
        return ", ".join(f"{choice.name} = {choice.alternatives[level].name}" for choice, level in pairs)


def declared(recipe: IndexRecipe, fillings: tuple[str, ...] = ()) -> Variants:
    """The variants that the section ``uncertainty`` of a recipe declares.

    ``fillings`` are the ways of gap filling that the rows come in; several are a choice of their own.

    Raises
    ------
    PaneloomError
        ``index-choice`` for a key or value that a recipe does not take; ``uncertainty-nothing`` when nothing is
        left to chance; ``uncertainty-noise`` for noise that could turn a weight round.
    """
    section = recipe.part.uncertainty
    choices: list[Choice] = []
    if section is not None:
        choices += [one_of(recipe, key, values) for key, values in section.choices.items()]
        if section.leave_out is not None:
            choices.append(leaving_out(recipe, section.leave_out))
    if len(fillings) > 1:
        choices.append(Choice("filling", tuple(Alternative(name, filling=name) for name in fillings)))
    noise = section.weight_noise if section is not None else None
    if noise is not None and noise.kind == "relative" and noise.size >= 1:
        raise PaneloomError("uncertainty-noise", size=f"{noise.size:g}")
    if not choices and noise is None:
        raise PaneloomError("uncertainty-nothing", index=recipe.name)
    return Variants(recipe, tuple(choices), noise)


def one_of(recipe: IndexRecipe, key: str, values: tuple[Any, ...]) -> Choice:
    """A choice among values of one key of the recipe.

    Raises
    ------
    PaneloomError
        ``index-choice`` for a key or value that a recipe does not take, or without values.
    """
    known = tuple(name for name in IndexPart.model_fields if name not in FIXED)
    if key not in known or not values:
        near = "" if key in known else nearest(key, known)
        seen = f"{key} = []" if key in known else key
        raise PaneloomError("index-choice", seen=seen, nearest=near, near="", words=(), known=known)
    for value in values:
        _changed(recipe, {key: value})
    return Choice(key, tuple(Alternative(_named(value), MappingProxyType({key: value})) for value in values))


def leaving_out(recipe: IndexRecipe, what: str) -> Choice:
    """The choice to leave out nothing, or one indicator, or one dimension with all that is below it."""
    parts: list[tuple[str, tuple[str, ...]]] = [(name, (name,)) for name in recipe.variables]
    if what == "dimension":
        dimensions = recipe.branches()[:-1]
        parts = [(one.name, tuple(recipe.variables[j] for j in one.leaves)) for one in dimensions]
    parts = [part for part in parts if len(part[1]) < len(recipe.indicators)]
    return Choice(
        "leave_out",
        (Alternative("none"), *(Alternative(name, without=members) for name, members in parts)),
    )


def _changed(recipe: IndexRecipe, changes: Mapping[str, Any]) -> IndexRecipe:
    from pydantic import ValidationError

    try:
        return recipe.changed(**changes)
    except ValidationError as fault:
        known = tuple(name for name in IndexPart.model_fields if name not in FIXED)
        raise choice_fault(fault, changes, known) from None


def _named(value: Any) -> str:
    """A value as a study file has it, without quotation marks."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_named(item) for item in value)}]"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_named(item)}" for key, item in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
