"""What can be wrong with a coupling before any number is read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from paneloom.errors import PaneloomError
from paneloom.study.checking import Checking
from paneloom.study.coupling_part import Coupling


def coupling_problems(check: Checking) -> Iterator[PaneloomError]:
    """Systems that there are not, numbers that do not fit their count."""
    for name, part in check.study.coupling.items():
        seen: list[str] = []
        for position, system in enumerate(part.of):
            yield from check.number(system, "coupling", name, "of", position)
            if system in seen:
                where = check.places.at("coupling", name, "of", position)
                yield PaneloomError("listed-twice", where=where, seen=system)
            seen.append(system)
        yield from _numbers(check, name, part)


def _numbers(check: Checking, name: str, part: Coupling) -> Iterator[PaneloomError]:
    weights, cuts = part.weights, part.cuts
    if weights and (len(weights) != len(part.of) or min(weights) < 0 or not sum(weights) > 0):
        where = check.places.at("coupling", name, "weights")
        yield PaneloomError("coupling-weights", where=where, seen=weights, count=len(part.of))
    if not cuts or not all(0 < cut < 1 for cut in cuts) or any(b <= a for a, b in pairwise(cuts)):
        yield PaneloomError("coupling-cuts", where=check.places.at("coupling", name, "cuts"), seen=cuts)
    elif (part.grades and len(part.grades) != len(cuts) + 1) or (not part.grades and len(cuts) != 9):
        where = check.places.at("coupling", name, "grades")
        yield PaneloomError("coupling-grades", where=where, seen=part.grades or None, count=len(cuts) + 1)
