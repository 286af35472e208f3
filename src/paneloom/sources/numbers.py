"""Cells to numbers. What is plainly a number is taken, what is plainly missing is missing, the rest is refused."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, is_blank, text_of, visible
from paneloom.sources.readings import Readings

REPORT_LIMIT = 20
# Only full-width forms and dashes: the compatibility form would turn the footnote of 123① into a digit.
_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-"})
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_ONE_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
# No finite number has more digits before its point, and ``int`` refuses very long texts.
LONGEST = 400
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell understood: its value (NaN when missing) and the rule that was needed, "" for none."""

    value: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The words for a missing value as cells are compared with them; ``codes`` are those that are numbers."""

    words: frozenset[str]
    codes: frozenset[float]


def to_number(cell: Cell, missing: Missing, delimiter: str = "") -> Reading | None:
    """The number that a cell holds; None when it is neither a number nor missing.

    Parameters
    ----------
    cell
        A raw cell of a workbook or a CSV file.
    missing
        The words for a missing value, as ``missing_words`` gives them.
    delimiter
        What stands between the cells of a CSV file. Where it is a semicolon, commas are likely decimal points,
        so 8,559 is not taken; 1,234,567 and 1,234.5 can only be thousands.
    """
    if is_blank(cell):
        return Reading(math.nan)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        if cell in missing.codes:
            return Reading(math.nan, "missing")
        return Reading(float(cell)) if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    narrow = cell.strip() if cell.isascii() else visible(cell).translate(_WIDE)
    plain = narrow if cell.isascii() else narrow.translate(_DASHES)
    if plain in missing.words or text_of(cell) in missing.words:
        return Reading(math.nan, "missing")
    grouped = _GROUPED.fullmatch(plain) is not None
    if not grouped and _PLAIN.fullmatch(plain) is None:
        return None
    if delimiter == ";" and _ONE_COMMA.fullmatch(plain):
        return None
    digits = plain.replace(",", "")
    value = float(digits)
    if not math.isfinite(value) or (_WHOLE.fullmatch(digits) and not _kept(digits, value)):
        return None
    return Reading(value, _rule(cell, narrow, plain, grouped=grouped))


def _kept(digits: str, value: float) -> bool:
    """Whether a whole number kept all its digits."""
    return len(digits) <= LONGEST and int(digits) == int(value)


def missing_words(words: tuple[str, ...]) -> Missing:
    """The words for a missing value ("NA", "—", "-9999") in the form in which cells are compared with them."""
    texts = frozenset(text_of(word) for word in words)
    return Missing(texts, frozenset(float(text) for text in texts if _PLAIN.fullmatch(text)))


def numbers(readings: Readings, words: tuple[str, ...]) -> tuple[Floats, tuple[Entry, ...]]:
    """The values (n,) of the readings, NaN where missing, and a ledger entry for each cell not read as it stands.

    Raises
    ------
    PaneloomErrors
        ``not-a-number``, or ``decimal-comma``, for each of the first twenty bad cells, ``more-not-numbers`` with the count of the rest.
    """
    missing = missing_words(words)
    in_workbook = readings.sheet.name is not None
    values = np.full(len(readings), np.nan)
    entries: list[Entry] = []
    bad: list[int] = []
    for number, cell in enumerate(readings.values):
        reading = to_number(cell, missing, readings.sheet.delimiter)
        if reading is None:
            bad.append(number)
            continue
        values[number] = reading.value
        rule = reading.rule or ("number stored as text" if in_workbook and isinstance(cell, str) else "")
        if rule and not is_blank(cell):
            entries.append(_entry(readings, number, rule, reading.value))
    if bad:
        raise PaneloomErrors(not_numbers(readings, bad))
    return values, tuple(entries)


def not_numbers(readings: Readings, bad: list[int]) -> list[PaneloomError]:
    """One error for each bad cell, at most twenty, and one for the rest."""
    problems = [
        PaneloomError(
            "decimal-comma" if _ONE_COMMA.fullmatch(text_of(readings.values[number])) else "not-a-number",
            where=readings.place(number),
            seen=_shown(str(readings.values[number])),
            variable=readings.variable,
            unit=readings.units[number],
            time=_time(readings, number),
        )
        for number in bad[:REPORT_LIMIT]
    ]
    if len(bad) > REPORT_LIMIT:
        where = readings.place(bad[REPORT_LIMIT])
        rest = len(bad) - REPORT_LIMIT
        problems.append(
            PaneloomError("more-not-numbers", where=where, count=rest, variable=readings.variable),
        )
    return problems


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _time(readings: Readings, number: int) -> str:
    time = readings.times[number]
    return "" if time is None else str(time)


def _entry(readings: Readings, number: int, rule: str, value: float) -> Entry:
    missing = rule == "missing"
    return Entry(
        "missing" if missing else "converted",
        "missing word" if missing else rule,
        unit=readings.units[number],
        time=readings.times[number],
        variable=readings.variable,
        before=str(readings.values[number]),
        after="" if missing else repr(value),
        place=readings.place(number),
    )


def _rule(cell: str, narrow: str, plain: str, *, grouped: bool) -> str:
    """What had to be done to the text; a plain number in a CSV file needs nothing."""
    if grouped:
        return "thousands separators"
    if plain != narrow:
        return "minus sign"
    return "full-width or invisible signs" if narrow != cell.strip() else ""
