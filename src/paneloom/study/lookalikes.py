"""Full-width punctuation, curly quotes and other characters that look right and are not TOML.

Inside strings and comments they are welcome; anywhere else the parser would stop with a message that
does not name them.
"""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError, Place
from paneloom.study.toml_tokens import Token, tokens

QUOTES = dict.fromkeys("“”„‟＂", '"') | dict.fromkeys("‘’‚‛＇", "'")
REPLACEMENTS = {
    # A colon stands between key and value only in other formats.
    "：": "=",
    "；": ",",
    "、": ",",
    "。": ".",
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "—": "-",
    "–": "-",
    "−": "-",
    **QUOTES,
}
BLANKS = "\u3000\u00a0"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def plain(character: str) -> str:
    """The plain character to type in place of a look-alike; "" when this is not one."""
    if character in REPLACEMENTS:
        return REPLACEMENTS[character]
    # U+FF01 to U+FF5E are the printable ASCII characters, each as wide as a Chinese one.
    return chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else ""


def lookalikes(text: str, file: str) -> tuple[PaneloomError, ...]:
    """One problem for each line and each plain character that should stand there, in the order of the text."""
    found: dict[tuple[int, str], PaneloomError] = {}
    for line, column, character in _suspects(text):
        problem = _problem(Place(file, line), column, character)
        if problem is not None:
            found.setdefault((line, plain(character)), problem)
    return tuple(found.values())


def _suspects(text: str) -> Iterator[tuple[int, int, str]]:
    for token in tokens(text):
        if token.kind == "string":
            yield from _wrong_closing_quote(token)
        elif token.kind != "comment":
            for offset, character in enumerate(token.text):
                if ord(character) > 127:
                    yield token.line, token.column + offset, character


def _wrong_closing_quote(token: Token) -> Iterator[tuple[int, int, str]]:
    """A string opened with a plain quote and closed with a curly one runs on to the end of its line."""
    if token.unfinished:
        for offset, character in enumerate(token.text):
            if QUOTES.get(character) == token.text[0]:
                yield token.line, token.column + offset, character


def _problem(where: Place, column: int, character: str) -> PaneloomError | None:
    seen = f"{character} (U+{ord(character):04X})"
    if character in BLANKS:
        return PaneloomError("wide-blank", where=where, seen=f"U+{ord(character):04X}", column=column)
    if character in INVISIBLE:
        return PaneloomError(
            "invisible-character", where=where, seen=f"U+{ord(character):04X}", column=column
        )
    if plain(character):
        return PaneloomError(
            "lookalike", where=where, seen=seen, character=character, column=column, plain=plain(character)
        )
    return None
