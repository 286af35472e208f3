"""What COINr 1.1.14 makes of fifteen indicators of 51 countries: tests/reference/coinr/output, made by run.R beside it."""

import csv
from pathlib import Path

import numpy as np

from paneloom.algebra.record import Floats

FOLDER = Path(__file__).parents[1] / "reference" / "coinr" / "output"


def columns(name: str) -> dict[str, Floats]:
    """The numeric columns of a file, NaN where a cell is blank."""
    path = FOLDER / name
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        key: np.array([float(row[key]) if row[key] not in ("", "NA") else np.nan for row in rows])
        for key in rows[0]
        if key not in ("unit", "indicator")
    }


def table(name: str) -> Floats:
    """(n, m) the same as an array."""
    return np.column_stack(list(columns(name).values()))
