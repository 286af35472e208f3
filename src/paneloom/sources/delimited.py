"""How DuckDB is told to read a CSV file, so that it sees the rows, cells and numbers that the reader of cells sees."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError
from paneloom.sources.csv_table import HEAD_SIGNS, delimiter_of
from paneloom.study.csv_rows import rows_of

# Nothing is skipped, padded or taken for a comment.
_OPTIONS = (
    "header = true, skip = 0, comment = '', quote = '\"', escape = '\"', strict_mode = true, "
    "ignore_errors = false, null_padding = false, decimal_separator = '.', hive_partitioning = false"
)
CHUNK = 2**22


@dataclass(frozen=True, slots=True)
class Delimited:
    """A CSV file: its delimiter, and the cells of its first row, as the reader of cells has them."""

    path: Path
    delimiter: str
    headings: tuple[str, ...]

    def reader(self, types: str = "") -> str:
        """The table function of DuckDB for this file; ``types`` are those of columns, as SQL writes them."""
        said = f", types = {{{types}}}" if types else ""
        return f"read_csv({sql_text(str(self.path))}, delim = {sql_text(self.delimiter)}, {_OPTIONS}{said})"

    def holds(self, sign: bytes) -> bool:
        """Whether a sign stands anywhere in the file."""
        with self.path.open("rb") as file:
            return any(sign in chunk for chunk in iter(lambda: file.read(CHUNK), b""))

    def is_headed(self, names: Sequence[str]) -> bool:
        """Whether the first row is what DuckDB calls the columns: it renames the second of two alike."""
        return self.headings == tuple(names)


def delimited(path: Path) -> Delimited | None:
    """A CSV file by its first lines; None when they are not UTF-8, or no rows."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.read(HEAD_SIGNS)
        delimiter = delimiter_of(head)
        _, headings = next(rows_of(io.StringIO(head, newline=""), path.name, delimiter))
    except (UnicodeDecodeError, PaneloomError, StopIteration):
        return None
    return Delimited(path, delimiter, headings)


def sql_text(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
