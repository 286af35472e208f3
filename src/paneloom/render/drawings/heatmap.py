"""A grid of shaded cells with the numbers in them: a row for each category, a column for each series."""

from __future__ import annotations

import math
from dataclasses import dataclass

from paneloom.present.cell import Cell, Format, printed
from paneloom.present.figure import Figure
from paneloom.render.characters import visible
from paneloom.render.drawings.page import INK, SOFT, WIDTH, Page, blank_page
from paneloom.render.drawings.sources import draw_sources, source_lines, sources_height
from paneloom.render.drawings.style import LABEL, LINE, SMALL, known, shade, wrapped
from paneloom.render.fonts import text_width

LABEL_ROOM, EDGE, RIGHT = 2.2, 0.08, 0.1
ROW, WIDEST_COLUMN = 0.205, 0.8
# From this share of the way to the darkest colour on, white letters are easier to read than dark ones.
DARK = 0.55
PALE = "#f4f4f4"
EN_DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells are: left and top of the first, width and depth of each."""

    left: float
    top: float
    width: float
    depth: float

    def middle(self, row: int, column: int) -> tuple[float, float]:
        return self.left + (column + 0.5) * self.width, self.top + (row + 0.5) * self.depth


def draw(figure: Figure) -> Page:
    """The page grows with the count of rows; a column too narrow for its numbers shows shades alone."""
    labels = [wrapped(category, LABEL, LABEL_ROOM) for category in figure.categories]
    longest = max((text_width(line, LABEL) for label in labels for line in label), default=0.0)
    left = max(longest, text_width(visible(figure.category_label), LABEL)) + EDGE + 0.1
    width = min((WIDTH - RIGHT - left) / max(len(figure.series), 1), WIDEST_COLUMN)
    heads, size = _headings(figure, width)
    lines = max((len(label) for label in labels), default=1)
    above = LINE if figure.value_label else 0.0
    top = above + max((len(head) for head in heads), default=1) * LINE * 0.85 + 0.1
    grid = _Grid(left, top, width, max(ROW, lines * LINE * 0.85 + 0.04))
    depth = grid.depth * max(len(labels), 1)
    sources = source_lines(figure.notes)
    page = blank_page(top + depth + 0.06 + sources_height(sources))
    draw_sources(page, sources, top + depth + 0.06)
    page.text(left, LINE / 2 + 0.02, figure.value_label, LABEL, colour=SOFT)
    page.text(EDGE, top - 0.05 - LINE / 2, figure.category_label, LABEL, colour=SOFT)
    _draw_headings(page, heads, size, grid)
    for at, label in enumerate(labels):
        for line, text in enumerate(label):
            offset = (line - (len(label) - 1) / 2) * LINE * 0.85
            page.text(left - 0.08, grid.middle(at, 0)[1] + offset, text, LABEL, side="right")
    _cells(page, figure, grid)
    return page


def _headings(figure: Figure, width: float) -> tuple[list[tuple[str, ...]], float]:
    """The headings in lines, and the type size at which their words are no wider than a column, if any is."""
    for size in (LABEL, SMALL):
        heads = [wrapped(series.label, size, width - 0.02) for series in figure.series]
        if all(text_width(line, size) <= width - 0.01 for head in heads for line in head):
            return heads, size
    # No size does: only every second, third, ... column is named.
    widest = max(text_width(visible(series.label), SMALL) for series in figure.series) + 0.06
    step = math.ceil(widest / width)
    return [(s.label,) if at % step == 0 else ("",) for at, s in enumerate(figure.series)], SMALL


def _draw_headings(page: Page, heads: list[tuple[str, ...]], size: float, grid: _Grid) -> None:
    for at, head in enumerate(heads):
        x = grid.middle(0, at)[0]
        for line, text in enumerate(reversed(head)):
            y = grid.top - 0.05 - (line + 0.5) * LINE * 0.85
            page.text(x, y, text, size, side="center", colour=SOFT)


def _cells(page: Page, figure: Figure, grid: _Grid) -> None:
    from matplotlib.patches import Rectangle

    rows, columns = len(figure.categories), len(figure.series)
    values = [[known(value) for value in series.values] for series in figure.series]
    finite = [value for column in values for value in column if not math.isnan(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 0.0)
    form = Format("fixed", figure.digits)
    widest = max((text_width(printed(Cell(value, form)), SMALL) for value in (low, high)), default=0.0)
    size = next((s for s in (LABEL, SMALL) if widest * s / SMALL <= grid.width - 0.03), None)
    axes = page.axes(grid.left, grid.top, grid.width * columns, grid.depth * rows)
    axes.set_xlim(0, max(columns, 1))
    axes.set_ylim(max(rows, 1), 0)
    for column, series in enumerate(values):
        for row, value in enumerate(series):
            share = _share(value, low, high, turned=figure.darkest == "smallest")
            colour = PALE if math.isnan(value) else shade(share)
            axes.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, edgecolor="white", linewidth=0.6))
            text = EN_DASH if math.isnan(value) else printed(Cell(value, form))
            if size is not None:
                ink = "white" if share > DARK and not math.isnan(value) else INK
                page.text(*grid.middle(row, column), text, size, side="center", colour=ink)


def _share(value: float, low: float, high: float, *, turned: bool) -> float:
    """How far a value is on the way to the darkest; equal values are all light."""
    if math.isnan(value) or high <= low:
        return 0.0
    share = (value - low) / (high - low)
    return 1 - share if turned else share
