"""What one cell says: its text, its year. Nothing is guessed; what does not fit is None."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

Cell = object
# Signs without width, and those that turn the direction of writing.
_INVISIBLE = dict.fromkeys(
    [
        *map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_YEAR = re.compile(r"(1[5-9]\d\d|2[01]\d\d)(?:\.0+)?(?:年度?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A workbook cell that holds an error, or a formula whose value was never stored."""

    text: str

    def __str__(self) -> str:
        return self.text


class Labelled(str):
    """A number with a label, as Stata and SPSS store 1 "北京": the label as text, and its ``code``."""

    __slots__ = ("code",)
    code: Cell

    def __new__(cls, label: str, code: Cell) -> Labelled:
        """A label and the number it stands for."""
        made = super().__new__(cls, label)
        made.code = code
        return made


class Percent(float):
    """A number that its cell shows with a percent sign: 0.123, shown as 12.3%."""

    __slots__ = ()
    power = 2

    @property
    def shown(self) -> float:
        """The number before the percent sign."""
        return shifted(float(self), self.power) if math.isfinite(self) else float(self)

    def __str__(self) -> str:
        return f"{repr(self.shown).removesuffix('.0')}%"


class PercentWord(Percent):
    """A number that its cell shows beside a percent sign that is a mere text: 12.3, shown as 12.3%."""

    __slots__ = ()
    power = 0


def shifted(value: float, power: int) -> float:
    """The value times a power of ten, as the decimal digits say: 12.3% is 0.123 and not a bit beside it."""
    digits, _, exponent = repr(value).partition("e")
    return float(f"{digits}e{int(exponent or 0) + power}")


def text_of(cell: Cell) -> str:
    """The text of a cell in Unicode's compatibility form, without invisible signs and outer blanks.

    Whole numbers lose the ".0" that workbooks give them, so that a code reads as it is shown.
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.isascii():
        # Most cells of a large file; there is nothing to normalise in them.
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and not isinstance(cell, Percent):
        return str(int(cell))
    return _normal(str(cell))


def as_written(cell: Cell) -> str:
    """A cell as its file has it, for a reader who looks for it there: nothing is normalised.

    Whole numbers lose the ".0" that workbooks give them.
    """
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer() and not isinstance(cell, Percent)
    return text_of(cell) if whole else str(cell)


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    """Names come again in row after row, and are normalised once."""
    return visible(unicodedata.normalize("NFKC", text))


def visible(text: str) -> str:
    """A text without invisible signs and outer blanks."""
    return text.translate(_INVISIBLE).strip()


def squeezed(text: str) -> str:
    """A text as names are compared: no blanks at all, no case."""
    return "".join(text_of(text).split()).casefold()


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    if not isinstance(cell, str):
        return cell is None
    # A letter or a digit in front can be seen, whatever follows.
    return not (cell and (cell[0].isalnum() or text_of(cell)))


def year_of(cell: Cell) -> int | None:
    """The year a cell means: 2013, 2013.0, "2013", "2013年" or a date; else None."""
    if isinstance(cell, dt.date):
        return cell.year
    if isinstance(cell, bool):
        return None
    match = _YEAR.fullmatch(text_of(cell))
    return int(match[1]) if match else None
