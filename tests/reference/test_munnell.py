"""Munnell's states against R (plm, sandwich, AER), whose script and raw output stand in munnell_r/.

COEFFICIENTS, ERRORS: relative; lm and ivreg solve some seventy dummies by QR. RERUN: R against its committed
output, which another BLAS may move in the last digits.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.panels import ABSORB, Rows, design, panel, table
from tests.reference.munnell_r.make import states

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

COEFFICIENTS = 1e-9
ERRORS = 1e-8
RERUN = 1e-8
FOLDER = Path(__file__).parent / "munnell_r"
SLOPES = ("pcap", "pc", "emp", "unemp")
COLUMNS = ("gsp", *SLOPES, "lag")
MODELS = tuple(dict.fromkeys(pd.read_csv(FOLDER / "output/estimates.csv")["model"]))


def rows_of(frame: pd.DataFrame) -> Rows:
    unit = pd.factorize(frame["state"], sort=True)[0]
    return Rows(
        COLUMNS,
        frame[list(COLUMNS)].to_numpy(dtype=float),
        unit,
        frame["year"].to_numpy(dtype=np.int64),
        unit,
        frame["weight"].to_numpy(dtype=float),
    )


def ours(model: str, errors: str) -> Estimate:
    effects, *words = model.split(" ")
    frame = states()
    frame = frame[frame["gap"] == 0] if "gaps" in words else frame
    asked = design(
        effects,
        errors,
        outcome="gsp",
        regressors=("pcap",),
        controls=SLOPES[1:],
        endogenous=("pcap",) if "2sls" in words else (),
        instruments=("lag",) if "2sls" in words else (),
        weights="weight" if "weighted" in words else None,
        absorb=ABSORB[effects],
    )
    return fit_table(panel(rows_of(frame), block_units=10), table(asked)).estimates[0]


@pytest.mark.parametrize("model", MODELS)
def test_r_agrees(model: str) -> None:
    output = pd.read_csv(FOLDER / "output/estimates.csv")
    theirs = output[output["model"] == model].set_index("term").loc[list(SLOPES)]
    iid, clustered = ours(model, "iid"), ours(model, "cluster")
    assert iid.coefficients == pytest.approx(theirs["estimate"].to_numpy(), rel=COEFFICIENTS)
    assert iid.errors == pytest.approx(theirs["iid"].to_numpy(), rel=ERRORS)
    raw = clustered.errors / np.sqrt(clustered.freedom.factor)
    assert raw == pytest.approx(theirs["cluster"].to_numpy(), rel=ERRORS)


def test_published_one_way_estimates() -> None:
    """Baltagi and Pinnoi (1995), Baltagi (2013, table 2.3): the within estimates, as printed."""
    found = ours("unit", "iid")
    assert [f"{b:.4f}" for b in found.coefficients] == ["-0.0261", "0.2920", "0.7682", "-0.0053"]
    assert (found.rows.used, found.rows.units, found.rows.times) == (816, 48, 17)


@pytest.mark.r
def test_r_gives_its_committed_output_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "make.py", tmp_path / "munnell.csv"], check=True)
    subprocess.run(["Rscript", FOLDER / "run.R", tmp_path / "munnell.csv", tmp_path], check=True)
    again, committed = (pd.read_csv(path / "estimates.csv") for path in (tmp_path, FOLDER / "output"))
    assert again[["model", "term"]].equals(committed[["model", "term"]])
    for column in ("estimate", "iid", "cluster"):
        assert again[column].to_numpy() == pytest.approx(committed[column].to_numpy(), rel=RERUN)
