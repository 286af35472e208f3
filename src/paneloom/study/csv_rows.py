"""The rows of CSV text, read strictly: what a lone quotation mark would swallow is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from paneloom.errors import PaneloomError, Place


def csv_rows(text: str, file: str, delimiter: str = ",") -> tuple[tuple[int, tuple[str, ...]], ...]:
    """(line, cells) of each row, the line being that at which the row starts; an empty line has no cells.

    Raises
    ------
    PaneloomError
        Those of ``rows_of``.
    """
    return tuple(rows_of(io.StringIO(text, newline=""), file, delimiter))


def rows_of(lines: Iterable[str], file: str, delimiter: str = ",") -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, cells) of each row, one after the other; ``lines`` keep their ends.

    Raises
    ------
    PaneloomError
        ``broken-csv`` with the line of a quotation mark that does not close, or that text follows;
        ``cell-too-long``.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, tuple(row)
            line = reader.line_num + 1
    except csv.Error as fault:
        limit = csv.field_size_limit()
        slug = "cell-too-long" if str(limit) in str(fault) else "broken-csv"
        raise PaneloomError(slug, where=Place(file, line=line), limit=f"{limit:,}") from fault
