"""Rows with keys: the unit and the time of each row of a table, or of the whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import year_of
from paneloom.sources.layouts.rows import KeyColumn, body_rows, year_at
from paneloom.sources.layouts.table import Table
from paneloom.sources.readings import Readings, Request
from paneloom.sources.sheet import Sheet
from paneloom.study.intake import Axis


@dataclass(frozen=True, slots=True)
class KeyedRows:
    """Some rows of a sheet, each with its unit ("" for every unit) and its time (None for every time)."""

    sheet: Sheet
    rows: Sequence[int]
    units: Sequence[str]
    times: Sequence[int | None]
    unit_column: int

    def readings(self, variable: str, column: int) -> Readings:
        """What stands in a column, one reading for each row."""
        sheet = self.sheet
        return Readings(
            sheet=sheet,
            variable=variable,
            units=tuple(self.units),
            times=tuple(self.times),
            values=tuple(sheet.cell(row, column) for row in self.rows),
            cells=tuple((row, column) for row in self.rows),
            unit_column=self.unit_column,
        )

    def only(self, numbers: Sequence[int]) -> KeyedRows:
        """Some of them."""
        return KeyedRows(
            self.sheet,
            [self.rows[number] for number in numbers],
            [self.units[number] for number in numbers],
            [self.times[number] for number in numbers],
            self.unit_column,
        )


def keyed_rows(
    found: Table, axes: Sequence[Axis], request: Request
) -> tuple[KeyedRows, KeyedRows, list[Entry]]:
    """The rows of observations, those of totals, and what was left out.

    Parameters
    ----------
    found
        A block of a table.
    axes
        "unit", "time" or both: what its rows are told apart by. What the request knows of the whole file
        needs no column; a column of times must then agree.

    Raises
    ------
    PaneloomError
        ``no-key-column``, ``not-a-year``, ``year-disagrees``; those of ``body_rows``.
    """
    keys: dict[Axis, KeyColumn] = {}
    if "unit" in axes and request.of_unit is None:
        keys["unit"] = found.key("unit", request)
    if "time" in axes and (request.known_time is None or request.time_column in found.headings):
        keys["time"] = found.key("time", request)
    body = body_rows(found.sheet, found.rows, keys, request, len(found.headings))
    kept = _keyed(found.sheet, body.kept, keys, axes, request)
    dated = body.totals
    if "time" in keys:
        dated = [row for row in dated if year_of(keys["time"].cell(found.sheet, row)) is not None]
    return kept, _keyed(found.sheet, dated, keys, axes, request), body.entries


def _keyed(
    sheet: Sheet, rows: list[int], keys: Mapping[Axis, KeyColumn], axes: Sequence[Axis], request: Request
) -> KeyedRows:
    times: list[int | None] = [None] * len(rows)
    if "time" in axes:
        known = request.known_time
        times = [year_at(sheet, row, keys["time"]) for row in rows] if "time" in keys else [known] * len(rows)
        for row, time in zip(rows, times, strict=True):
            if known is not None and time != known:
                where = sheet.place(row, keys["time"].number)
                raise PaneloomError("year-disagrees", where=where, seen=time, year=known)
    pairs = [(row, time) for row, time in zip(rows, times, strict=True) if request.asks(time)]
    unit = keys.get("unit")
    fixed = request.of_unit or "" if "unit" in axes else ""
    return KeyedRows(
        sheet=sheet,
        rows=[row for row, _ in pairs],
        units=[unit.text(sheet, row) if unit else fixed for row, _ in pairs],
        times=[time for _, time in pairs],
        unit_column=unit.number if unit else -1,
    )
