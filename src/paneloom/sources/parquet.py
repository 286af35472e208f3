"""Parquet files, through DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError, Place
from paneloom.sources.sheet import Book
from paneloom.sources.tables import check_extent, table_book

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What becomes a Python value of its own kind; other numbers become floats, all else is read as text.
_KEPT = (
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "FLOAT", "DOUBLE", "DATE", "TIMESTAMP",
)  # fmt: skip
_NUMBERS = ("DECIMAL", "HUGEINT", "UHUGEINT")


def read_parquet(path: Path, file: str) -> Book:
    """The records of a Parquet file: whole numbers, floats, truth values, dates; all else as text.

    Raises
    ------
    PaneloomError
        ``not-a-table``; those of ``check_extent``.
    """
    import duckdb

    try:
        with _connected() as connection:
            return _read(connection, _no_pattern(str(path)), file)
    except duckdb.Error as fault:
        seen = str(fault).partition("\n")[0]
        raise PaneloomError("not-a-table", where=Place(file), seen=seen, kind="Parquet") from None


@contextmanager
def _connected() -> Iterator[DuckDBPyConnection]:
    """A database of its own in memory, of one thread, so that the order is the same each time."""
    import duckdb

    with duckdb.connect(config={"threads": 1, "memory_limit": "512MB", "temp_directory": ""}) as connection:
        # It would stand among the results of a command.
        connection.execute("SET enable_progress_bar = false")
        yield connection


def _read(connection: DuckDBPyConnection, path: str, file: str) -> Book:
    table = "read_parquet(?, hive_partitioning = false)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {table}", [path]).fetchall()  # noqa: S608
    columns = [(str(name), str(kind)) for name, kind, *_ in described]
    counted = connection.execute(f"SELECT count(*) FROM {table}", [path]).fetchone()  # noqa: S608
    rows = int(counted[0]) if counted else 0
    check_extent(file, rows, len(columns))
    texts = [name for name, kind in columns if not _is_plain(kind)]
    if texts and rows:
        lengths = " + ".join(f"sum(strlen(CAST({_quoted(name)} AS VARCHAR)))" for name in texts)
        measured = connection.execute(f"SELECT {lengths} FROM {table}", [path]).fetchone()  # noqa: S608
        check_extent(file, rows, len(columns), int((measured and measured[0]) or 0))
    chosen = ", ".join(_cast(name, kind) for name, kind in columns)
    records = connection.execute(f"SELECT {chosen} FROM {table}", [path]).fetchall()  # noqa: S608
    return table_book(file, (name for name, _ in columns), records)


def _is_plain(kind: str) -> bool:
    return kind in _KEPT or kind.startswith(_NUMBERS)


def _cast(name: str, kind: str) -> str:
    if kind in _KEPT:
        return _quoted(name)
    return f"CAST({_quoted(name)} AS {'DOUBLE' if kind.startswith(_NUMBERS) else 'VARCHAR'})"


def _no_pattern(path: str) -> str:
    """A path in which no sign stands for others."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def parquet_bytes(columns: Mapping[str, tuple[str, ...] | Floats | Integers]) -> bytes:
    """A Parquet file of the columns, in their order, all of one length; the same bytes for the same columns.

    Texts become VARCHAR, floats DOUBLE with NaN as NULL, integers BIGINT.
    """
    # Names are numbered inside, so that whatever a column is called never meets the SQL parser unquoted.
    arrays = {f"c{at}": _array(values) for at, values in enumerate(columns.values())}
    chosen = ", ".join(
        f"{_value(name, arrays[name])} AS {_quoted(column)}"
        for name, column in zip(arrays, columns, strict=True)
    )
    with TemporaryDirectory() as folder, _connected() as connection:
        target = Path(folder) / "columns.parquet"
        connection.register("given", arrays)
        # COPY takes no parameters; the path is this module's own.
        text = str(target).replace("'", "''")
        command = f"COPY (SELECT {chosen} FROM given) TO '{text}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
        connection.execute(command)
        return target.read_bytes()


def _array(values: tuple[str, ...] | Floats | Integers) -> np.ndarray:
    return np.array(values, dtype=object) if isinstance(values, tuple) else values


def _value(name: str, array: np.ndarray) -> str:
    if array.dtype.kind == "f":
        return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    return f"CAST({name} AS VARCHAR)" if array.dtype == object else name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
