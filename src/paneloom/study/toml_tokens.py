"""The words and marks of a TOML text, split so that no text can make it stop: faulty files are its business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'(?P<string>"""(?:\\[\s\S]|(?!""")[\s\S])*(?:"{3,5}|\Z)'
    r"|'''(?:(?!''')[\s\S])*(?:'{3,5}|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*"?'
    r"|'[^'\n]*'?)"
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<newline>\n)"
    r"|(?P<blank>[^\S\n]+)"
    r"|(?P<mark>[\[\]{}=,.])"
    r"|(?P<word>[^\s\[\]{}=,.#\"']+)"
)


# The parts of a dotted key: a study has four at most, and the standard parser takes a day over a million.
_MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text: "string", "comment", "newline", "blank", "mark" or "word", and where it begins."""

    kind: str
    text: str
    line: int
    column: int

    @property
    def unfinished(self) -> bool:
        """Whether this is a one-line string whose closing quote is missing."""
        quote = self.text[0]
        if self.kind != "string" or self.text.startswith(quote * 3):
            return False
        return len(self.text) == 1 or not self.text.endswith(quote)


def tokens(text: str) -> Iterator[Token]:
    """All of the text, piece by piece; lines and columns count from 1, lines end with a line feed."""
    line, line_start = 1, 0
    for match in _TOKEN.finditer(text):
        piece = match[0]
        yield Token(match.lastgroup or "word", piece, line, match.start() - line_start + 1)
        if "\n" in piece:
            line += piece.count("\n")
            line_start = match.start() + piece.rindex("\n") + 1


def too_deep(text: str) -> int:
    """The line of the first key with more parts than any study has; 0 for none."""
    if all(line.count(".") < _MOST_PARTS for line in text.split("\n")):
        return 0
    dots, follows_part = 0, False
    for token in tokens(text):
        if token.text == "." and follows_part:
            dots += 1
            if dots == _MOST_PARTS:
                return token.line
        elif token.kind in ("mark", "newline", "comment"):
            dots = 0
        follows_part = token.kind in ("word", "string") or (follows_part and token.kind == "blank")
    return 0
