"""A drawing under way: a white page measured in inches from its upper left corner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from paneloom.render.characters import visible
from paneloom.render.fonts import POINTS_PER_INCH, font_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

WIDTH, DPI = 7.0, 200
INK, SOFT, FAINT, HATCH_INK = "#222222", "#666666", "#dcdcdc", "#8c8c8c"
HALF_LETTER = (
    0.37  # of the type size: half the height of a digit, and of a Chinese character above its baseline
)

_PATH_LINE = re.compile(rb'^(?:\s*<path (?:id="\w+" )?d="M|[MLCQ]) [-\d. ]+$', re.MULTILINE)
_LONG_NUMBER = re.compile(rb"(\.\d\d)\d+")

Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing in two forms."""

    png: bytes
    svg: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ``WIDTH`` by ``height`` inches; every place on it is given from its upper left corner."""

    canvas: Canvas
    height: float

    def text(
        self, x: float, y: float, text: str, size: float, *, side: Side = "left", colour: str = INK
    ) -> None:
        """One line of text, centred on ``y``; ``side`` says which of its ends, or its middle, stands at ``x``."""
        shown = visible(text)
        if shown:
            baseline = y + HALF_LETTER * size / POINTS_PER_INCH
            self.canvas.text(
                x / WIDTH, 1 - baseline / self.height, shown, color=colour, ha=side, va="baseline",
                fontproperties=font_for(shown, size), parse_math=False,
            )  # fmt: skip

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Bare axes: no frame, no ticks, no labels."""
        box = (x / WIDTH, 1 - (y + height) / self.height, width / WIDTH, height / self.height)
        made = self.canvas.add_axes(box)
        made.set_axis_off()
        return made

    def box(self, x: float, y: float, width: float, height: float, colour: str, hatch: str = "") -> None:
        """A filled box, hatched if asked, with a thin edge."""
        from matplotlib.patches import Rectangle

        corner = (x / WIDTH, 1 - (y + height) / self.height)
        size = (width / WIDTH, height / self.height)
        for face, edge, strokes, pen in ((colour, HATCH_INK, hatch, 0.0), ("none", SOFT, "", 0.4)):
            self.canvas.add_artist(
                Rectangle(corner, *size, facecolor=face, edgecolor=edge, hatch=strokes, linewidth=pen)
            )


def blank_page(height: float) -> Page:
    """A white page."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(canvas)
    return Page(canvas, height)


@contextmanager
def fixed_settings() -> Iterator[None]:
    """The plotting library's own defaults with salted ids, whatever the user's settings file says."""
    import matplotlib as mpl

    settings: dict[Any, Any] = dict(mpl.rcParamsDefault)
    for name in ("backend", "backend_fallback"):
        settings.pop(name, None)
    settings |= {
        "svg.hashsalt": "paneloom",
        "svg.fonttype": "path",
        "text.parse_math": False,
        "hatch.linewidth": 0.5,
    }
    with mpl.rc_context(settings):
        yield


def saved(page: Page) -> Drawing:
    """The page as PNG and SVG, without a date or the name of a program."""
    png, svg = BytesIO(), BytesIO()
    page.canvas.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    page.canvas.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Drawing(png.getvalue(), _shortened(svg.getvalue()))


def _shortened(svg: bytes) -> bytes:
    """The coordinates of paths cut to hundredths of a point, which no eye resolves; it halves a map."""
    return _PATH_LINE.sub(lambda line: _LONG_NUMBER.sub(rb"\1", line.group()), svg)
