"""A choropleth: values of a study joined to boundaries by code or name, classed, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from paneloom.errors import PaneloomError
from paneloom.present.cell import Cell, Format, printed
from paneloom.present.map import LegendBox, Map, MapPanel, Outline
from paneloom.present.table import Note
from paneloom.space.boundaries import Boundaries
from paneloom.space.map_classes import Classes
from paneloom.space.projection import project
from paneloom.wording import Language, say


def choropleth(
    boundaries: Boundaries,
    units: Sequence[object],
    panels: Sequence[tuple[str, ArrayLike]],
    classes: Classes,
    *,
    name: str,
    title: str,
    legend_title: str,
    language: Language,
    digits: int = 3,
    leave_out: Iterable[object] = (),
    notes: Sequence[Note] = (),
) -> Map:
    """The map of one or more vectors of values, each with a heading and one value for each of ``units``.

    ``units`` are codes or names, in any order; a value that is NaN, and a polygon that no unit claims, is
    drawn as without data and counted so, once for each panel. The source of the boundaries stands last in
    the notes, and says of itself whether it is an official map.

    Raises
    ------
    PaneloomError
        ``map-join`` (with the units that have no polygon), ``map-ambiguous``, ``map-twice``;
        ``map-length`` when a panel has not one value for each unit; ``classes-outside``.
    """
    positions = boundaries.positions(units)
    drawn = project(boundaries, leave_out=leave_out)
    labels = boundaries.labels_zh if language == "zh" else boundaries.labels_en
    hidden = [labels[at] for at in positions if at not in drawn.positions]
    outlines = tuple(
        Outline(boundaries.codes[at], labels[at], rings)
        for at, rings in zip(drawn.positions, drawn.rings, strict=True)
    )
    filled = tuple(_panel(heading, values, positions, drawn.positions, classes) for heading, values in panels)
    members = [index for panel in filled for index in panel.classes]
    legend = tuple(
        LegendBox(text, members.count(index)) for index, text in enumerate(interval_labels(classes, digits))
    )
    source = boundaries.source_zh if language == "zh" else boundaries.source_en
    closing = [Note(say("map.hidden", language, units=", ".join(hidden)))] if hidden else []
    closing.append(Note(say("map.source", language, source=source), "source"))
    return Map(
        name=name,
        title=title,
        outlines=outlines,
        panels=filled,
        legend_title=legend_title,
        legend=legend,
        no_data=LegendBox(say("map.no_data", language), members.count(None)),
        notes=(*notes, *closing),
    )


def interval_labels(classes: Classes, digits: int = 3) -> tuple[str, ...]:
    """The bounds of each class as printed, lower and upper; one number where the two print alike."""
    form = Format("fixed", digits)
    text = [printed(Cell(float(edge), form)) for edge in classes.edges]
    return tuple(low if low == high else f"{low}\N{EN DASH}{high}" for low, high in pairwise(text))


def _panel(
    heading: str, values: ArrayLike, positions: Sequence[int], drawn: Sequence[int], classes: Classes
) -> MapPanel:
    """One panel: values and classes in the order of the outlines, None where the study has none."""
    given = np.asarray(values, dtype=np.float64).ravel()
    if given.size != len(positions):
        raise PaneloomError("map-length", seen=given.size, heading=heading, units=len(positions))
    found = dict(zip(positions, zip(given.tolist(), classes.positions(given), strict=True), strict=True))
    pairs = [found.get(at, (np.nan, None)) for at in drawn]
    return MapPanel(
        heading,
        values=tuple(None if index is None else value for value, index in pairs),
        classes=tuple(index for _, index in pairs),
    )
