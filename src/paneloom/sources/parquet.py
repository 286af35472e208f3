"""Parquet files, through DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from paneloom.algebra.record import Floats, Integers


def parquet_bytes(columns: Mapping[str, tuple[str, ...] | Floats | Integers]) -> bytes:
    """A Parquet file of the columns, in their order, all of one length; the same bytes for the same columns.

    Texts become VARCHAR, floats DOUBLE with NaN as NULL, integers BIGINT.
    """
    import duckdb

    # Names are numbered inside, so that whatever a column is called never meets the SQL parser unquoted.
    arrays = {f"c{at}": _array(values) for at, values in enumerate(columns.values())}
    chosen = ", ".join(
        f"{_value(name, arrays[name])} AS {_quoted(column)}"
        for name, column in zip(arrays, columns, strict=True)
    )
    with TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as connection:
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
