"""Small files for the tests of the readers."""

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from paneloom.sources.readings import Readings, Request
from paneloom.sources.sheet import Sheet
from paneloom.study.intake import TOTAL_ROWS, Source


def sheet(*rows: tuple[object, ...], name: str | None = "一") -> Sheet:
    """A sheet of a workbook, or with name None a CSV file, with these cells."""
    return Sheet("data.xlsx" if name else "data.csv", name, rows, tuple(range(1, len(rows) + 1)))


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook with these cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def request(
    layout: str | None,
    columns: dict[str, str],
    *,
    is_unit: Callable[[str], bool] | None = None,
    order: tuple[str, ...] = (),
    of_unit: str | None = None,
    of_time: int | None = None,
    of_variable: str | None = None,
    **source: object,
) -> Request:
    """A request for columns of a file, with the keys province and year."""
    return Request(
        Source(file="data", layout=layout, **source),
        "province",
        "year",
        columns,
        TOTAL_ROWS,
        is_unit=is_unit,
        order=order,
        of_unit=of_unit,
        of_time=of_time,
        of_variable=of_variable,
    )


def triples(readings: Readings) -> list[tuple[str, int | None, object]]:
    """Unit, time and raw value of each reading."""
    return list(zip(readings.units, readings.times, readings.values, strict=True))


def gathered(readings: Sequence[Readings]) -> dict[str, dict[tuple[str, int | None], object]]:
    """The raw value of each unit and time, by variable."""
    found: dict[str, dict[tuple[str, int | None], object]] = {}
    for one in readings:
        for unit, time, value in triples(one):
            found.setdefault(one.variable, {})[unit, time] = value
    return found
