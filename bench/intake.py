"""From files to a panel, beside the reader underneath, in one run.

A workbook of 31 units x 40 years x 100 indicators beside calamine; tables of ten million rows, in key order and
shuffled, beside DuckDB handing over the same columns. Read the ratios: both sides share the machine and the
minute. `make bench` runs it; `--rows 1000000` makes the tables smaller.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import xlsxwriter
from python_calamine import CalamineWorkbook

from paneloom.open import open_panel
from paneloom.sources.names.registry import registry
from paneloom.study.reading import study_from_text

UNITS, YEARS, SHEETS = 31, 40, 100
PERIODS = 20
HEAD = '[study]\ntitle = "bench"\npanel = ["{unit}", "year"]\n[data.file]\nfile = "{file}"\nlayout = "{layout}"\n'


def main() -> None:
    """Print a table of seconds and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    rows = arguments.parse_args().rows
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, DuckDB {duckdb.__version__}")
    print(f"{'file':<28}{'ours, s':>10}{'reader, s':>11}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report("workbook 31 x 40 x 100", *workbook(folder), repeats=5)
        tables(folder, rows)
        for order in ("sorted", "shuffled"):
            for kind in ("parquet", "csv"):
                report(f"{kind}, {order}, {rows:,} rows", *table(folder, f"{order}.{kind}"), repeats=3)


def report(label: str, ours: Callable[[], object], reader: Callable[[], object], repeats: int) -> None:
    """One line: medians over pairs of runs, and the median of their ratios."""
    ours()
    pairs = [(_seconds(ours), _seconds(reader)) for _ in range(repeats)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{label:<28}{mine:>10.2f}{theirs:>11.2f}{ratio:>8.2f}", flush=True)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def workbook(folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """A workbook with a sheet for each indicator, units down and years across."""
    path = folder / "yearbook.xlsx"
    names = registry("china-provinces").units[:UNITS]
    generator = np.random.default_rng(20130101)
    book = xlsxwriter.Workbook(path)
    for sheet in range(SHEETS):
        page = book.add_worksheet(f"v{sheet}")
        page.write_row(0, 0, ["地区", *(f"{year}年" for year in range(1984, 1984 + YEARS))])
        for row, unit in enumerate(names, start=1):
            page.write_row(row, 0, [unit, *generator.lognormal(3, 1, YEARS).round(2)])
    book.close()
    lines = "".join(f"v{sheet} = {{}}\n" for sheet in range(SHEETS))
    text = HEAD.format(unit="province", file=path.name, layout="sheets")
    study = study_from_text(
        text + '[clean]\nnames = "china-provinces"\n[variables]\n' + lines, "study.toml", folder
    )

    def reader() -> None:
        opened = CalamineWorkbook.from_path(path)
        for name in opened.sheet_names:
            opened.get_sheet_by_name(name).to_python()

    return lambda: open_panel(study, folder), reader


def tables(folder: Path, rows: int) -> None:
    """Counties by year with three columns, in key order and in another, as Parquet and as CSV."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 'c' || lpad((i // ?)::VARCHAR, 7, '0') AS county, 2000 + i % ? AS year, "
            "hash(i)::DOUBLE / 1e18 AS x, hash(i + 1)::DOUBLE / 1e16 AS y, ln(1 + hash(i + 2)::DOUBLE) AS z "
            "FROM range(?) r(i)",
            [PERIODS, PERIODS, rows],
        )
        for order, chosen in (("sorted", "t"), ("shuffled", "(FROM t ORDER BY hash(county || year))")):
            for kind in ("parquet", "csv"):
                connection.execute(f"COPY (FROM {chosen}) TO '{folder / order}.{kind}' (FORMAT {kind})")


def table(folder: Path, file: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """A study of one large table, and DuckDB reading the same columns into arrays."""
    text = HEAD.format(unit="county", file=file, layout="long")
    screen = '[clean]\nscreen = "off"\n[variables]\nx = {}\ny = {}\nz = {}\n'
    study = study_from_text(text + screen, "study.toml", folder)

    def reader() -> None:
        with duckdb.connect() as connection:
            connection.sql(f"FROM '{folder / file}'").fetchnumpy()

    return lambda: open_panel(study, folder), reader


if __name__ == "__main__":
    main()
