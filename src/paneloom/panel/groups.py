"""The groupings of a study as columns of labels: each a partition of the units, or of the years, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError, Place, nearest
from paneloom.panel.frame import Frame
from paneloom.study.groups import HIGH, LOW, levels_of, scheme
from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sections import Level, MedianSplit


def with_groups(frame: Frame, study: Study, dropped: tuple[str, ...] = ()) -> Frame:
    """The frame with a category for each grouping of the study, whose labels are the names of the levels.

    A grouping by the median of a variable that the frame does not have yet is left for a later call, which
    leaves the groupings that are there as they are.

    Parameters
    ----------
    frame
        The panel.
    study
        The study, with units called as the panel calls them.
    dropped
        Units that the study leaves out; levels may name them.

    Raises
    ------
    PaneloomError
        ``group-unknown-unit`` for a unit that the panel does not have, ``unit-twice`` for one in two
        levels, ``group-not-partition`` listing the units in none, ``periods-not-partition`` the years;
        ``median-no-value`` listing the units that cannot be compared, ``median-one-level`` when all are
        equal; ``unknown-scheme``.
    """
    if not study.groups:
        return frame
    categories = dict(frame.categories)
    for name, group in study.groups.items():
        waits = isinstance(group, MedianSplit) and group.median not in frame.numbers
        if name not in categories and not waits:
            categories[name] = frozen(_labels(frame, study, name, dropped), np.str_)
    return replace(frame, categories=MappingProxyType(categories))


def _labels(frame: Frame, study: Study, name: str, dropped: tuple[str, ...]) -> np.ndarray:
    """(n,) the level of each row."""
    group = study.groups[name]
    if isinstance(group, MedianSplit):
        return _split(frame, name, group)[frame.unit]
    levels = levels_of(study, name)
    if any(part.years for part in levels.values()):
        return _periods(frame, name, levels)
    if isinstance(group, str):
        # A scheme covers all units of its registry, of which a panel may have a part.
        level_of = {unit: level for level, part in levels.items() for unit in part.units}
        called = scheme(group).registry
        hint = called if study.clean.names != called else ""
    else:
        level_of, hint = _listed(frame, name, levels, dropped), ""
    left = tuple(unit for unit in frame.units if unit not in level_of)
    if left:
        raise PaneloomError("group-not-partition", where=_place(name), seen=left, group=name, registry=hint)
    return np.array([level_of[unit] for unit in frame.units], dtype=np.str_)[frame.unit]


def _listed(frame: Frame, name: str, levels: Mapping[str, Level], dropped: tuple[str, ...]) -> dict[str, str]:
    """The level of each unit that the study file lists."""
    level_of: dict[str, str] = {}
    known = (*frame.units, *dropped)
    for level, part in levels.items():
        for unit in part.units:
            where = _place(f"{name}.{level}")
            if unit not in known:
                raise PaneloomError(
                    "group-unknown-unit",
                    where=where,
                    seen=unit,
                    group=name,
                    nearest=nearest(unit, known),
                )
            if level_of.setdefault(unit, level) != level:
                raise PaneloomError("unit-twice", where=where, seen=unit, group=name, other=level_of[unit])
    return level_of


def _periods(frame: Frame, name: str, levels: Mapping[str, Level]) -> np.ndarray:
    """(n,) the level of each row's year."""
    level_of = {
        year: level
        for level, part in levels.items()
        if part.years is not None
        for year in range(part.years[0], part.years[1] + 1)
    }
    times, row = np.unique(frame.time, return_inverse=True)
    left = tuple(year for year in times.tolist() if year not in level_of)
    if left:
        raise PaneloomError("periods-not-partition", where=_place(name), seen=left, group=name)
    return np.array([level_of[year] for year in times.tolist()], dtype=np.str_)[row]


def _split(frame: Frame, name: str, group: MedianSplit) -> np.ndarray:
    """(u,) "high" for units above the median, "low" for those at or below it."""
    values = _compared(frame, group)
    left = tuple(unit for unit, value in zip(frame.units, values, strict=True) if np.isnan(value))
    details = {"variable": group.median, "group": name, "year": group.year or ""}
    if left:
        raise PaneloomError("median-no-value", where=_place(name), seen=left, **details)
    middle = float(np.median(values)) if values.size else 0.0
    above = values > middle
    if values.size and not above.any():
        raise PaneloomError("median-one-level", where=_place(name), seen=middle, **details)
    return np.where(above, HIGH, LOW)


def _compared(frame: Frame, group: MedianSplit) -> Floats:
    """(u,) the value of the base year, or the mean over the years that have one; NaN where there is none."""
    values = frame.numbers[group.median]
    rows = ~np.isnan(values)
    if group.year is not None:
        rows &= frame.time == group.year
    count = np.bincount(frame.unit[rows], minlength=len(frame.units))
    total = np.bincount(frame.unit[rows], weights=values[rows], minlength=len(frame.units))
    means: Floats = np.divide(total, count, out=np.full(len(frame.units), np.nan), where=count > 0)
    return means


def _place(key: str) -> Place:
    return Place(STUDY_FILE, key=f"groups.{key}")
