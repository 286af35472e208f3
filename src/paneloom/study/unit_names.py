"""The study with every unit called as the panel calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from paneloom.study.model import Study
from paneloom.study.regress import Mechanism, ModelChoices, Regress
from paneloom.study.sections import Group, MedianSplit

Resolve = Callable[[str, str], str]
Choices = TypeVar("Choices", bound=ModelChoices)
Part = TypeVar("Part", Regress, Mechanism)


def with_unit_names(study: Study, resolve: Resolve) -> Study:
    """A copy of ``study`` in which every unit named by hand bears its name in the panel.

    ``resolve`` takes a name and the key of the study file where it stands, and raises for a name that it
    does not know.
    """
    groups = {group: _group(found, f"groups.{group}", resolve) for group, found in study.groups.items()}
    head = study.study
    return study.model_copy(
        update={
            "study": head.model_copy(
                update={"drop_units": _resolved(head.drop_units, "study.drop_units", resolve)}
            ),
            "groups": groups,
            "regress": {
                name: _part(part, f"regress.{name}", resolve) for name, part in study.regress.items()
            },
            "mechanism": {
                name: _part(part, f"mechanism.{name}", resolve) for name, part in study.mechanism.items()
            },
        }
    )


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
