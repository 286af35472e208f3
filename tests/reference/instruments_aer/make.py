"""Write the input of run.R: the panel of tests/reference/test_instruments.py.

python -m tests.reference.instruments_aer.make panel.csv
Rscript tests/reference/instruments_aer/run.R panel.csv tests/reference/instruments_aer/output
"""

import sys

import pandas as pd
from tests.reference.test_instruments import rows_of

rows = rows_of(weighted=False)
made = pd.DataFrame({name: rows[name] for name in rows.names})
made["unit"], made["time"], made["cluster"] = rows.units, rows.times, rows.clusters
made["weight"] = rows.weights
made.to_csv(sys.argv[1], index=False, float_format="%.17g", lineterminator="\n")
