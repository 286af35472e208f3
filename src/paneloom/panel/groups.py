"""The groups of a study as a column of labels: a partition of the units, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import frozen
from paneloom.errors import PaneloomError, Place, nearest
from paneloom.panel.frame import Frame
from paneloom.study.recipes import STUDY_FILE


def with_groups(
    frame: Frame, groups: Mapping[str, Mapping[str, tuple[str, ...]]], dropped: tuple[str, ...] = ()
) -> Frame:
    """The frame with a category for each group, whose labels are the names of the levels.

    Parameters
    ----------
    frame
        The panel.
    groups
        By group and level, the units of the level, as the panel calls them.
    dropped
        Units that the study leaves out; levels may name them.

    Raises
    ------
    PaneloomError
        ``group-unknown-unit`` for a unit that the panel does not have, ``unit-twice`` for one in two
        levels, ``group-not-partition`` listing the units in none.
    """
    categories = dict(frame.categories)
    for name, levels in groups.items():
        level_of = _levels(frame, name, levels, dropped)
        left = tuple(unit for unit in frame.units if unit not in level_of)
        if left:
            raise PaneloomError("group-not-partition", where=_place(name), seen=left, group=name)
        labels = np.array([level_of[unit] for unit in frame.units])
        categories[name] = frozen(labels[frame.unit], np.str_)
    return replace(frame, categories=MappingProxyType(categories))


def _levels(
    frame: Frame, name: str, levels: Mapping[str, tuple[str, ...]], dropped: tuple[str, ...]
) -> dict[str, str]:
    level_of: dict[str, str] = {}
    known = (*frame.units, *dropped)
    for level, units in levels.items():
        for unit in units:
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


def _place(key: str) -> Place:
    return Place(STUDY_FILE, key=f"groups.{key}")
