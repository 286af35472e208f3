"""Horizontal bars, grouped or stacked, in the order of the figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paneloom.present.figure import Figure
from paneloom.render.drawings.page import FAINT, HATCH_INK, INK, SOFT, WIDTH, Page, blank_page
from paneloom.render.drawings.sources import draw_sources, source_lines, sources_height
from paneloom.render.drawings.style import (
    LABEL,
    LINE,
    Swatch,
    bounds,
    draw_legend,
    known,
    legend_height,
    series_swatches,
    ticks,
    wrapped,
)  # fmt: skip
from paneloom.render.fonts import text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_ROOM, EDGE = 2.4, 0.08
BAR, ROW_GAP = 0.115, 0.085
TALLEST_ROW, CROWDED = 0.22, 36
FOOT = 0.28
EN_DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar: its middle and thickness in rows from the top, where it starts and ends, its look."""

    middle: float
    thickness: float
    start: float
    end: float
    swatch: Swatch


def draw(figure: Figure) -> Page:
    """The page grows with the count of categories, so that each keeps its label."""
    stacked = figure.form == "stacked-bars"
    labels = [wrapped(category, LABEL, LABEL_ROOM) for category in figure.categories]
    lines = max((len(label) for label in labels), default=1)
    row = max(_row_height(len(labels), 1 if stacked else len(figure.series)), lines * LINE * 0.85 + 0.04)
    left = max((text_width(line, LABEL) for label in labels for line in label), default=0.0) + EDGE + 0.1
    swatches = series_swatches(series.label for series in figure.series)
    legend = legend_height(swatches, WIDTH - left) + 0.08 if len(swatches) > 1 else 0.0
    top = max(legend, LINE if figure.category_label else 0.0) + 0.06
    depth = row * max(len(labels), 1)
    foot = FOOT + (LINE if figure.value_label else -0.04)
    sources = source_lines(figure.notes)
    page = blank_page(top + depth + foot + sources_height(sources))
    draw_sources(page, sources, top + depth + foot)
    if legend:
        draw_legend(page, swatches, left, 0.04, WIDTH - left)
    page.text(EDGE, top - 0.06 - LINE / 2, figure.category_label, LABEL, colour=SOFT)
    for at, label in enumerate(labels):
        for line, text in enumerate(label):
            offset = (line - (len(label) - 1) / 2) * LINE * 0.85
            page.text(left - 0.08, top + (at + 0.5) * row + offset, text, LABEL, side="right")
    _plot(page, figure, swatches, left, top, depth)
    page.text(
        left + (WIDTH - 0.15 - left) / 2, top + depth + FOOT + 0.02, figure.value_label, LABEL, side="center"
    )
    return page


def _row_height(categories: int, bars: int) -> float:
    """One bar has room to breathe; many categories move a little closer together."""
    single = TALLEST_ROW if categories <= CROWDED else 0.185
    return max(single, BAR * bars + ROW_GAP)


def _plot(
    page: Page, figure: Figure, swatches: tuple[Swatch, ...], left: float, top: float, depth: float
) -> None:
    bars = _stacked(figure, swatches) if figure.form == "stacked-bars" else _grouped(figure, swatches)
    low, high = bounds([end for bar in bars for end in (bar.start, bar.end)], with_zero=True)
    width = WIDTH - 0.15 - left
    axes = page.axes(left, top, width, depth)
    axes.set_xlim(low, high)
    axes.set_ylim(max(len(figure.categories), 1), 0)
    for value, text in ticks(low, high):
        axes.axvline(value, color=FAINT, linewidth=0.6, zorder=0)
        page.text(
            left + (value - low) / (high - low) * width,
            top + depth + 0.11,
            text,
            LABEL,
            side="center",
            colour=SOFT,
        )
    for bar in bars:
        if math.isnan(bar.end):
            # A dash says that there is no value; an empty row would read as zero.
            zero = left + (0 - low) / (high - low) * width
            page.text(
                zero + 0.04, top + bar.middle * depth / len(figure.categories), EN_DASH, LABEL, colour=SOFT
            )
        else:
            _draw_bar(axes, bar)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=3)


def _draw_bar(axes: Axes, bar: _Bar) -> None:
    """The bar, and a thin white edge that parts it from its neighbours."""
    from matplotlib.patches import Rectangle

    corner, size = (bar.start, bar.middle - bar.thickness / 2), (bar.end - bar.start, bar.thickness)
    look: dict[str, Any] = {"facecolor": bar.swatch.colour, "hatch": bar.swatch.hatch, "edgecolor": HATCH_INK}
    axes.add_patch(Rectangle(corner, *size, linewidth=0, zorder=2, **look))
    axes.add_patch(Rectangle(corner, *size, linewidth=0.5, zorder=2, facecolor="none", edgecolor="white"))


def _grouped(figure: Figure, swatches: tuple[Swatch, ...]) -> list[_Bar]:
    """The bars of a category side by side, the first series on top."""
    count = max(len(figure.series), 1)
    share = 0.68 if count == 1 else 0.8
    thickness = share / count
    return [
        _Bar(
            at + (1 - share) / 2 + (order + 0.5) * thickness, thickness, 0.0, known(series.values[at]), swatch
        )
        for at in range(len(figure.categories))
        for order, (series, swatch) in enumerate(zip(figure.series, swatches, strict=True))
    ]


def _stacked(figure: Figure, swatches: tuple[Swatch, ...]) -> list[_Bar]:
    """The bars of a category end to end: positive values to the right of zero, negative ones to the left."""
    bars = []
    for at in range(len(figure.categories)):
        ends = {True: 0.0, False: 0.0}
        values = [known(series.values[at]) for series in figure.series]
        if swatches and all(math.isnan(value) for value in values):
            bars.append(_Bar(at + 0.5, 0.68, 0.0, math.nan, swatches[0]))
        for value, swatch in zip(values, swatches, strict=True):
            if not math.isnan(value):
                start = ends[value >= 0]
                ends[value >= 0] = start + value
                bars.append(_Bar(at + 0.5, 0.68, start, start + value, swatch))
    return bars
