"""CSV files: strict about quotes, tolerant of line ends, every row with its line."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.sources.cells import is_blank
from paneloom.sources.sheet import Book, Sheet
from paneloom.sources.text import decode

DELIMITERS = (",", "\t", ";")
HEAD_LINES = 50


def read_csv(path: Path, file: str) -> Book:
    """The cells of a CSV file, all of them text.

    Raises
    ------
    PaneloomError
        ``not-text``, ``nul-byte``, ``broken-csv`` (a quote that does not close, with its line).
    """
    return parse_csv(decode(path.read_bytes(), file)[0], file)


def parse_csv(text: str, file: str) -> Book:
    """The cells of CSV text; see ``read_csv``."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    line = 1
    try:
        for row in reader:
            rows.append(tuple(row))
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        raise PaneloomError("broken-csv", where=Place(file, line=line)) from None
    header = next((number for number, row in enumerate(rows) if not all(map(is_blank, row))), 0)
    return Book(file, (Sheet(file, None, tuple(rows), tuple(lines), header),))


def _delimiter(text: str) -> str:
    """The delimiter met most often in the first lines; a comma when two are met equally often."""
    head = "".join(islice(io.StringIO(text), HEAD_LINES))
    return max(DELIMITERS, key=head.count)
