"""Writing TOML: keys and values as text that ``tomllib`` reads back to the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import category

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def key_text(key: str) -> str:
    """A key, quoted where it must be."""
    return key if _BARE.fullmatch(key) else _string(key)


def value_text(value: object) -> str:
    """A value on one line: texts, numbers, booleans, dates, lists, and mappings as inline tables."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{key_text(str(key))} = {value_text(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(value_text(item) for item in value)}]"
    # What is left, whole numbers, decimals and dates, Python and TOML write alike.
    return str(value)


def value_lines(value: object) -> str:
    """A value; a list of tables gets a line for each."""
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        return "[\n" + "".join(f"    {value_text(item)},\n" for item in value) + "]"
    return value_text(value)


def _string(text: str) -> str:
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    """The character, or its number where it would not be seen, break the line or turn the text around."""
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or category(character) == "Zs":
        return character
    return f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}"
