"""Number formats that make a workbook print a number as every other writer does."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from paneloom.present.cell import Cell, printed
from paneloom.render.grid import is_number

MINUS = "\N{MINUS SIGN}"
LONGEST = 200


def shows_as_number(cell: Cell) -> bool:
    """Whether a workbook can hold the cell as a number: finite, and printed in text that a number format can quote."""
    if not is_number(cell):
        return False
    assert not isinstance(cell.value, str)
    assert cell.value is not None
    return (
        math.isfinite(cell.value)
        and len(printed(cell)) <= LONGEST
        and cell.stars.isprintable()
        and '"' not in cell.stars
    )


def number_format(cell: Cell) -> str:
    """The format code under which the number of the cell prints as ``printed(cell)``.

    Brackets and stars are quoted text around the digits, so that the value stays a number. A workbook rounds
    halves away from zero on fifteen decimal digits; where that would print another number than the binary
    value does, the format holds the printed text itself.
    """
    text = printed(cell)
    digits = _digits(cell, text)
    if digits is None:
        code = _quoted(text)
        return f"{code};{code};{code}"
    left, right = cell.format.wrap[:1], cell.format.wrap[1:] + cell.stars
    plain = _quoted(left) + digits + _quoted(right)
    signed = _quoted(left) + f'"{MINUS}"' + digits + _quoted(right)
    rounds_to_zero = _number(cell) < 0 and MINUS not in text
    return f"{plain};{plain if rounds_to_zero else signed};{plain}"


def _digits(cell: Cell, text: str) -> str | None:
    """The part of the code that stands for digits, or None when no code prints what we print."""
    bare = text.removesuffix(cell.stars).strip("()[]").lstrip(MINUS)
    if "e" in bare:
        return None
    places = len(bare.partition(".")[2])
    value = Decimal(f"{abs(_number(cell)):.15g}")
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if value < Decimal("1e15") else None
    grouping, whole = (",", "#,##0") if cell.format.kind == "integer" else ("", "0")
    if shown is None or f"{shown:{grouping}.{places}f}" != bare:
        return None
    return whole + ("." + "0" * places if places else "")


def _number(cell: Cell) -> float:
    assert cell.value is not None
    assert not isinstance(cell.value, str)
    return float(cell.value)


def _quoted(text: str) -> str:
    """The text as a literal of a format code."""
    return f'"{text}"' if text else ""
