"""The direction of an indicator, as people write it."""

from __future__ import annotations

from paneloom.study.index_part import Direction

POSITIVE = ("+", "＋", "正", "正向", "positive")
NEGATIVE = ("-", "－", "−", "–", "—", "负", "负向", "negative")
MODERATE = ("=", "＝", "适度", "moderate")
DIRECTIONS: dict[str, Direction] = {
    **dict.fromkeys(POSITIVE, "+"),
    **dict.fromkeys(NEGATIVE, "-"),
    **dict.fromkeys(MODERATE, "="),
}


def directed(text: str) -> tuple[Direction, str] | None:
    """(direction, name) of an indicator in a list: "+ gdp", "－gdp", "适度 rate"; None when it lacks either.

    A direction that is a word of Latin letters is followed by a blank: a name may begin with its letters.
    """
    text = text.strip()
    for word in sorted(DIRECTIONS, key=len, reverse=True):
        rest = text[len(word) :]
        is_apart = not word.isascii() or not word.isalpha() or rest[:1].isspace()
        if text[: len(word)].casefold() == word and is_apart:
            return (DIRECTIONS[word], rest.strip()) if rest.strip() else None
    return None
