"""The font that drawings are lettered in: the bundled one, else one of the system's; never a box for a letter."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from paneloom.errors import PaneloomError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

POINTS_PER_INCH = 72


@cache
def bundled_font() -> Path:
    """The path of the font file in the package."""
    folder = files(__package__).joinpath("fonts")
    name = min(entry.name for entry in folder.iterdir() if entry.name.endswith(".ttf"))
    with as_file(folder.joinpath(name)) as path:
        return path


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of the text that the bundled font cannot draw, each once, in their order."""
    return _lacking(bundled_font(), text)


def font_path(text: str) -> Path:
    """The bundled font if it has every glyph of the text, else the first system font that has.

    Raises
    ------
    PaneloomError
        "font-lacks-glyphs": no font at hand has them all.
    """
    missing = missing_glyphs(text)
    if not missing:
        return bundled_font()
    for path in _system_fonts():
        if not _lacking(path, text):
            return path
    raise PaneloomError("font-lacks-glyphs", seen=tuple(f"{c} (U+{ord(c):04X})" for c in missing), text=text)


def font_for(text: str, size: float) -> FontProperties:
    """The font of ``font_path`` at a size in points.

    Raises
    ------
    PaneloomError
        "font-lacks-glyphs": no font at hand has them all.
    """
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_path(text)), size=size)


def text_width(text: str, size: float) -> float:
    """How wide the line is at ``size`` points, in inches."""
    if not text:
        return 0.0
    font = _opened(font_path(text))
    font.set_size(size, POINTS_PER_INCH)
    font.set_text(text, 0.0)
    across, _ = font.get_width_height()
    return float(across) / 64 / POINTS_PER_INCH


def _opened(path: Path) -> FT2Font:
    from matplotlib.font_manager import get_font

    return get_font(str(path))


def _lacking(path: Path, text: str) -> tuple[str, ...]:
    font = _opened(path)
    drawn = (character for character in text if unicodedata.category(character) != "Cc")
    return tuple(dict.fromkeys(c for c in drawn if font.get_char_index(ord(c)) == 0))


@cache
def _system_fonts() -> tuple[Path, ...]:
    """The system's upright regular fonts in the order of their names, sans serif before others."""
    from matplotlib.font_manager import fontManager

    regular = [
        entry for entry in fontManager.ttflist if entry.style == "normal" and entry.weight in (400, "normal")
    ]
    ordered = sorted(regular, key=lambda entry: ("Sans" not in entry.name, entry.name, entry.fname))
    # "Last Resort" has a glyph for everything: a box.
    kept = [entry.fname for entry in ordered if "last resort" not in entry.name.lower()]
    return tuple(Path(name) for name in dict.fromkeys(kept))
