"""Write data.csv, the input of run.R: two random panels of the tests, one balanced, one with gaps.

python tests/reference/covariance_r/make.py tests/reference/covariance_r/data.csv
Rscript tests/reference/covariance_r/run.R tests/reference/covariance_r/data.csv tests/reference/covariance_r/output
"""

import sys
from pathlib import Path

import pandas as pd
from tests.panels import random_rows

SHAPES = {
    "balanced": {"seed": 11, "units": 14, "times": 8, "share": 1.0, "clusters": 6},
    "gaps": {"seed": 12, "units": 16, "times": 9, "share": 0.7, "clusters": 7},
}


def data() -> pd.DataFrame:
    """Both panels, one below the other, sorted by unit and year; every year occurs in each."""
    parts = []
    for shape, arguments in SHAPES.items():
        rows = random_rows(**arguments, weighted=True)
        part = pd.DataFrame(rows.values, columns=list(rows.names))
        part = part.assign(unit=rows.units, year=rows.times, group=rows.clusters, weight=rows.weights)
        parts.append(part.assign(shape=shape))
    return pd.concat(parts, ignore_index=True)


if __name__ == "__main__":
    data().to_csv(Path(sys.argv[1]), index=False, lineterminator="\n", float_format="%.17g")
