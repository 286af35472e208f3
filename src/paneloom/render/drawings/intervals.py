"""Horizontal intervals with a mark in each, in the order of the figure."""

from __future__ import annotations

import math
from typing import Any

from paneloom.present.figure import Figure
from paneloom.render.drawings.page import FAINT, INK, SOFT, WIDTH, Page, blank_page
from paneloom.render.drawings.sources import draw_sources, source_lines, sources_height
from paneloom.render.drawings.style import (
    LABEL,
    LINE,
    SERIES_LINE_COLOURS,
    SWATCH,
    Swatch,
    bounds,
    known,
    legend_height,
    legend_places,
    ticks,
    wrapped,
)  # fmt: skip
from paneloom.render.fonts import text_width

LABEL_ROOM, EDGE, RIGHT = 2.4, 0.08, 0.15
ROW, FOOT = 0.205, 0.28
SPAN: dict[str, Any] = {"color": "#a9c7df", "linewidth": 4.5, "solid_capstyle": "butt"}
MIDDLE: dict[str, Any] = {"color": INK, "marker": "|", "markersize": 9.0, "markeredgewidth": 1.6}
MARK: dict[str, Any] = {
    "color": SERIES_LINE_COLOURS[1], "marker": "D", "markersize": 3.6, "markeredgewidth": 0.6,
    "markeredgecolor": "white",
}  # fmt: skip


def draw(figure: Figure) -> Page:
    """The page grows with the count of categories."""
    labels = [wrapped(category, LABEL, LABEL_ROOM) for category in figure.categories]
    lines = max((len(label) for label in labels), default=1)
    row = max(ROW, lines * LINE * 0.85 + 0.04)
    left = max((text_width(line, LABEL) for label in labels for line in label), default=0.0) + EDGE + 0.1
    swatches = tuple(Swatch(text, "") for text in _legend_texts(figure))
    top = max(legend_height(swatches, WIDTH - left), LINE if figure.category_label else 0.0) + 0.14
    depth = row * max(len(labels), 1)
    foot = FOOT + (LINE if figure.value_label else -0.04)
    sources = source_lines(figure.notes)
    page = blank_page(top + depth + foot + sources_height(sources))
    draw_sources(page, sources, top + depth + foot)
    _legend(page, swatches, left)
    page.text(EDGE, top - 0.06 - LINE / 2, figure.category_label, LABEL, colour=SOFT)
    for at, label in enumerate(labels):
        for line, text in enumerate(label):
            offset = (line - (len(label) - 1) / 2) * LINE * 0.85
            page.text(left - 0.08, top + (at + 0.5) * row + offset, text, LABEL, side="right")
    _plot(page, figure, left, top, depth)
    middle = left + (WIDTH - RIGHT - left) / 2
    page.text(middle, top + depth + FOOT + 0.02, figure.value_label, LABEL, side="center")
    return page


def _legend_texts(figure: Figure) -> list[str]:
    low, middle, high, *more = (series.label for series in figure.series)
    return [f"{low}\N{EN DASH}{high}", middle, *more[:1]]


def _legend(page: Page, swatches: tuple[Swatch, ...], left: float) -> None:
    places = legend_places(swatches, WIDTH - left)
    for look, swatch, (x, middle) in zip((SPAN, MIDDLE, MARK), swatches, places, strict=False):
        axes = page.axes(left + x, middle - 0.01, SWATCH, 0.1)
        axes.set_xlim(0, 2)
        axes.set_ylim(-1, 1)
        ends = [0, 2] if look is SPAN else [1]
        axes.plot(ends, [0] * len(ends), **look)
        page.text(left + x + SWATCH + 0.07, middle + 0.04, swatch.label, LABEL)


def _plot(page: Page, figure: Figure, left: float, top: float, depth: float) -> None:
    columns = [[known(value) for value in series.values] for series in figure.series]
    low, high = bounds([value for column in columns for value in column], with_zero=False)
    width = WIDTH - RIGHT - left
    axes = page.axes(left, top, width, depth)
    axes.set_xlim(low, high)
    axes.set_ylim(max(len(figure.categories), 1), 0)
    for value, text in ticks(low, high, 8):
        x = left + (value - low) / (high - low) * width
        axes.axvline(value, color=FAINT, linewidth=0.6, zorder=0)
        page.text(x, top + depth + 0.11, text, LABEL, side="center", colour=SOFT)
    for at, (start, middle, end, *more) in enumerate(zip(*columns, strict=True)):
        y = at + 0.5
        if not (math.isnan(start) or math.isnan(end)):
            axes.plot([start, end], [y, y], zorder=1, clip_on=False, **SPAN)
        axes.plot([middle], [y], zorder=2, clip_on=False, **MIDDLE)
        if more:
            axes.plot([more[0]], [y], zorder=3, clip_on=False, **MARK)
