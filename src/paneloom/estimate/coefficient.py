"""Slopes as records, and as a small table for a Python session."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from paneloom.present.cell import FIXED4, Cell, Format
from paneloom.present.table import Column, Note, Row, Table
from paneloom.wording import Language, say

HEADINGS = ("estimate", "error", "t", "p", "low", "high")
SIX_DIGITS, HUNDREDTHS = Format("general", 6), Format("fixed", 2)
FORMATS = (SIX_DIGITS, SIX_DIGITS, HUNDREDTHS, FIXED4, SIX_DIGITS, SIX_DIGITS)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One slope: its estimate, standard error, t and two-sided p, and the ends of its confidence interval."""

    name: str
    estimate: float
    error: float
    t: float
    p: float
    low: float
    high: float


def coefficient_table(
    slopes: tuple[Coefficient, ...], title: str, sentences: tuple[str, ...], language: Language
) -> Table:
    """A row for each slope, by its name in the study; ``sentences`` stand below."""
    return Table(
        name="estimate",
        title=title,
        columns=tuple(Column((say(f"estimate.{heading}", language),), "right") for heading in HEADINGS),
        rows=tuple(Row(slope.name, _cells(slope)) for slope in slopes),
        notes=tuple(Note(sentence) for sentence in sentences),
    )


def _cells(slope: Coefficient) -> tuple[Cell, ...]:
    numbers = astuple(slope)[1:]
    return tuple(Cell(number, shown) for number, shown in zip(numbers, FORMATS, strict=True))
