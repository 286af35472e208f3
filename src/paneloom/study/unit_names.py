"""The study with every unit called as the panel calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from paneloom.errors import PaneloomError
from paneloom.study.expression import Is, formula, parse, walk, with_texts
from paneloom.study.model import Study
from paneloom.study.regress import Mechanism, ModelChoices, Moderation, Regress
from paneloom.study.sections import Group, MedianSplit

Resolve = Callable[[str, str], str]
Model = TypeVar("Model", bound=BaseModel)
Choices = TypeVar("Choices", bound=ModelChoices)
Part = TypeVar("Part", Regress, Mechanism, Moderation)


def with_unit_names(study: Study, resolve: Resolve) -> Study:
    """A copy of ``study`` in which every unit named by hand bears its name in the panel.

    ``resolve`` takes a name and the key of the study file where it stands, and raises for a name that it
    does not know.
    """
    in_expressions = _Spelling(study.unit, resolve)
    groups = {group: _group(found, f"groups.{group}", resolve) for group, found in study.groups.items()}
    head = study.study
    return study.model_copy(
        update={
            "study": head.model_copy(
                update={"drop_units": _resolved(head.drop_units, "study.drop_units", resolve)}
            ),
            "groups": groups,
            "variables": in_expressions.all_of(study.variables, "variables"),
            "describe": in_expressions.of(study.describe, "describe") if study.describe else None,
            "regress": in_expressions.all_of(
                {name: _part(part, f"regress.{name}", resolve) for name, part in study.regress.items()},
                "regress",
            ),
            "mechanism": in_expressions.all_of(
                {name: _part(part, f"mechanism.{name}", resolve) for name, part in study.mechanism.items()},
                "mechanism",
            ),
            "moderation": in_expressions.all_of(
                {name: _part(part, f"moderation.{name}", resolve) for name, part in study.moderation.items()},
                "moderation",
            ),
        }
    )


# The keys under which expressions stand, wherever they are.
_EXPRESSIONS = (
    "expr",
    "variables",
    "vif",
    "y",
    "x",
    "controls",
    "endogenous",
    "instruments",
    "channels",
    "moderators",
    "columns",
)


@dataclass(frozen=True, slots=True)
class _Spelling:
    """Unit names that expressions compare the unit key with, such as ``province == "北京"``."""

    unit: str
    resolve: Resolve

    def all_of(self, sections: Mapping[str, Model], key: str) -> dict[str, Model]:
        return {name: self.of(section, f"{key}.{name}") for name, section in sections.items()}

    def of(self, section: Model, key: str) -> Model:
        """A section; the same one when no expression of it names a unit."""
        changed = {}
        for name in _EXPRESSIONS:
            value = getattr(section, name, None)
            spelled = self._value(value, f"{key}.{name}")
            if spelled != value:
                changed[name] = spelled
        return section.model_copy(update=changed) if changed else section

    def _value(self, value: Any, key: str) -> Any:
        if isinstance(value, str):
            return self._text(value, key)
        if isinstance(value, tuple):
            return tuple(self._value(item, key) for item in value)
        return self.of(value, key) if isinstance(value, BaseModel) else value

    def _text(self, text: str, key: str) -> str:
        try:
            tree = parse(text)
        except PaneloomError:
            # Reported where the study is checked.
            return text
        if not any(isinstance(part, Is) and part.name == self.unit for part in walk(tree)):
            return text
        return formula(with_texts(tree, self.unit, lambda name: self.resolve(name, key)))


def _group(found: Group, key: str, resolve: Resolve) -> Group:
    """A bundled scheme knows names of the registry only, a median none."""
    if isinstance(found, str | MedianSplit):
        return found
    return {
        level: part.model_copy(update={"units": _resolved(part.units, f"{key}.{level}", resolve)})
        for level, part in found.items()
    }


def _part(part: Part, key: str, resolve: Resolve) -> Part:
    columns = tuple(_choices(column, f"{key}.columns", resolve) for column in part.columns)
    changed = _choices(part, key, resolve)
    return changed.model_copy(update={"columns": columns}) if part.columns else changed


def _choices(choices: Choices, key: str, resolve: Resolve) -> Choices:
    if not choices.drop_units:
        return choices
    return choices.model_copy(
        update={"drop_units": _resolved(choices.drop_units, f"{key}.drop_units", resolve)}
    )


def _resolved(units: tuple[str, ...], key: str, resolve: Resolve) -> tuple[str, ...]:
    return tuple(dict.fromkeys(resolve(unit, key) for unit in units))
