"""A cell: a value, how it prints, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "fixed", "general"]
Wrap = Literal["", "()", "[]"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a number prints: its kind, its digits after the point, the brackets around it."""

    kind: Kind = "text"
    digits: int = 3
    wrap: Wrap = ""


TEXT = Format()
INTEGER = Format("integer", 0)
FIXED3 = Format("fixed", 3)
FIXED4 = Format("fixed", 4)
IN_PARENTHESES = Format("fixed", 3, "()")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: ``value`` at full precision (None prints as nothing), its format, its stars."""

    value: float | int | str | None = None
    format: Format = TEXT
    stars: str = ""


EMPTY = Cell()


def printed(cell: Cell) -> str:
    """The cell as it stands in a table: rounded half to even on the binary value, true minus sign.

    A number that rounds to zero prints without a sign; the zero before the point is kept.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value + cell.stars
    kind, digits = cell.format.kind, cell.format.digits
    if kind == "integer":
        text = f"{value:,.0f}"
    elif kind == "general":
        text = f"{value:.{digits}g}"
    else:
        text = f"{value:.{digits}f}"
    if text.lstrip("-").strip("0.,") == "":
        text = text.lstrip("-")
    text = text.replace("-", "\N{MINUS SIGN}")
    if cell.format.wrap:
        text = cell.format.wrap[0] + text + cell.format.wrap[1]
    return text + cell.stars
