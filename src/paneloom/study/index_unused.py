"""Keys that act on entropy weights, written in a recipe that makes none whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paneloom.errors import PaneloomError
from paneloom.study.index_joints import PlaceOf
from paneloom.study.index_part import IndexPart, Indicator, WeightMethod
from paneloom.study.index_tree import joints
from paneloom.study.index_variants import changed
from paneloom.study.positions import Keys

OF_ENTROPY = ("shift", "constant")


def unused_problems(
    name: str, part: IndexPart, indicators: tuple[Indicator, ...], dimensions: tuple[str, ...], place: PlaceOf
) -> Iterator[PaneloomError]:
    """A shift or a constant that no choice of the recipe makes use of, where it stands.

    A value that is the default says nothing either way; a shift of the scores themselves is used by all.
    """
    choices = part.uncertainty.choices if part.uncertainty is not None else {}
    made = [changed(part, key, value) for key, values in choices.items() for value in values]
    parts = [part, *(one for one in made if one is not None)]
    methods = _methods(name, parts, indicators, dimensions)
    if "entropy" in methods:
        return
    for key in OF_ENTROPY:
        if key == "shift" and any(one.shift_in_score for one in parts):
            continue
        default = IndexPart.model_fields[key].default
        written: list[tuple[Keys, Any]] = [((key,), getattr(part, key))]
        written += [
            (("uncertainty", "choices", key, at), value) for at, value in enumerate(choices.get(key, ()))
        ]
        for keys, value in written:
            if value != default:
                yield PaneloomError("index-unused", where=place(*keys), seen=value, key=key, methods=methods)


def _methods(
    name: str, parts: list[IndexPart], indicators: tuple[Indicator, ...], dimensions: tuple[str, ...]
) -> tuple[WeightMethod, ...]:
    """The methods by which some node is weighed in some of the ``parts``, those combined among them."""
    found: dict[WeightMethod, None] = {}
    combined: dict[WeightMethod, None] = {}
    for part in parts:
        for joint in joints(name, part, indicators, dimensions):
            found[joint.choices.method or part.method] = None
            combine = joint.choices.combine or part.combine
            # Which combination goes with which method is drawn too.
            combined |= dict.fromkeys(combine.methods if combine is not None else ())
    return tuple(found | combined) if "combined" in found else tuple(found)
