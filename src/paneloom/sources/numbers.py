"""Cells to numbers. What is plainly a number is taken, what is plainly missing is missing, the rest is refused."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, ErrorCell, Percent, as_written, is_blank
from paneloom.sources.readings import Readings
from paneloom.sources.signs import Reading, Signs, missing_words, read_percent, read_text
from paneloom.sources.value_labels import without_labels
from paneloom.study.intake import Clean

REPORT_LIMIT = 20
SHOWN = 60
# Few enough digits that none is lost, so that nothing is to be looked at twice.
_SURE = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]*)?|\.[0-9]+)")
_SURE_LINES = re.compile(rf"(?:{_SURE.pattern}\n)*")
_EXACT = 2**53


def to_number(cell: Cell, signs: Signs) -> Reading:
    """The number that a cell holds; its ``fault`` says why when it is neither a number nor missing.

    Beside the faults of ``read_text``: ``date-not-number``, ``true-false``, ``error-cell``,
    ``formula-without-value``.
    """
    if isinstance(cell, str) and signs.decimal == "." and _SURE.fullmatch(cell):
        return _of_number(float(cell), signs)
    if is_blank(cell):
        return Reading(math.nan)
    if isinstance(cell, str):
        return read_text(cell, signs)
    if isinstance(cell, Percent):
        return _of_percent(cell, signs)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell, signs)
    if str(cell) in signs.missing.words:
        return Reading(math.nan, "missing")
    return Reading(math.nan, fault=fault(cell))


def numbers(readings: Readings, clean: Clean, decimal: str = ".") -> tuple[Floats, tuple[Entry, ...]]:
    """The values (n,) of the readings, NaN where missing, and a ledger entry for each cell not read as it stands.

    A decimal comma that ``decimal`` declares is no change to any one cell, and a number format is that of a
    whole column: such a rule has one entry, with a count.

    Raises
    ------
    PaneloomErrors
        The fault of each of the first twenty bad cells, ``more-not-numbers`` with the count of the rest.
    """
    signs = Signs(clean, missing_words(clean.missing), decimal, readings.sheet.delimiter)
    in_workbook = readings.sheet.name is not None
    cells, labels = without_labels(readings, signs)
    values, rest = _taken(cells, signs, in_workbook=in_workbook)
    entries: list[Entry] = []
    bad: dict[int, str] = {}
    alike: dict[str, list[int]] = {}
    for number in rest:
        cell = cells[number]
        reading = to_number(cell, signs)
        values[number] = reading.value
        if reading.fault:
            bad[number] = reading.fault
        elif reading.rule == "decimal comma" or (isinstance(cell, Percent) and reading.rule != "missing"):
            alike.setdefault(reading.rule, []).append(number)
        elif reading.rule:
            entries.append(_entry(readings, number, reading.rule, reading.value))
        elif in_workbook and isinstance(cell, str) and not is_blank(cell):
            entries.append(_entry(readings, number, "number stored as text", reading.value))
    if bad:
        raise PaneloomErrors(not_numbers(readings, bad))
    return values, (*(_counted(readings, *found) for found in alike.items()), *labels, *entries)


def _taken(cells: Sequence[Cell], signs: Signs, *, in_workbook: bool) -> tuple[Floats, list[int]]:
    """The values of the cells that are plain numbers, NaN for the others, and those to look at one by one."""
    values = np.full(len(cells), np.nan)
    rest = [
        at for at, cell in enumerate(cells) if type(cell) is not float and cell is not None and cell != ""
    ]
    # In a workbook a number stored as text is a line of the ledger, and so looked at.
    if not in_workbook and signs.decimal == ".":
        sure = _sure([cells[at] for at in rest])
        values[rest] = [
            float(str(cells[at])) if found else np.nan for at, found in zip(rest, sure, strict=True)
        ]
        rest = [at for at, found in zip(rest, sure, strict=True) if not found]
    plain = np.fromiter((type(cell) is float for cell in cells), dtype=bool, count=len(cells))
    values[plain] = [cell for cell in cells if type(cell) is float]
    odd = np.isinf(values)
    if signs.missing.codes:
        odd |= np.isin(values, sorted(signs.missing.codes))
    return values, sorted({*rest, *np.flatnonzero(odd).tolist()})


def _sure(cells: list[Cell]) -> list[bool]:
    """Which cells are texts of digits, with a sign and a point at most, that have one meaning."""
    if all(type(cell) is str for cell in cells):
        lines = "".join(f"{cell}\n" for cell in cells)
        if lines.count("\n") == len(cells) and _SURE_LINES.fullmatch(lines):
            return [True] * len(cells)
    return [isinstance(cell, str) and _SURE.fullmatch(cell) is not None for cell in cells]


def _of_number(cell: float, signs: Signs) -> Reading:
    if cell in signs.missing.codes:
        return Reading(math.nan, "missing")
    if isinstance(cell, int):
        kept = abs(cell) <= _EXACT or (abs(cell) < 10**300 and int(float(cell)) == cell)
        return Reading(float(cell)) if kept else Reading(math.nan, fault="too-many-digits")
    return Reading(math.nan, fault="infinite-number") if math.isinf(cell) else Reading(float(cell))


def _of_percent(cell: Percent, signs: Signs) -> Reading:
    """A number shown with a percent sign says what the same text does; a code for missing may stand in either way."""
    held, shown = _of_number(float(cell), signs), _of_number(cell.shown, signs)
    for reading in (held, shown):
        if reading.rule or reading.fault or math.isnan(reading.value):
            return reading
    return read_percent(cell.shown, signs.clean)


def fault(cell: Cell) -> str:
    """Why a cell that is neither text nor number holds no number."""
    if isinstance(cell, ErrorCell):
        return "formula-without-value" if cell.text.startswith("=") else "error-cell"
    if isinstance(cell, bool):
        return "true-false"
    is_date = isinstance(cell, dt.date | dt.time | dt.timedelta)
    return "date-not-number" if is_date else "not-a-number"


def not_numbers(readings: Readings, bad: dict[int, str]) -> list[PaneloomError]:
    """One error for each bad cell, given with its fault, at most twenty, and one for the rest."""
    found = list(bad.items())
    problems = [
        PaneloomError(
            fault,
            where=readings.place(number),
            seen=_shown(str(readings.values[number])),
            variable=readings.variable,
            row=_row(readings, number),
        )
        for number, fault in found[:REPORT_LIMIT]
    ]
    if len(found) > REPORT_LIMIT:
        where = readings.place(found[REPORT_LIMIT][0])
        rest = len(found) - REPORT_LIMIT
        problems.append(
            PaneloomError("more-not-numbers", where=where, count=rest, variable=readings.variable),
        )
    return problems


def _row(readings: Readings, number: int) -> str:
    """The unit and the time of a reading, as far as it has them."""
    time = readings.times[number]
    return f"{readings.units[number]} {'' if time is None else time}".strip()


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _counted(readings: Readings, rule: str, numbers: list[int]) -> Entry:
    first = numbers[0]
    return Entry(
        "converted",
        rule,
        variable=readings.variable,
        before=as_written(readings.values[first]),
        place=readings.place(first),
        count=len(numbers),
    )


def _entry(readings: Readings, number: int, rule: str, value: float) -> Entry:
    missing = rule == "missing"
    return Entry(
        "missing" if missing else "converted",
        "missing word" if missing else rule,
        unit=readings.units[number],
        time=readings.times[number],
        variable=readings.variable,
        before=as_written(readings.values[number]),
        after="" if missing else repr(value),
        place=readings.place(number),
    )
