"""Covariances from rows against R (sandwich, clubSandwich, AER, plm), whose script and raw output stand in covariance_r/.

R regresses on dummies; its errors carry no small-sample factor but that of HC1, so that ours go without it.
COEFFICIENTS, ERRORS: relative. RERUN: R against its committed output, which another BLAS may move.
"""

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.panels import NAMES, Rows, design, panel, table

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

COEFFICIENTS = 1e-9
ERRORS = 1e-8
RERUN = 1e-8
FOLDER = Path(__file__).parent / "covariance_r"
DATA = pd.read_csv(FOLDER / "data.csv")
OUTPUT = pd.read_csv(FOLDER / "output/errors.csv")
KEYS = ["shape", "effects", "method", "weights", "errors"]
MODELS = [tuple(key) for key in OUTPUT[KEYS].drop_duplicates().to_numpy()]
LAGS = 2
# The rest of what R calls its errors are names of ours, some with the package behind.
KINDS: dict[str, dict[str, Any]] = {
    "two-way group": {"errors": "cluster", "cluster": "group", "second_cluster": "year"},
    "two-way unit": {"errors": "cluster", "cluster": "unit", "second_cluster": "year"},
    "driscoll-kraay": {"errors": "driscoll-kraay", "lags": LAGS},
    "newey-west": {"errors": "newey-west", "lags": LAGS},
}


def rows_of(shape: str) -> Rows:
    frame = DATA[DATA["shape"] == shape]
    codes = (frame[name].to_numpy(dtype=np.int64) for name in ("unit", "year", "group"))
    return Rows(NAMES, frame[list(NAMES)].to_numpy(), *codes, frame["weight"].to_numpy())


def ours(shape: str, effects: str, method: str, weights: str, errors: str) -> Estimate:
    kind = errors.removesuffix(" plm").removesuffix(" clubSandwich")
    asked = design(
        effects,
        **KINDS.get(kind, {"errors": kind}),
        endogenous=("x1",) if method == "2sls" else (),
        instruments=("z1", "z2") if method == "2sls" else (),
        weights="weight" if weights == "weighted" else None,
        few_clusters="off",
    )
    return fit_table(panel(rows_of(shape), block_units=5), table(asked)).estimates[0]


@pytest.mark.parametrize("model", MODELS, ids="-".join)
def test_r_agrees(model: tuple[str, ...]) -> None:
    theirs = OUTPUT[(OUTPUT[KEYS] == list(model)).all(axis=1)]
    assert list(theirs["term"]) == ["x1", "x2"]
    found = ours(*model)
    factor = 1.0 if model[-1].startswith("hc") else found.freedom.factor
    assert found.coefficients == pytest.approx(theirs["estimate"].to_numpy(), rel=COEFFICIENTS)
    assert found.errors / np.sqrt(factor) == pytest.approx(theirs["error"].to_numpy(), rel=ERRORS)


@pytest.mark.r
def test_r_gives_its_committed_output_again(tmp_path: Path) -> None:
    subprocess.run(["Rscript", FOLDER / "run.R", FOLDER / "data.csv", tmp_path], check=True)
    again = pd.read_csv(tmp_path / "errors.csv")
    assert again[[*KEYS, "term"]].equals(OUTPUT[[*KEYS, "term"]])
    for column in ("estimate", "error"):
        assert again[column].to_numpy() == pytest.approx(OUTPUT[column].to_numpy(), rel=RERUN)
