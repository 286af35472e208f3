"""Running text in lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.render.characters import breakable_units, one_line, width

COLUMNS = 80
INDENT = "    "
CLOSING = "，。；：、！？）》」』】”’)"


def wrapped(text: str, first: str = "", rest: str = INDENT, columns: int = COLUMNS) -> list[str]:
    """A text in lines of at most ``columns``, led by ``first`` and then by ``rest``.

    No line begins with a stop or a closing bracket; a word that is longer than a line is broken.
    """
    lines, line, lead = [], first, first
    for piece in _kept_together(breakable_units(one_line(text))):
        left = piece
        if width(line + left.rstrip()) > columns and line != lead:
            lines.append(line.rstrip())
            line = lead = rest
        while width(line + left.rstrip()) > columns:
            at = _room(left, columns - width(line))
            lines.append(line + left[:at])
            line, lead, left = rest, rest, left[at:]
        line += left
    return [*lines, line.rstrip()]


def _kept_together(pieces: list[str]) -> Iterator[str]:
    """The pieces, a stop or closing bracket with what it follows."""
    held = ""
    for piece in pieces:
        if held and piece[0] not in CLOSING:
            yield held
            held = ""
        held += piece
    yield held


def _room(text: str, columns: int) -> int:
    """How many characters of a text stand in so many columns; at least one."""
    at = 1
    while at < len(text) and width(text[: at + 1]) <= columns:
        at += 1
    return at
