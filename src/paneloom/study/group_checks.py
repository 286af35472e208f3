"""What can be wrong with the groupings of a study, as far as it shows without data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paneloom.errors import PaneloomError
from paneloom.study.groups import scheme
from paneloom.study.positions import Places
from paneloom.study.sections import Group, Level, MedianSplit


def group_problems(groups: Mapping[str, Group], places: Places) -> Iterator[PaneloomError]:
    """Every problem of the groupings but those of the variable whose median one is by."""
    for group, found in groups.items():
        if isinstance(found, str):
            yield from _scheme(group, found, places)
        elif not isinstance(found, MedianSplit):
            yield from _levels(group, found, places)


def _scheme(group: str, name: str, places: Places) -> Iterator[PaneloomError]:
    try:
        scheme(name, places.at("groups", group))
    except PaneloomError as problem:
        yield problem


def _levels(group: str, levels: Mapping[str, Level], places: Places) -> Iterator[PaneloomError]:
    if not levels:
        yield PaneloomError("empty-section", where=places.at("groups", group), key=group)
    by_years = any(part.years for part in levels.values())
    for level, part in levels.items():
        where = places.at("groups", group, level)
        if (part.years and part.units) or (by_years and not part.years and part.units):
            yield PaneloomError("level-units-or-years", where=where, seen=level, group=group)
        elif not part.years and not part.units:
            yield from _empty(group, level, part, places, wanted="years" if by_years else "units")
    yield from (_years if by_years else _units)(group, levels, places)


def _empty(group: str, level: str, part: Level, places: Places, wanted: str) -> Iterator[PaneloomError]:
    if "units" in part.model_fields_set:
        yield PaneloomError("empty-list", where=places.at("groups", group, level, "units"))
    else:
        yield PaneloomError("missing-key", where=places.at("groups", group, level), key=wanted)


def _units(group: str, levels: Mapping[str, Level], places: Places) -> Iterator[PaneloomError]:
    holder: dict[str, str] = {}
    for level, part in levels.items():
        for position, unit in enumerate(part.units):
            if unit in holder:
                where = places.at("groups", group, level, "units", position)
                yield PaneloomError("unit-twice", where=where, seen=unit, group=group, other=holder[unit])
            holder.setdefault(unit, level)


def _years(group: str, levels: Mapping[str, Level], places: Places) -> Iterator[PaneloomError]:
    before: dict[str, tuple[int, int]] = {}
    for level, part in levels.items():
        if part.years is None:
            continue
        where = places.at("groups", group, level, "years")
        first, last = part.years
        if first > last:
            yield PaneloomError("years-reversed", where=where, seen=part.years)
        for other, (start, end) in before.items():
            if first <= end and start <= last:
                yield PaneloomError("periods-overlap", where=where, seen=part.years, group=group, other=other)
        before[level] = part.years
