"""The origin of the figures, in small type under a picture: one that travels alone keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paneloom.present.table import Note
from paneloom.render.drawings.page import SOFT, WIDTH, Page
from paneloom.render.drawings.style import SMALL, wrapped

SOURCE_LINE, SOURCE_EDGE = 0.135, 0.08


def source_lines(notes: Iterable[Note]) -> tuple[str, ...]:
    """The notes of the kind "source", wrapped to the page."""
    room = WIDTH - 2 * SOURCE_EDGE
    return tuple(line for note in notes if note.kind == "source" for line in wrapped(note.text, SMALL, room))


def sources_height(lines: Sequence[str]) -> float:
    """The room that the source lines take."""
    return len(lines) * SOURCE_LINE + SOURCE_EDGE if lines else 0.0


def draw_sources(page: Page, lines: Sequence[str], top: float) -> None:
    """The source lines in small type, from ``top`` down."""
    for at, text in enumerate(lines):
        page.text(SOURCE_EDGE, top + (at + 0.5) * SOURCE_LINE, text, SMALL, colour=SOFT)
