"""A cell: a value, how it prints, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite, log10
from typing import Literal

Kind = Literal["text", "integer", "fixed", "general", "scientific"]
Wrap = Literal["", "()", "[]"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a number prints: its kind, its digits after the point, the brackets around it.

    ``digits`` of the kind "general" are significant figures.
    """

    kind: Kind = "text"
    digits: int = 3
    wrap: Wrap = ""


TEXT = Format()
INTEGER = Format("integer", 0)
FIXED3 = Format("fixed", 3)
FIXED4 = Format("fixed", 4)
IN_PARENTHESES = Format("fixed", 3, "()")
MOST_DIGITS, SCIENTIFIC_DIGITS = 6, 2
LARGEST_FIXED = 1e10  # from here on, three digits after the point only look exact
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: ``value`` at full precision (None prints as nothing), its format, its stars."""

    value: float | int | str | None = None
    format: Format = TEXT
    stars: str = ""


EMPTY = Cell()


def known(value: float, kind: Format) -> Cell:
    """A number as a cell, an empty one where it is not finite."""
    return Cell(float(value), kind) if isfinite(value) else EMPTY


def fitting(scale: float, wrap: Wrap = "") -> Format:
    """How to print numbers that are known to about ``scale``: a standard error, or a spread.

    Three digits after the point; where three would print the scale as zero, as many as show two figures of
    it, up to six; where six do not, or where the scale is 1e10 or more, three figures and a power of ten.
    A scale of zero, or one that is not finite, is printed with three digits.
    """
    if not isfinite(scale) or scale <= 0:
        return Format("fixed", FIXED3.digits, wrap)
    digits = FIXED3.digits
    if scale < 0.5 * 10.0**-digits:
        digits = ceil(-log10(scale)) + 1
    if digits > MOST_DIGITS or scale >= LARGEST_FIXED:
        return Format("scientific", SCIENTIFIC_DIGITS, wrap)
    return Format("fixed", digits, wrap)


def printed(cell: Cell) -> str:
    """The cell as it stands in a table: rounded half to even on the binary value, true minus sign.

    A number that rounds to zero prints without a sign; the zero before the point is kept. Powers of ten are
    raised: 1.23×10⁻¹².
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
    elif kind == "scientific":
        text = f"{value:.{digits}e}" if value else "0"
    else:
        text = f"{value:.{digits}f}"
    if text.lstrip("-").strip("0.,") == "":
        text = text.lstrip("-")
    text = _raised(text)
    if cell.format.wrap:
        text = cell.format.wrap[0] + text + cell.format.wrap[1]
    return text + cell.stars


def _raised(text: str) -> str:
    """The number with a true minus sign, and its power of ten as a superscript."""
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.replace("-", "\N{MINUS SIGN}")
    power = int(exponent or 0)
    return mantissa + f"\N{MULTIPLICATION SIGN}10{str(power).translate(SUPERSCRIPTS)}" if power else mantissa
