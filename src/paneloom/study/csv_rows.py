"""The rows of CSV text, read strictly: what a lone quotation mark would swallow is refused."""

from __future__ import annotations

import csv
import io

from paneloom.errors import PaneloomError, Place


def csv_rows(text: str, file: str, delimiter: str = ",") -> tuple[tuple[int, tuple[str, ...]], ...]:
    """(line, cells) of each row, the line being that at which the row starts; an empty line has no cells.

    Raises
    ------
    PaneloomError
        ``broken-csv`` with the line of a quotation mark that does not close, or that text follows;
        ``cell-too-long``.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, tuple(row)))
            line = reader.line_num + 1
    except csv.Error as fault:
        limit = csv.field_size_limit()
        slug = "cell-too-long" if str(limit) in str(fault) else "broken-csv"
        raise PaneloomError(slug, where=Place(file, line=line), limit=f"{limit:,}") from fault
    return tuple(rows)
