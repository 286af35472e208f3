"""Write the inputs of run.R that come from Python packages or are made up here.

PYTHONPATH=. python tests/reference/models_plm/make.py <folder>
Rscript tests/reference/models_plm/data.R <folder>
Rscript tests/reference/models_plm/run.R <folder> tests/reference/models_plm/output
"""

import sys
from pathlib import Path

import pandas as pd
from linearmodels.datasets import wage_panel
from statsmodels.datasets import grunfeld
from tests.panels import random_rows


def investment() -> pd.DataFrame:
    """Grunfeld's ten firms."""
    data = grunfeld.load_pandas().data
    data = data[data["firm"] != "American Steel"].sort_values(["firm", "year"])
    return data.rename(columns={"firm": "unit"}).astype({"year": int})[
        ["unit", "year", "invest", "value", "capital"]
    ]


def wages() -> pd.DataFrame:
    """Vella and Verbeek's 545 men."""
    data = wage_panel.load().rename(columns={"nr": "unit"}).sort_values(["unit", "year"])
    columns = ["lwage", "union", "married", "exper", "expersq", "educ", "black", "hisp"]
    return data[["unit", "year", *columns]].astype({"unit": int, "year": int})


def gaps() -> pd.DataFrame:
    """An unbalanced panel of our own, with gaps, one regressor fixed in each unit and instruments."""
    rows = random_rows(11, units=24, times=7, share=0.75, clusters=8)
    data = pd.DataFrame({"unit": rows.units, "year": rows.times, "grp": rows.clusters})
    for name in rows.names:
        data[name] = rows[name]
    data["fixed"] = (data["unit"] % 5) * 0.7
    return data


DATA = {"investment": investment, "wages": wages, "gaps": gaps}

if __name__ == "__main__":
    for name, make in DATA.items():
        make().to_csv(
            Path(sys.argv[1]) / f"{name}.csv", index=False, lineterminator="\n", float_format="%.17g"
        )
