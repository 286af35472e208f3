"""Characters as the writers meet them: how wide they print, which of them no document may hold."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# XML 1.0 has no place for these, and HTML, terminals and workbooks choke on them in their own ways.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# These turn what follows them around, far beyond the text that they stand in.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[ \t]*[\r\n\t\u2028\u2029][ \t\r\n]*")
_INVISIBLE = ("Mn", "Me", "Cf")
_CHINESE = re.compile(
    "[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_UNIT = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]|[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff\\s]+\\s*|\\s+"
)


def legal(text: str) -> str:
    """The text with every control character and lone surrogate replaced by U+FFFD; line breaks stay.

    Signs that embed, override or isolate a direction of writing are left out.
    """
    return _ILLEGAL.sub(REPLACEMENT, undirected(text))


def undirected(text: str) -> str:
    """The text without signs that embed, override or isolate a direction of writing."""
    return text if text.isascii() else _TURNING.sub("", text)


def one_line(text: str) -> str:
    """The legal text on a single line: each line break or tab, with the blanks around it, is one blank."""
    return legal(_BREAKS.sub(" ", text)).strip()


def visible(text: str) -> str:
    """The text on one line without the characters that have no glyph, such as direction marks."""
    return "".join(c for c in one_line(text) if unicodedata.category(c) != "Cf")


def width(text: str) -> int:
    """The columns that a line takes in a terminal: a wide character counts two, a combining mark none."""
    return sum(_width(character) for character in text)


def has_chinese(text: str) -> bool:
    """Whether a Chinese character or a full-width sign is in the text."""
    return _CHINESE.search(text) is not None


def breakable_units(text: str) -> list[str]:
    """The pieces between which a line may break: words with their blanks, single wide characters."""
    return _UNIT.findall(text)


def _width(character: str) -> int:
    if unicodedata.category(character) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
