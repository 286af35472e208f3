"""What a rule of the screen finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubtful cell, the first of a run of them, or a whole year.

    Parameters
    ----------
    rule
        The rule, by its name in the ledger.
    row
        The row of the (first) cell in the frame; None where a whole year or variable is meant.
    expected
        The value that would be expected there, the factor by which it is off, or the series it equals.
    time
        The year, where a whole one is meant.
    seen
        What was met, where that is not the value of one cell.
    count
        The number of cells.
    """

    rule: str
    row: int | None = None
    expected: str = ""
    time: int | None = None
    seen: str = ""
    count: int = 1


def times_ten(power: int) -> str:
    """What a cell would have to be multiplied by, in words of print: "x 1000", "/ 10"."""
    return f"{'x' if power > 0 else '/'} {10 ** abs(power)}"
