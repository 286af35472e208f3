"""Large tables of layout "long", Parquet or CSV, read by column through DuckDB.

The same numbers as the reader of cells gives, or nothing: what is out of the ordinary (another encoding than
UTF-8, ragged rows, quotes left open) is left to that reader, which says where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations, observed
from paneloom.sources.cells import as_written, squeezed, text_of, year_of
from paneloom.sources.delimited import Delimited, delimited, sql_text
from paneloom.sources.layouts.rows import is_note
from paneloom.sources.names.registry import Registry
from paneloom.sources.numbers import REPORT_LIMIT
from paneloom.sources.observe import Observed
from paneloom.sources.readings import Request
from paneloom.sources.signs import missing_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Kind = Literal["parquet", "csv"]
NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE")
# Whole numbers from here on may have lost digits on the way into a float.
_EXACT = 2.0**53
_PARQUET = b"PAR1"
NUMBER = "{0}::DOUBLE"
WITHOUT_UNDERSCORE = "CASE WHEN contains({0}::VARCHAR, '_') THEN 'nan' ELSE {0} END::DOUBLE"
# What DuckDB may take; beyond it intermediate results go to the disk, which has a limit too.
MEMORY, DISK = "1GiB", "8GiB"
# The numbers of all columns together: a Parquet file of a few bytes may tell of billions.
NUMBERS_LIMIT = 2**28
FIRST_YEAR, LAST_YEAR = 1500, 2199
# The letters with which a note begins: notes, sources.
NOTE_BEGINS = "ns"


def kind_of(path: Path) -> Kind | None:
    """Parquet by its first bytes; CSV by its ending, for there is no other sign; None for the rest."""
    with path.open("rb") as file:
        if file.read(4) == _PARQUET:
            return "parquet"
    return "csv" if path.suffix.lower() in (".csv", ".tsv", ".txt") else None


def read_columns(
    path: Path, kind: Kind, file: str, request: Request, names: Registry | None, missing: tuple[str, ...]
) -> Observed | None:
    """The observations of each variable asked for; None when the table is not for this reader.

    Parameters
    ----------
    path, kind, file
        Where the file is, what it is, and how messages call it.
    request
        The keys, the variables and their columns.
    names
        The registry of unit names; without one a name counts as it stands, outer blanks apart.
    missing
        The words for a missing value; the numbers among them are made missing, and counted.

    Raises
    ------
    PaneloomError
        ``unknown-unit`` for each name that is none, ``not-a-year``.
    """
    import duckdb

    with _connection() as connection:
        try:
            table = _Table.of(connection, path, kind, file, request)
            return None if table is None else table.observed(request, names, missing_words(missing).codes)
        except (duckdb.Error, _NotPlainError):
            return None


class _NotPlainError(Exception):
    """A row that may be a note, or has no unit: the reader of cells tells them apart."""


@contextmanager
def _connection() -> Iterator[DuckDBPyConnection]:
    import duckdb

    with TemporaryDirectory(prefix="paneloom-", ignore_cleanup_errors=True) as spilled:
        limits = {"memory_limit": MEMORY, "temp_directory": spilled, "max_temp_directory_size": DISK}
        with duckdb.connect(config={"preserve_insertion_order": True, **limits}) as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns asked for, in a table of DuckDB: c0 the units, c1 the times, c2 and on the values."""

    connection: DuckDBPyConnection
    file: str
    kind: Kind
    headings: tuple[str, ...]

    @classmethod
    def of(
        cls, connection: DuckDBPyConnection, path: Path, kind: Kind, file: str, request: Request
    ) -> _Table | None:
        if set("*?[") & set(str(path)):
            # To DuckDB a pattern, not a name.
            return None
        csv = delimited(path) if kind == "csv" else None
        if kind == "csv" and csv is None:
            return None
        reader = csv.reader() if csv else f"read_parquet({sql_text(str(path))})"
        described = connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()  # noqa: S608
        types = {text_of(name): (name, kind_) for name, kind_, *_ in described}
        headings = (request.unit_column, request.time_column, *request.columns.values())
        wanted = [text_of(heading) for heading in headings]
        if any(name not in types for name in wanted) or len(types) != len(described):
            return None
        if types[wanted[0]][1] in ("FLOAT", "DOUBLE"):
            return None
        if csv and types[wanted[1]][1] not in (*NUMERIC, "VARCHAR"):
            # What looks like a date to DuckDB is no year in a text file.
            return None
        if csv and not csv.is_headed([name for name, *_ in described]):
            return None
        if any(types[name][1] not in NUMERIC for name in wanted[2:]):
            return None
        reader, number = _reader(path, csv, types, wanted)
        forms = ("{0}::VARCHAR", "{0}", *[number] * (len(wanted) - 2))
        chosen = ", ".join(
            f"{form.format(_sql_name(types[name][0]))} AS c{at}"
            for at, (form, name) in enumerate(zip(forms, wanted, strict=True))
        )
        if csv:
            connection.execute(f"CREATE TABLE read AS SELECT {chosen} FROM {reader}")  # noqa: S608
            connection.execute("CREATE VIEW t AS SELECT *, rowid AS row FROM read")
        else:
            # A Parquet file is as quick to read again as a table in memory.
            view = f"CREATE VIEW t AS SELECT {chosen}, file_row_number AS row FROM {reader}"  # noqa: S608
            connection.execute(view)
        return cls(connection, file, kind, tuple(wanted))

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands: the line of a CSV file, the number of the record of a Parquet file."""
        return Place(self.file, line=row + (2 if self.kind == "csv" else 1), key=self.headings[column])

    def observed(self, request: Request, names: Registry | None, codes: frozenset[float]) -> Observed | None:
        """The observations, or None when a number is not what it seems."""
        if self.rows() * len(self.headings) > NUMBERS_LIMIT:
            return None
        with ThreadPoolExecutor(1) as pool:
            # Names are gathered while DuckDB hands over the columns, which keeps one core busy.
            named = pool.submit(self.named, self.connection.cursor())
            fetched = self.fetched()
            found = named.result()
        units, code, entries = self.units(found, fetched["hash"], request, names)
        if code is None:
            return None
        total = np.flatnonzero(code < 0)
        time = self.times(fetched["c1"], with_totals=total.size > 0)
        kept = np.flatnonzero(code >= 0) if total.size else None
        of_totals = _names_of(fetched["hash"][total], found) if total.size else []
        observations, totals = [], []
        for at, variable in enumerate(request.columns, start=2):
            values = _values(fetched[f"c{at}"])
            if values is None:
                return None
            own, told = _without_codes(values if kept is None else values[kept], codes, variable, self.file)
            entries += told
            unit = code if kept is None else code[kept]
            when, place = time if kept is None else time[kept], _Places(self, kept, at)
            observations.append(
                Observations(variable, self.file, units, unit, when, own, timed=True, place=place)
            )
            if total.size:
                printed, _ = _without_codes(values[total], codes, variable, self.file)
                at_total = _Places(self, total, at)
                totals.append(
                    observed(variable, self.file, of_totals, time[total].tolist(), printed, at_total)
                )
        return Observed(tuple(observations), entries, tuple(totals))

    def rows(self) -> int:
        """How many rows there are."""
        (count,) = self.connection.execute("SELECT count(*) FROM t").fetchone() or (0,)
        return int(count)

    def fetched(self) -> dict[str, np.ndarray]:
        """The columns as arrays, masked where a value is missing, and the hash of each unit name."""
        columns = ", ".join(f"c{at}" for at in range(1, len(self.headings)))
        read = f"SELECT hash(c0) AS hash, {columns} FROM t"  # noqa: S608
        return dict(self.connection.execute(read).fetchnumpy())

    def named(self, cursor: DuckDBPyConnection) -> dict[str, np.ndarray]:
        """Each unit name as written, in the order first met: its first row, its number of rows, its hash."""
        read = (
            "SELECT c0, min(row) AS first, count(*) AS n, hash(c0) AS hash FROM t GROUP BY c0 ORDER BY first"
        )
        return dict(cursor.execute(read).fetchnumpy())

    def units(
        self,
        found: Mapping[str, np.ndarray],
        met: NDArray[np.uint64],
        request: Request,
        names: Registry | None,
    ) -> tuple[tuple[str, ...], Integers | None, tuple[Entry, ...]]:
        """The units in the order first met, the code of each row (-1 for total rows), and the renamings."""
        given: list[str] = np.ma.filled(found["c0"], "").tolist()
        texts = given if _is_plain(given) else [text_of(text) for text in given]
        resolved, entries = self.resolved(texts, found, request, names)
        if resolved is given:
            return tuple(given), _coded(met, found["hash"], np.arange(len(given))), entries
        order = tuple(dict.fromkeys(name for name in resolved if name))
        number = {name: at for at, name in enumerate(order)}
        codes = np.array([number[name] if name else -1 for name in resolved], dtype=np.int64)
        return order, _coded(met, found["hash"], codes), entries

    def resolved(
        self, texts: list[str], found: Mapping[str, np.ndarray], request: Request, names: Registry | None
    ) -> tuple[list[str], tuple[Entry, ...]]:
        """The panel's name of each text; "" for a total row."""
        totals = {squeezed(word) for word in request.totals}
        written = np.ma.filled(found["c0"], "")
        entries: list[Entry] = []
        problems: list[PaneloomError] = []
        # Without a registry only what might be a total, a note or nothing needs a look.
        looked_at = _odd(texts, totals) if names is None else range(len(texts))
        resolved = list(texts) if looked_at else texts
        for number in looked_at:
            text, place = texts[number], self.place(int(found["first"][number]), 0)
            if squeezed(text) in totals:
                count = int(found["n"][number])
                entries.append(
                    Entry(
                        "dropped", "total row", before=as_written(written[number]), place=place, count=count
                    )
                )
                resolved[number] = ""
            elif not text or is_note(text) or "\0" in text:
                raise _NotPlainError
            elif names is not None:
                try:
                    resolved[number] = names.resolve(text, place)
                except PaneloomError as problem:
                    problems.append(problem)
                if resolved[number] != text:
                    before = as_written(written[number])
                    entries.append(
                        Entry("renamed", names.name, before=before, after=resolved[number], place=place)
                    )
        if problems:
            raise PaneloomErrors(problems[:REPORT_LIMIT])
        return resolved, tuple(entries)

    def times(self, column: np.ndarray, *, with_totals: bool) -> Integers:
        """The year of each row; the rows of totals that have none are left to the reader of cells."""
        if column.dtype.kind == "f" and (np.ma.is_masked(column) or (column != np.floor(column)).any()):
            raise _NotPlainError
        if column.dtype.kind in "iuf" and column.size and not np.ma.is_masked(column):
            years = np.asarray(column, dtype=np.int64)
            if years.min() >= FIRST_YEAR and years.max() <= LAST_YEAR:
                return years
        found = self.connection.execute("SELECT c1, min(row) FROM t GROUP BY c1 ORDER BY 2").fetchall()
        pairs = []
        for cell, row in found:
            year = year_of(cell)
            if year is None and with_totals:
                raise _NotPlainError
            if year is None:
                raise PaneloomError("not-a-year", where=self.place(row, 1), seen=str(cell or ""))
            pairs.append([cell, year])
        self.connection.execute(
            "CREATE TEMP TABLE years AS SELECT c1 AS cell, 0::BIGINT AS year FROM t LIMIT 0"
        )
        self.connection.executemany("INSERT INTO years VALUES (?, ?)", pairs)
        read = "SELECT year FROM t JOIN years ON t.c1 = years.cell ORDER BY t.row"
        return np.asarray(self.connection.execute(read).fetchnumpy()["year"], dtype=np.int64)


