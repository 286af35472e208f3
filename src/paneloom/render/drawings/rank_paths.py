"""Ranks over ordered categories as paths with rank 1 on top, each named where it starts and ends."""

from __future__ import annotations

import math
from typing import Any, Literal

from paneloom.present.figure import Figure, Series
from paneloom.render.characters import visible
from paneloom.render.drawings.lines import look, name_categories
from paneloom.render.drawings.page import FAINT, SOFT, WIDTH, Page, blank_page
from paneloom.render.drawings.sources import draw_sources, source_lines, sources_height
from paneloom.render.drawings.style import LABEL, LINE, SERIES_MARKERS, known
from paneloom.render.fonts import text_width

STEP, FOOT, GAP = 0.27, 0.26, 0.12
LONGEST, DEEPEST = 1.5, 30.0


def draw(figure: Figure) -> Page:
    """A line of the page for each rank; a gap in the ranks is a gap in the path."""
    values = [known(value) for series in figure.series for value in series.values]
    last = max((value for value in values if value > 1), default=1.0)
    depth = min(STEP * last, DEEPEST)
    names = [_named(series, "left") for series in figure.series]
    widest = min(max((text_width(visible(name), LABEL) for name in names), default=0.0), LONGEST)
    left = widest + 2 * GAP
    width = WIDTH - 2 * left
    heading = LINE + 0.06 if figure.value_label else 0.06
    foot = FOOT + (LINE + 0.04 if figure.category_label else 0.0)
    sources = source_lines(figure.notes)
    page = blank_page(heading + depth + foot + sources_height(sources))
    draw_sources(page, sources, heading + depth + foot)
    page.text(GAP / 2, heading / 2, figure.value_label, LABEL, colour=SOFT)
    axes = page.axes(left, heading, width, depth)
    axes.set_xlim(-0.3, max(len(figure.categories) - 0.7, 0.3))
    axes.set_ylim(last + 0.5, 0.5)
    for rank in sorted({value for value in values if not math.isnan(value)}):
        axes.axhline(rank, color=FAINT, linewidth=0.6, zorder=0)
    for order, series in enumerate(figure.series):
        shown = [known(value) for value in series.values]
        axes.plot(range(len(shown)), shown, zorder=2, **(look(order) | _mark(order)))
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    for side in sides:
        for series, place in _ends(figure.series, LINE * last / depth, at_end=side == "right"):
            x = left - GAP / 2 if side == "left" else left + width + GAP / 2
            y = heading + (place - 0.5) / last * depth
            page.text(x, y, _named(series, side), LABEL, side="right" if side == "left" else "left")
    name_categories(page, figure, left, heading + depth + 0.12, width)
    page.text(left + width / 2, heading + depth + FOOT + 0.05, figure.category_label, LABEL, side="center")
    return page


def _named(series: Series, side: Literal["left", "right"]) -> str:
    """The name of a path with its rank at that end on the inner side."""
    value = known(series.values[0 if side == "left" else -1]) if series.values else math.nan
    rank = "" if math.isnan(value) else f"{value:.0f}"
    return f"{series.label} {rank}" if side == "left" else f"{rank} {series.label}"


def _mark(order: int) -> dict[str, Any]:
    """Where the looks begin anew, marks are hollow."""
    return {"markerfacecolor": "white", "markeredgewidth": 1.0} if (order // len(SERIES_MARKERS)) % 2 else {}


def _ends(series: tuple[Series, ...], apart: float, *, at_end: bool) -> list[tuple[Series, float]]:
    """Each series that has a value at an end, with the rank its name stands at, ``apart`` from the next."""
    known_ends = []
    for one in series:
        values = one.values[-1:] if at_end else one.values[:1]
        if values and not math.isnan(known(values[0])):
            known_ends.append((one, known(values[0])))
    placed: list[tuple[Series, float]] = []
    before = -math.inf
    for one, rank in sorted(known_ends, key=lambda pair: pair[1]):
        before = max(rank, before + apart)
        placed.append((one, before))
    return placed
