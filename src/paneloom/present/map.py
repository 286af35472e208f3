"""A choropleth as a record of its parts: outlines, classed values, legend, notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paneloom.algebra.record import Floats, Record
from paneloom.present.table import Note


@dataclass(frozen=True, slots=True, eq=False)
class Outline(Record):
    """The shape of one unit: its code, its name, its closed rings, each (points, 2) in projected metres."""

    code: str
    label: str
    rings: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One map of several that share outlines and classes.

    ``values`` and ``classes`` have one entry for each outline: the value and the index of its legend box,
    or None where the study has no data.
    """

    heading: str
    values: tuple[float | None, ...]
    classes: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class LegendBox:
    """One class: its bounds as text, how many units of all panels fall into it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Map(Record):
    """A choropleth: outlines drawn in their order, panels side by side, one legend for all."""

    name: str
    title: str
    outlines: tuple[Outline, ...]
    panels: tuple[MapPanel, ...]
    legend_title: str
    legend: tuple[LegendBox, ...]
    no_data: LegendBox
    notes: tuple[Note, ...] = ()
    label: str = ""


def labelled(drawn: Map, label: str) -> Map:
    """The map with its printed number ("Figure 2")."""
    return replace(drawn, label=label)