def _names_of(met: NDArray[np.uint64], found: Mapping[str, np.ndarray]) -> list[str]:
    """The names with these hashes."""
    names = dict(zip(found["hash"].tolist(), np.ma.filled(found["c0"], "").tolist(), strict=True))
    return [text_of(names[one]) for one in met.tolist()]


def _coded(met: NDArray[np.uint64], hashes: NDArray[np.uint64], codes: Integers) -> Integers | None:
    """The code of each row, from the hash of its text; None in the rare case that two texts share a hash."""
    starts = np.flatnonzero(met[1:] != met[:-1]) + 1
    if starts.size + 1 == hashes.size:
        # Each unit stands in one run, so the runs are the units in the order first met.
        lengths = np.diff(np.concatenate(([0], starts, [met.size])))
        return np.repeat(codes, lengths)
    order = np.argsort(hashes)
    ordered = hashes[order]
    if (ordered[1:] == ordered[:-1]).any():
        return None
    # A table of the last bits, with room for few to share a slot; those few are looked up one by one.
    mask = np.uint64((1 << (32 * hashes.size).bit_length()) - 1)
    slots = hashes & mask
    table = np.full(int(mask) + 1, -1, dtype=np.int64)
    table[slots] = np.arange(hashes.size)
    shared = table[slots] != np.arange(hashes.size)
    table[slots[shared]] = -1
    number = table[met & mask]
    unclear = np.flatnonzero(number < 0)
    number[unclear] = order[np.searchsorted(ordered, met[unclear])]
    found: Integers = codes[number]
    return found


