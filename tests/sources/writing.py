"""Small files for the tests of the readers."""

from pathlib import Path

import openpyxl

from paneloom.sources.readings import Request
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


def request(layout: str, columns: dict[str, str], **source: object) -> Request:
    """A request for columns of a file, with the keys province and year."""
    return Request(Source(file="data", layout=layout, **source), "province", "year", columns, TOTAL_ROWS)
