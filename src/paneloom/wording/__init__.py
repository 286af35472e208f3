"""Every sentence that a person reads, in English and in Chinese.

The texts are data (``errors.toml``, ``words.toml``), so that a translator needs no Python and a test can
hold the two languages against each other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@cache
def catalogue(name: str) -> dict[str, Any]:
    """The texts of one file of this package, by key."""
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, language: Language, **details: object) -> str:
    """The phrase ``key`` ("group.word") of ``words.toml``, with its details filled in."""
    group, word = key.split(".")
    phrase: str = catalogue("words")[group][word][language]
    return filled_in(phrase, details) if details else phrase


def filled_in(phrase: str, details: Mapping[str, object]) -> str:
    """The phrase with its details; "{rows:row|rows}" gives "1 row" and "2 rows"."""
    return _Counting().vformat(phrase, (), details)


class _Counting(Formatter):
    """Formats as ``str.format`` does, and lets a count choose the word behind it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(format(value, format_spec))
        one, many = format_spec.split("|")
        return f"{value} {one if str(value) == '1' else many}"