def _values(column: np.ndarray) -> Floats | None:
    """The numbers of a column, NaN where missing; None when one may have lost digits or is not finite."""
    given = np.asarray(np.ma.getdata(column), dtype=np.float64)
    present = given[~np.ma.getmaskarray(column)] if np.ma.is_masked(column) else given
    # NaN is the minimum of whatever holds it.
    if present.size and not max(abs(present.min()), abs(present.max())) < _EXACT:
        return None
    return given if present is given else np.where(np.ma.getmaskarray(column), np.nan, given)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each observation of a column stands."""

    table: _Table
    kept: Integers | None
    column: int

    def __call__(self, number: int) -> Place:
        return self.table.place(number if self.kept is None else int(self.kept[number]), self.column)


def _without_codes(
    values: Floats, codes: frozenset[float], variable: str, file: str
) -> tuple[Floats, tuple[Entry, ...]]:
    """The values without those that are codes for a missing one, and how many there were."""
    is_code = np.isin(values, sorted(codes)) if codes else np.zeros(0, dtype=bool)
    if not is_code.any():
        return values, ()
    entry = Entry("missing", "missing word", variable=variable, place=Place(file), count=int(is_code.sum()))
    return np.where(is_code, np.nan, values), (entry,)


def _reader(
    path: Path, csv: Delimited | None, types: Mapping[str, tuple[str, str]], wanted: list[str]
) -> tuple[str, str]:
    """What DuckDB reads the table with, and how it takes a number from a column."""
    if csv is None:
        said = "file_row_number = true, hive_partitioning = false"
        return f"read_parquet({sql_text(str(path))}, {said})", NUMBER
    # A code such as 0110 keeps its zero only as text.
    texts = [types[wanted[0]][0]]
    underscored = csv.holds(b"_")
    if underscored:
        # DuckDB takes 1_000 for a number; as text it can be told, and becomes one that is refused.
        texts += [types[name][0] for name in wanted[2:]]
    told = [f"{sql_text(name)}: 'VARCHAR'" for name in dict.fromkeys(texts)]
    if types[wanted[1]][1] in NUMERIC:
        # As a whole number 2010.6 would be rounded to another year.
        told.append(f"{sql_text(types[wanted[1]][0])}: 'DOUBLE'")
    return csv.reader(", ".join(told)), WITHOUT_UNDERSCORE if underscored else NUMBER


def _is_plain(texts: list[str]) -> bool:
    """Whether no text has anything to normalise."""
    together = "".join(texts)
    return together.isascii() and not any(map(together.count, " \t\r\n"))


def _odd(texts: list[str], totals: set[str]) -> list[int]:
    """The numbers of the texts that may be blank, a total or a note, told by how they begin."""
    begins = {word[:1] for word in totals} | set(NOTE_BEGINS)
    begins |= {letter.upper() for letter in begins} | {""}
    letters = {text[:1] for text in texts}
    if any("\0" in text for text in texts):
        raise _NotPlainError
    if all(letter.isascii() for letter in letters) and not letters & begins:
        return []
    return [n for n, text in enumerate(texts) if text[:1] in begins or not text[:1].isascii()]


def _sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
