"""From the names that a design absorbs to what is swept: exactly where one effect stands beside the units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.study.effects import finest


@dataclass(frozen=True, slots=True)
class SweptEffects:
    """``effects`` and the name of the second one when it is not the time; or ``absorb``, the names that only an
    iterative solver can sweep together, ``effects`` "none".
    """

    effects: Effects
    levels: str | None = None
    absorb: tuple[str, ...] = ()


def swept_effects(absorb: tuple[str, ...], unit: str, time: str, *, trends: bool) -> SweptEffects:
    """What to sweep for ``absorb``: keys, labels, and those crossed ("region#year").

    An effect whose parts all belong to another one follows from it and is left to it: the year beside region
    by year.

    Raises
    ------
    PaneloomError
        ``trends-without-unit``, ``trends-among-many`` beside more effects than one.
    """
    names = finest(absorb)
    rest = tuple(name for name in names if name != unit)
    if trends and unit not in names:
        raise PaneloomError("trends-without-unit", unit=unit)
    if len(rest) > 1:
        if trends:
            raise PaneloomError("trends-among-many", seen=absorb, unit=unit)
        return SweptEffects("none", absorb=names)
    kinds = ("unit",) * (unit in names) + ("trend",) * trends + ("time",) * bool(rest)
    levels = rest[0] if rest and rest[0] != time else None
    return SweptEffects(cast(Effects, "+".join(kinds) or "none"), levels)
