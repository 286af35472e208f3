"""Write the input of run.R: an unbalanced panel with gaps, of our own.

PYTHONPATH=. python tests/reference/diagnostics_r/make.py tests/reference/diagnostics_r/data.csv
Rscript tests/reference/diagnostics_r/run.R tests/reference/diagnostics_r
"""

import sys

import pandas as pd
from tests.panels import random_rows


def gaps() -> pd.DataFrame:
    """Twelve units over nine years, four in five rows present."""
    rows = random_rows(17, units=12, times=9, share=0.8)
    data = pd.DataFrame({"unit": rows.units, "year": rows.times})
    for name in ("y", "x1", "x2"):
        data[name] = rows[name]
    return data


if __name__ == "__main__":
    gaps().to_csv(sys.argv[1], index=False, float_format="%.17g", lineterminator="\n")
