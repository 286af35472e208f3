"""Figures and maps drawn from their records, as PNG and SVG with the same bytes each time."""

from __future__ import annotations

from paneloom.present.figure import Figure
from paneloom.present.map import Map
from paneloom.render.drawings.page import Drawing

__all__ = ["Drawing", "draw_figure", "draw_map"]


def draw_figure(figure: Figure) -> Drawing:
    """The chart and, below it in small type, its notes of the kind "source"; the rest is left to the caption.

    Raises
    ------
    PaneloomError
        "font-lacks-glyphs": no font at hand has every character of its labels.
    """
    from paneloom.render.drawings import bars, heatmap, intervals, lines, rank_paths
    from paneloom.render.drawings.page import fixed_settings, saved

    draw = {
        "bars": bars.draw,
        "stacked-bars": bars.draw,
        "lines": lines.draw,
        "heatmap": heatmap.draw,
        "rank-paths": rank_paths.draw,
        "intervals": intervals.draw,
    }[figure.form]
    with fixed_settings():
        return saved(draw(figure))


def draw_map(map_: Map) -> Drawing:
    """The map with its panels, legend and, below it in small type, its notes of the kind "source".

    Raises
    ------
    PaneloomError
        "font-lacks-glyphs": no font at hand has every character of its labels.
    """
    from paneloom.render.drawings import maps
    from paneloom.render.drawings.page import fixed_settings, saved

    with fixed_settings():
        return saved(maps.draw(map_))
