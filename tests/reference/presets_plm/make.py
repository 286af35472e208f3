"""The panels of presets_plm: ``python make.py <data.csv>`` (from the root, which holds the package ``tests``)."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.panels import random_rows

SHAPES = {
    "whole": {"seed": 21, "units": 12, "times": 7, "share": 1.0},
    "gaps": {"seed": 22, "units": 14, "times": 8, "share": 0.75},
    "parts": {"seed": 23, "units": 16, "times": 7, "share": 0.8, "parts": 2},
}


def panels() -> pd.DataFrame:
    """Shape, unit, year and the columns, to all digits."""
    found = []
    for shape, values in SHAPES.items():
        rows = random_rows(**values)
        columns = {"shape": shape, "unit": rows.units, "year": rows.times}
        found.append(pd.DataFrame(columns | {name: rows[name] for name in ("y", "x1", "x2")}))
    return pd.concat(found)


if __name__ == "__main__":
    frame = panels()
    frame.to_csv(sys.argv[1], index=False, lineterminator="\n", float_format="%.17g")
    assert np.array_equal(pd.read_csv(sys.argv[1])["y"], frame["y"])
