"""CSV files: strict about quotes, tolerant of line ends, every row with its line."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import islice
from pathlib import Path

from paneloom.errors import Place
from paneloom.sources.cells import is_blank
from paneloom.sources.sheet import Book, Sheet
from paneloom.sources.text import decode
from paneloom.study.contents import contents
from paneloom.study.csv_rows import csv_rows

DELIMITERS = (",", "\t", ";")
HEAD_LINES = 50


def read_csv(path: Path, file: str) -> Book:
    """The cells of a CSV file, all of them text.

    Raises
    ------
    PaneloomError
        ``file-unreadable``, ``not-text``, ``nul-byte``; those of ``csv_rows``.
    """
    text, encoding = decode(contents(path, Place(file)), file)
    return replace(parse_csv(text, file), encoding=encoding)


def parse_csv(text: str, file: str) -> Book:
    """The cells of CSV text; see ``read_csv``."""
    delimiter = _delimiter(text)
    found = csv_rows(text, file, delimiter)
    rows = tuple(row for _, row in found)
    lines = tuple(line for line, _ in found)
    header = next((number for number, row in enumerate(rows) if not all(map(is_blank, row))), 0)
    return Book(file, (Sheet(file, None, rows, lines, header, delimiter),))


def _delimiter(text: str) -> str:
    """The delimiter met most often in the first lines; a comma when two are met equally often."""
    head = "".join(islice(io.StringIO(text), HEAD_LINES))
    return max(DELIMITERS, key=head.count)
