"""Write the input of run.R: Munnell's states, from the package linearmodels.

python tests/reference/munnell_r/make.py munnell.csv
Rscript tests/reference/munnell_r/run.R munnell.csv tests/reference/munnell_r/output
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from linearmodels.datasets import munnell

# Gaps in the panel, by position in the sorted data: every 23rd row, and the first years of two states.
GAPS = sorted({*range(0, 816, 23), 17, 18, 34, 35, 36})


def states() -> pd.DataFrame:
    """Munnell's data, sorted by state and year, in logarithms."""
    data = munnell.load().sort_values(["ST_ABB", "YR"])
    made = pd.DataFrame({"state": data["ST_ABB"], "year": data["YR"].astype(int)})
    for name, column in (("gsp", "GSP"), ("pcap", "P_CAP"), ("pc", "PC"), ("emp", "EMP")):
        made[name] = np.log(data[column].astype(float))
    made["unemp"] = data["UNEMP"].astype(float)
    made["lag"] = made.groupby("state")["pcap"].shift(1)
    made["weight"] = data["EMP"].astype(float) / 1000
    made["gap"] = np.isin(np.arange(len(made)), GAPS).astype(int)
    return made.reset_index(drop=True)


if __name__ == "__main__":
    states().to_csv(Path(sys.argv[1]), index=False, lineterminator="\n", float_format="%.17g")
