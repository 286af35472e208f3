"""What can be wrong with the choices over which an index is drawn, before any is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.study.index_part import IndexPart

# Keys that say what an index is, not how it is made.
FIXED = ("label", "preset", "indicators", "dimensions", "table", "uncertainty", "note", "show")

# The fewest base points of which Sobol indices are made.
LEAST_BASE = 16

PlaceOf = Callable[..., Place]
Problems = Callable[[IndexPart], Iterator[PaneloomError]]


def variant_problems(
    name: str, part: IndexPart, place: PlaceOf, problems: Problems
) -> Iterator[PaneloomError]:
    """The problems of ``uncertainty``; ``problems`` are those of a recipe with one of its choices made."""
    section = part.uncertainty
    if section is None:
        return
    where = place("uncertainty")
    noise = section.weight_noise
    if not section.choices and section.leave_out is None and noise is None:
        yield PaneloomError("uncertainty-nothing", where=where, index=name)
    inputs = len(section.choices) + (section.leave_out is not None) + (noise is not None)
    if inputs > 1 and section.runs < (least := least_runs(inputs)):
        yield PaneloomError(
            "uncertainty-runs", where=place("uncertainty", "runs"), runs=section.runs, least=least
        )
    if noise is not None and noise.kind == "relative" and noise.size >= 1:
        yield PaneloomError("uncertainty-noise", where=where, size=f"{noise.size:g}")
    known = tuple(key for key in IndexPart.model_fields if key not in FIXED)
    for key, values in section.choices.items():
        keys = ("uncertainty", "choices", key)
        if key not in known or not values:
            yield PaneloomError(
                "index-variant", where=place(*keys), key=key, nearest=nearest(key, known), known=known
            )
            continue
        for position, value in enumerate(values):
            at = place(*keys, position)
            made = changed(part, key, value)
            if made is None:
                yield PaneloomError("index-variant-value", where=at, seen=value, key=key)
                continue
            for problem in problems(made):
                problem.where = at
                yield problem


def least_runs(inputs: int) -> int:
    """The fewest runs of which Sobol indices of as many ``inputs`` are made."""
    return LEAST_BASE * (inputs + 2)


def changed(part: IndexPart, key: str, value: Any) -> IndexPart | None:
    """The recipe with one choice made otherwise; None for a value that the key does not take."""
    given = {name: getattr(part, name) for name in part.model_fields_set if name != "uncertainty"}
    try:
        return IndexPart(**(given | {key: value}))
    except ValidationError:
        return None
