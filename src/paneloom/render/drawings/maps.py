"""Choropleths: panels that share their outlines and classes, one legend, the sources in small type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.present.map import LegendBox, Map, MapPanel
from paneloom.render.drawings.page import HATCH_INK, WIDTH, Page, blank_page
from paneloom.render.drawings.sources import draw_sources, source_lines, sources_height
from paneloom.render.drawings.style import (
    BORDER,
    LABEL,
    LINE,
    NO_DATA_COLOUR,
    NO_DATA_HATCH,
    Swatch,
    class_colours,
    draw_legend,
    legend_height,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

GUTTER, EDGE, TALLEST = 0.2, 0.06, 5.2
DOTS_PER_INCH = 250


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the panels stand: columns, the size of each, the height of a heading, the extent of the outlines."""

    columns: int
    width: float
    depth: float
    heading: float
    extent: tuple[float, float, float, float]


def draw(map_: Map) -> Page:
    """The panels in rows, below them the legend, below that the sources."""
    layout = _layout(map_)
    rows = -(-len(map_.panels) // layout.columns)
    panels = rows * (layout.heading + layout.depth) + (rows - 1) * GUTTER / 2
    swatches = _swatches(map_)
    room = WIDTH - 2 * EDGE
    legend = (LINE + 0.04 if map_.legend_title else 0.0) + legend_height(swatches, room)
    sources = source_lines(map_.notes)
    page = blank_page(panels + 0.12 + legend + 0.1 + sources_height(sources))
    paths = _paths(map_, layout)
    for at, panel in enumerate(map_.panels):
        _draw_panel(page, map_, panel, paths, layout, at)
    y = panels + 0.12
    page.text(EDGE, y + LINE / 2, map_.legend_title, LABEL)
    draw_legend(page, swatches, EDGE, y + (LINE + 0.04 if map_.legend_title else 0.0), room)
    draw_sources(page, sources, y + legend + 0.1)
    return page


def _layout(map_: Map) -> _Layout:
    count = max(len(map_.panels), 1)
    columns = count if count <= 3 else 2 if count == 4 else 3
    points = np.concatenate([ring for outline in map_.outlines for ring in outline.rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    across, up = max(float(east - west), 1e-9), max(float(north - south), 1e-9)
    width = (WIDTH - 2 * EDGE - (columns - 1) * GUTTER) / columns
    depth = min(width * up / across, TALLEST)
    heading = LINE + 0.08 if any(panel.heading for panel in map_.panels) else EDGE
    # One metre is as long across as up: a panel that is wide for its height shows white at both sides.
    margin = (up * width / depth - across) / 2
    return _Layout(
        columns,
        width,
        depth,
        heading,
        (float(west) - margin, float(south), float(east) + margin, float(north)),
    )


def _swatches(map_: Map) -> tuple[Swatch, ...]:
    """The boxes of the classes with their counts; that of no data when a unit has none."""
    colours = class_colours(len(map_.legend))
    boxes = [Swatch(_counted(box), colour) for box, colour in zip(map_.legend, colours, strict=True)]
    if any(index is None for panel in map_.panels for index in panel.classes):
        boxes.append(Swatch(_counted(map_.no_data), NO_DATA_COLOUR, NO_DATA_HATCH))
    return tuple(boxes)


def _counted(box: LegendBox) -> str:
    return f"{box.label} ({box.count})"


def _draw_panel(
    page: Page, map_: Map, panel: MapPanel, paths: Sequence[Path | None], layout: _Layout, at: int
) -> None:
    column, row = at % layout.columns, at // layout.columns
    left = EDGE + column * (layout.width + GUTTER)
    top = row * (layout.heading + layout.depth + GUTTER / 2)
    page.text(left + layout.width / 2, top + LINE / 2 + 0.02, panel.heading, LABEL + 0.5, side="center")
    axes = page.axes(left, top + layout.heading, layout.width, layout.depth)
    west, south, east, north = layout.extent
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    colours = class_colours(len(map_.legend))
    for path, index in zip(paths, panel.classes, strict=True):
        if path is not None:
            _fill(axes, path, None if index is None else colours[index])


def _fill(axes: Axes, path: Path, colour: str | None) -> None:
    """One unit: the colour of its class or, where there is none, a hatch; and a thin border."""
    from matplotlib.patches import PathPatch

    border = {"edgecolor": BORDER, "linewidth": 0.35, "joinstyle": "round", "clip_on": False}
    if colour is None:
        hatched = PathPatch(
            path, facecolor=NO_DATA_COLOUR, edgecolor=HATCH_INK, hatch=NO_DATA_HATCH, linewidth=0.0
        )
        axes.add_patch(hatched)
    axes.add_patch(PathPatch(path, facecolor=colour or "none", **border))


def _paths(map_: Map, layout: _Layout) -> list[Path | None]:
    """The outline of each unit as one path of closed rings, its holes turned against its rims."""
    from matplotlib.path import Path

    west, _, east, _ = layout.extent
    dot = max(east - west, 1e-9) / (layout.width * DOTS_PER_INCH)
    paths: list[Path | None] = []
    for outline in map_.outlines:
        rings = turned([thinned(ring, dot) for ring in outline.rings])
        rings = [ring for ring in rings if len(ring) >= 4]
        codes = [
            code for ring in rings for code in (Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY)
        ]
        paths.append(Path(np.concatenate(rings), codes) if rings else None)
    return paths


def thinned(ring: Floats, dot: float) -> Floats:
    """The closed ring (points, 2) on a grid of ``dot``, without points that fall together.

    Neighbours keep a common border, since both move to the same grid. A ring smaller than a dot stays as it is.
    """
    snapped = np.round(ring / dot) * dot
    kept = snapped[np.r_[True, np.any(snapped[1:] != snapped[:-1], axis=1)]]
    return kept if len(kept) >= 4 else ring


def turned(rings: Sequence[Floats]) -> list[Floats]:
    """The rings, a rim anticlockwise and a hole clockwise, so that filling leaves holes empty.

    A ring inside an odd number of others is a hole.
    """
    turned_rings = []
    for at, ring in enumerate(rings):
        depth = sum(_inside(ring[0], other) for number, other in enumerate(rings) if number != at)
        anticlockwise = _signed_area(ring) > 0
        turned_rings.append(ring if anticlockwise == (depth % 2 == 0) else ring[::-1])
    return turned_rings


def _signed_area(ring: Floats) -> float:
    x, y = (ring - ring[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def _inside(point: Floats, ring: Floats) -> bool:
    """Whether a ray to the east from the point crosses the ring an odd number of times."""
    if np.any(point < ring.min(axis=0)) or np.any(point > ring.max(axis=0)):
        return False
    x, y = (ring - point).T
    crosses = (y[:-1] > 0) != (y[1:] > 0)
    x0, x1, y0, y1 = x[:-1][crosses], x[1:][crosses], y[:-1][crosses], y[1:][crosses]
    return bool(np.count_nonzero(x0 - y0 * (x1 - x0) / (y1 - y0) > 0) % 2)
