"""Write the input of run.R: Munnell's states, from the package linearmodels, in the nine divisions of the census.

python tests/reference/few_clusters_r/make.py munnell.csv
Rscript tests/reference/few_clusters_r/run.R munnell.csv tests/reference/few_clusters_r/output
"""

import sys
from pathlib import Path

import pandas as pd
from tests.reference.munnell_r.make import states

DIVISIONS = (
    "CT MA ME NH RI VT",
    "NJ NY PA",
    "IL IN MI OH WI",
    "IA KS MN MO ND NE SD",
    "DE FL GA MD NC SC VA WV",
    "AL KY MS TN",
    "AR LA OK TX",
    "AZ CO ID MT NM NV UT WY",
    "CA OR WA",
)


def regions() -> pd.DataFrame:
    """The states with the division each belongs to, 1 to 9."""
    made = states()
    of_state = {state: at for at, names in enumerate(DIVISIONS, start=1) for state in names.split()}
    return made.assign(region=[of_state[state] for state in made["state"]])


if __name__ == "__main__":
    regions().to_csv(Path(sys.argv[1]), index=False, lineterminator="\n", float_format="%.17g")
