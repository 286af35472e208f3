"""CSV files: strict about quotes, tolerant of line ends, every row with its line."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from paneloom.errors import PaneloomError, Place
from paneloom.sources.cells import is_blank
from paneloom.sources.sheet import CELL_LIMIT, Book, Sheet
from paneloom.sources.text import encoding_of
from paneloom.study.csv_rows import rows_of
from paneloom.study.intake import Source

DELIMITERS = (",", "\t", ";", "|")
HEAD_LINES = 50
HEAD_SIGNS = 2**16
_LINE_LIMIT = 2**24
_QUOTED = re.compile(r'"[^"]*"')


def read_csv(path: Path, file: str, source: Source | None = None) -> Book:
    """The cells of a CSV file, all of them text. The file is never in memory as a whole.

    Raises
    ------
    PaneloomError
        ``file-unreadable``, ``line-too-long``, ``sheet-too-large``; those of ``encoding_of`` and ``rows_of``.
    """
    try:
        with path.open("rb") as stream:
            encoding = encoding_of(stream, file, source.encoding if source else None)
            with io.TextIOWrapper(stream, encoding, newline="") as text:
                sheet = _sheet(text, file, source)
    except OSError as fault:
        raise PaneloomError("file-unreadable", where=Place(file), seen=fault.strerror) from fault
    return Book(file, (sheet,), encoding)


def parse_csv(text: str, file: str) -> Book:
    """The cells of CSV text; see ``read_csv``."""
    return Book(file, (_sheet(io.StringIO(text, newline=""), file, None),))


def _sheet(text: TextIO, file: str, source: Source | None) -> Sheet:
    head = text.read(HEAD_SIGNS)
    text.seek(0)
    delimiter = delimiter_of(head, (",",) if source and source.decimal == "," else ())
    found = tuple(_limited(rows_of(_lines(text, file), file, delimiter), file))
    rows = tuple(row for _, row in found)
    lines = tuple(line for line, _ in found)
    header = next((number for number, row in enumerate(rows) if not all(map(is_blank, row))), 0)
    return Sheet(file, None, rows, lines, header, delimiter)


def _lines(text: TextIO, file: str) -> Iterator[str]:
    """The lines of a text; one without end would take all memory before a row is seen."""
    number = 0
    while line := text.readline(_LINE_LIMIT + 1):
        number += 1
        if len(line) > _LINE_LIMIT:
            raise PaneloomError("line-too-long", where=Place(file, line=number), limit=f"{_LINE_LIMIT:,}")
        yield line


def _limited(rows: Iterable[tuple[int, tuple[str, ...]]], file: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = 0
    for line, row in rows:
        count += len(row)
        if count > CELL_LIMIT:
            raise PaneloomError(
                "sheet-too-large",
                where=Place(file, line=line),
                seen=f"> {CELL_LIMIT:,}",
                limit=f"{CELL_LIMIT:,}",
            )
        yield line, row


def delimiter_of(head: str, excluded: tuple[str, ...] = ()) -> str:
    """The delimiter met equally often in the most of the first lines, then most often, then the comma first.

    Commas of thousands or decimals may be many, but their number changes from line to line. One that is
    excluded, the comma of decimals, is taken when there is no other: the decimals then stand in quotes.
    """
    lines = [_QUOTED.sub("", line) for line in io.StringIO(head).readlines()[:HEAD_LINES]]

    def fit(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        return max(counts.values(), default=0), counts.total()

    found = max((one for one in DELIMITERS if one not in excluded), key=fit)
    return found if not excluded or any(found in line for line in lines) else excluded[0]
