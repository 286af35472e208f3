"""Every sentence that a person reads, in English and in Chinese.

The texts are data (``errors.toml``, ``words.toml``), so that a translator needs no Python and a test can
hold the two languages against each other.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
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
    return phrase.format_map(details) if details else phrase
