"""The battery of the model study, 33 regressions, beside pyfixest and a bare X'X, in one run.

Read the ratios: all sides share the machine and the minute. `make bench` runs it; `--rows-only small` leaves
out the large panel.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest

from paneloom.estimate.fit import EstimateTable, fit_table
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design, TableDesign, table_designs
from paneloom.study.reading import read_study
from panels import Generated, generated

STUDY = Path(__file__).parent.parent / "studies" / "nqp-rural" / "study.toml"


def battery(panel: Panel, tables: tuple[TableDesign, ...]) -> list[EstimateTable]:
    """All tables of the study on one panel."""
    return [fit_table(panel, table) for table in tables]


def peer(frame: pd.DataFrame, tables: tuple[TableDesign, ...]) -> list[float]:
    """The same models one by one in pyfixest: the first coefficient of each."""
    return [_peer_model(frame, design) for table in tables for design in table.designs]


def _peer_model(frame: pd.DataFrame, design: Design) -> float:
    rows = frame
    for column, level in design.sample.where:
        rows = rows[rows[column] == level]
    shifted = {name: name.replace("L.", "lag_") for name in design.sample.complete}
    rows = rows.dropna(subset=list(shifted.values()))
    exogenous = [name for name in design.slopes if name not in design.endogenous]
    formula = f"{design.outcome} ~ {' + '.join(exogenous) or '1'} | province + year"
    if design.endogenous:
        formula += f" | {design.endogenous[0]} ~ {shifted[design.instruments[0]]}"
    fit = pyfixest.feols(formula, rows, vcov={"CRV1": "province"}, fixef_tol=1e-12, copy_data=False)
    return float(fit.coef()[design.slopes[0]])


def timed(work: Callable[[], object], repeats: int) -> float:
    """Median seconds of ``repeats`` runs after one that is not counted when there are several."""
    if repeats > 1:
        work()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def compare(made: Generated, repeats: int, label: str) -> list[tuple[str, float]]:
    """Ours, the peer and the limit on one panel, after checking that both give the same numbers."""
    study = read_study(STUDY)
    tables = table_designs(study)
    panel = Panel(made.engine, study, Ledger())
    frame = pd.DataFrame(made.columns)
    for name in ("nqp", "tp", "gp", "dp"):
        before = frame.set_index(["province", "year"])[name]
        keys = pd.MultiIndex.from_arrays([frame["province"], frame["year"] - 1])
        frame[f"lag_{name}"] = before.reindex(keys).to_numpy()
    ours = [estimate.coefficients[0] for table in battery(panel, tables) for estimate in table.estimates]
    theirs = peer(frame, tables)
    gap = max(abs(a / b - 1) for a, b in zip(ours, theirs, strict=True))
    matrix = np.column_stack([made.columns[name] for name in made.engine.numbers])
    print(
        f"{label}: {len(frame):,} rows, {len(ours)} models, largest relative gap of the first slopes {gap:.1e}"
    )
    return [
        (f"{label}: battery, paneloom", timed(lambda: battery(panel, tables), repeats)),
        (f"{label}: battery, pyfixest one by one", timed(lambda: peer(frame, tables), max(1, repeats // 5))),
        (f"{label}: X'X of {matrix.shape[1]} columns, BLAS", timed(lambda: matrix.T @ matrix, 5)),
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows-only", choices=["small", "all"], default="all")
    small_only = parser.parse_args().rows_only == "small"
    warnings.simplefilter("ignore")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, pyfixest {pyfixest.__version__}")
    rows = compare(generated(31, 11), 15, "31 x 11")
    if not small_only:
        rows += compare(generated(100_000, 10), 1, "100,000 x 10")
    for what, seconds in rows:
        print(f"{what:<48}{seconds * 1000:>14,.1f} ms")
    for ours, theirs in zip(rows[::3], rows[1::3], strict=True):
        print(f"{theirs[0]} / ours: {theirs[1] / ours[1]:.1f}")


if __name__ == "__main__":
    main()
