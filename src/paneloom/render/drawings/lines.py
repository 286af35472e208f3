"""Lines over ordered categories, years as a rule."""

from __future__ import annotations

from typing import Any

from paneloom.present.figure import Figure
from paneloom.render.characters import visible
from paneloom.render.drawings.page import FAINT, SOFT, WIDTH, Page, blank_page
from paneloom.render.drawings.sources import draw_sources, source_lines, sources_height
from paneloom.render.drawings.style import (
    GAP,
    LABEL,
    LINE,
    SERIES_DASHES,
    SERIES_LINE_COLOURS,
    SERIES_MARKERS,
    SWATCH,
    Swatch,
    bounds,
    known,
    legend_height,
    legend_places,
    ticks,
)  # fmt: skip
from paneloom.render.fonts import text_width

DEPTH, FOOT, RIGHT = 3.3, 0.26, 0.25


def draw(figure: Figure) -> Page:
    """Each series has its own colour, dash and mark; a gap in the values is a gap in the line."""
    values = [known(value) for series in figure.series for value in series.values]
    low, high = bounds(values, with_zero=False)
    marks = ticks(low, high, 5)
    left = max((text_width(text, LABEL) for _, text in marks), default=0.0) + 0.2
    swatches = tuple(Swatch(series.label, "") for series in figure.series)
    legend = legend_height(swatches, WIDTH - left) + 0.1 if len(swatches) > 1 else 0.0
    heading = LINE + 0.06 if figure.value_label else 0.0
    top = legend + heading + 0.1
    foot = FOOT + (LINE + 0.04 if figure.category_label else 0.0)
    sources = source_lines(figure.notes)
    page = blank_page(top + DEPTH + foot + sources_height(sources))
    draw_sources(page, sources, top + DEPTH + foot)
    page.text(0.06, legend + heading / 2 + 0.02, figure.value_label, LABEL, colour=SOFT)
    width = WIDTH - left - RIGHT
    axes = page.axes(left, top, width, DEPTH)
    axes.set_xlim(-0.3, max(len(figure.categories) - 0.7, 0.3))
    axes.set_ylim(low, high)
    for value, text in marks:
        axes.axhline(value, color=FAINT, linewidth=0.6, zorder=0)
        page.text(
            left - 0.08, top + (high - value) / (high - low) * DEPTH, text, LABEL, side="right", colour=SOFT
        )
    for order, series in enumerate(figure.series):
        axes.plot(range(len(series.values)), [known(v) for v in series.values], zorder=2, **look(order))
    name_categories(page, figure, left, top + DEPTH + 0.12, width)
    page.text(left + width / 2, top + DEPTH + FOOT + 0.05, figure.category_label, LABEL, side="center")
    if legend:
        _legend(page, swatches, left)
    return page


def look(order: int) -> dict[str, Any]:
    """The colour, dash and mark of a series by its place."""
    at = order % len(SERIES_MARKERS)
    return {
        "color": SERIES_LINE_COLOURS[at], "linestyle": SERIES_DASHES[at], "linewidth": 1.4,
        "marker": SERIES_MARKERS[at], "markersize": 4.0, "markeredgewidth": 0.0, "clip_on": False,
    }  # fmt: skip


def name_categories(page: Page, figure: Figure, left: float, y: float, width: float) -> None:
    """The names of the categories; where they would touch, only every second, third, ... is named."""
    names = [visible(category) for category in figure.categories]
    widest = max((text_width(name, LABEL) for name in names), default=0.0) + GAP / 2
    span = max(len(names) - 0.7, 0.3) + 0.3
    step = max(-(-int(widest * 1000) // max(int(width / span * 1000), 1)), 1)
    for at in range(0, len(names), step):
        page.text(left + (at + 0.3) / span * width, y, names[at], LABEL, side="center", colour=SOFT)


def _legend(page: Page, swatches: tuple[Swatch, ...], left: float) -> None:
    for order, (swatch, (x, middle)) in enumerate(
        zip(swatches, legend_places(swatches, WIDTH - left), strict=True)
    ):
        axes = page.axes(left + x, middle - 0.03, SWATCH, 0.1)
        axes.set_xlim(0, 2)
        axes.plot([0, 1, 2], [0, 0, 0], markevery=[1], **look(order))
        page.text(left + x + SWATCH + 0.07, middle + 0.02, swatch.label, LABEL)
