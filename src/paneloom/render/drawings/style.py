"""The look of the house: colours that differ in hue and in grey, legends, ticks, lines of text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paneloom.render.characters import breakable_units, visible
from paneloom.render.fonts import text_width

if TYPE_CHECKING:
    from paneloom.render.drawings.page import Page

LABEL, SMALL = 8.5, 7.0
LINE = 0.17
SWATCH, SWATCH_HEIGHT, GAP = 0.24, 0.12, 0.28

# Dark, light and middling in turn, so that neighbours differ in grey as they do in hue.
SERIES_COLOURS = ("#1f4068", "#e6ac4c", "#3f8f86", "#a9c7df", "#9c4a2f", "#d4d0c8", "#6d5a8d", "#b8c98d")
SERIES_HATCHES = ("", "", "", "", "////", "\\\\\\\\", "....", "xxxx")
SERIES_DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 2)), (0, (4, 1)))
SERIES_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
SERIES_LINE_COLOURS = ("#1f4068", "#c9862b", "#3f8f86", "#7fa3c4", "#9c4a2f", "#8f8a80", "#6d5a8d", "#8a9d57")

MAP_COLOURS = ("#f1f3da", "#cce0c3", "#92c4b6", "#58a0b0", "#3277a3", "#244e87", "#182c5b")
NO_DATA_COLOUR, NO_DATA_HATCH, BORDER = "#fafafa", "//////", "#8a8a8a"


@dataclass(frozen=True, slots=True)
class Swatch:
    """An entry of a legend: its text, the colour and hatch of its box."""

    label: str
    colour: str
    hatch: str = ""


def series_swatches(labels: Iterable[str]) -> tuple[Swatch, ...]:
    """The box of each series of a bar chart."""
    count = len(SERIES_COLOURS)
    return tuple(
        Swatch(label, SERIES_COLOURS[at % count], SERIES_HATCHES[at % count])
        for at, label in enumerate(labels)
    )


def class_colours(count: int) -> tuple[str, ...]:
    """``count`` colours from light to dark."""
    if count == 1:
        return (MAP_COLOURS[len(MAP_COLOURS) // 2],)
    return tuple(shade(at / (count - 1)) for at in range(count))


def shade(share: float) -> str:
    """The colour at a share of the way from light to dark."""
    place = min(max(share, 0.0), 1.0) * (len(MAP_COLOURS) - 1)
    return _between(MAP_COLOURS[math.floor(place)], MAP_COLOURS[math.ceil(place)], place % 1)


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """The text in lines of at most ``room`` inches; a single word may stick out."""
    lines = [""]
    for unit in breakable_units(visible(text)):
        if lines[-1] and text_width((lines[-1] + unit).rstrip(), size) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += unit
    return tuple(line.rstrip() for line in lines)


def legend_places(swatches: Sequence[Swatch], room: float) -> tuple[tuple[float, float], ...]:
    """Where the entries stand, in columns of one width: the left and the middle of each, in inches."""
    widest = max((text_width(visible(s.label), LABEL) for s in swatches), default=0.0)
    step = SWATCH + 0.07 + widest + GAP
    most = max(min(int((room + GAP) / step), len(swatches)), 1)
    across = -(-len(swatches) // -(-len(swatches) // most)) if swatches else 1
    return tuple((at % across * step, (at // across + 0.5) * (LINE + 0.03)) for at in range(len(swatches)))


def legend_height(swatches: Sequence[Swatch], room: float) -> float:
    """The inches that the legend takes."""
    return max((middle for _, middle in legend_places(swatches, room)), default=-LINE / 2) + LINE / 2


def draw_legend(page: Page, swatches: Sequence[Swatch], left: float, top: float, room: float) -> None:
    """The boxes and their texts."""
    for swatch, (x, middle) in zip(swatches, legend_places(swatches, room), strict=True):
        page.box(
            left + x, top + middle - SWATCH_HEIGHT / 2, SWATCH, SWATCH_HEIGHT, swatch.colour, swatch.hatch
        )
        page.text(left + x + SWATCH + 0.07, top + middle, swatch.label, LABEL)


def known(value: float | None) -> float:
    """The value, or NaN where there is none that can be drawn."""
    return float(value) if value is not None and math.isfinite(value) else math.nan


def ticks(low: float, high: float, count: int = 6) -> tuple[tuple[float, str], ...]:
    """Round values between the two bounds, each with its text."""
    from matplotlib.ticker import MaxNLocator

    found = [float(v) for v in MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    step = found[1] - found[0]
    within = [v for v in found if low - step * 1e-9 <= v <= high + step * 1e-9]
    return tuple((value, _tick_text(value, step)) for value in within)


def bounds(values: Iterable[float], *, with_zero: bool) -> tuple[float, float]:
    """The range of an axis: the values, zero if asked, and a little room at each end that is not zero."""
    finite = [v for v in values if math.isfinite(v)] + ([0.0] if with_zero else [])
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if low == high:
        low, high = (low, low + 1.0) if low == 0 else (low - abs(low) / 2, high + abs(high) / 2)
    room = (high - low) * 0.03
    return low - (room if low else 0.0), high + (room if high else 0.0)


def _tick_text(value: float, step: float) -> str:
    if abs(value) < step * 1e-9:
        return "0"
    if step >= 1e7 or step < 1e-5:
        return f"{value:.6g}".replace("-", "\N{MINUS SIGN}")
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    if not math.isclose(step, round(step, places), rel_tol=1e-6):
        places += 1
    return f"{value:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def _between(light: str, dark: str, share: float) -> str:
    """The colour ``share`` of the way from one to the other."""
    pairs = ((int(light[at : at + 2], 16), int(dark[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
