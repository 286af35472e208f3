"""An expression as a list of tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paneloom.errors import PaneloomError
from paneloom.study.expression.functions import WORDS
from paneloom.study.expression.spellings import spelled_here

LENGTH_LIMIT = 400  # tokens: a tree never grows deeper than its text is long
_SHOWN = 60
_TOKEN = re.compile(
    r"(?P<shift>[LFDG]\d{0,2}\.(?=\s*[^\W\d]|\s*\())|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<text>\"[^\"]+\"|'[^']+')|(?P<sign>\*\*|[<>=!]=|[-+*/^(),<>])"
)
_BLANKS = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: ``kind`` is shift, number, name, word, text, sign, or end; ``at`` counts from 0."""

    kind: str
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of an expression, with one of kind "end" behind them.

    Raises
    ------
    PaneloomError
        ``expression`` where no token can be read, ``expression-too-long``.
    """
    found: list[Token] = []
    at = _blanks(text, 0)
    while at < len(text):
        if len(found) == LENGTH_LIMIT:
            raise PaneloomError("expression-too-long", seen=f"{text[:_SHOWN]}...", limit=LENGTH_LIMIT)
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise fault(text, at)
        kind = "word" if match[0] in WORDS else match.lastgroup
        found.append(Token(kind, match[0], at))
        at = _blanks(text, match.end())
    return [*found, Token("end", "", len(text))]


def fault(text: str, at: int, instead: str = "") -> PaneloomError:
    """The error for a text that makes no sense from ``at`` on; ``instead`` is how it might be written."""
    rest = text[at : at + _SHOWN]
    return PaneloomError(
        "expression",
        seen=text if len(text) <= LENGTH_LIMIT else f"{text[:_SHOWN]}...",
        position=at + 1,
        rest=rest or "∎",
        instead=instead or spelled_here(text, at),
    )


def _blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at
