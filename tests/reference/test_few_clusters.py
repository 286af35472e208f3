"""Munnell's states in few clusters against R's clubSandwich, whose script and raw output stand in few_clusters_r/.

COEFFICIENTS, ERRORS, FREEDOM: relative; clubSandwich takes roots of I - H of up to 153 rows by eigenvalues. RERUN:
R against its committed output, which another BLAS may move in the last digits.
"""

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.panels import ABSORB, Rows, design, panel, table
from tests.reference.few_clusters_r.make import regions

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

COEFFICIENTS = 1e-9
ERRORS = 1e-8
FREEDOM = 1e-8
RERUN = 1e-8
FOLDER = Path(__file__).parent / "few_clusters_r"
SLOPES = ("pcap", "pc", "emp", "unemp")
COLUMNS = ("gsp", *SLOPES, "lag")
OUTPUT = pd.read_csv(FOLDER / "output/estimates.csv")
MODELS = tuple(dict.fromkeys(OUTPUT["model"]))
LEAST_SQUARES = tuple(model for model in MODELS if "2sls" not in model)
WITH_CR3 = tuple(dict.fromkeys(OUTPUT.dropna()["model"]))


def rows_of(frame: pd.DataFrame, cluster: str) -> Rows:
    return Rows(
        COLUMNS,
        frame[list(COLUMNS)].to_numpy(dtype=float),
        pd.factorize(frame["state"], sort=True)[0],
        frame["year"].to_numpy(dtype=np.int64),
        pd.factorize(frame[cluster], sort=True)[0],
        frame["weight"].to_numpy(dtype=float),
    )


def ours(model: str, errors: str) -> Estimate:
    effects, cluster, *words = model.split(" ")
    frame = regions()
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
        cluster="group",
        draws=999,
    )
    return fit_table(panel(rows_of(frame, cluster), block_units=10), table(asked)).estimates[0]


def theirs(model: str) -> pd.DataFrame:
    return OUTPUT[OUTPUT["model"] == model].set_index("term").loc[list(SLOPES)]


@pytest.mark.parametrize("model", MODELS)
def test_clubsandwich_agrees_on_cr2(model: str) -> None:
    made, expected = ours(model, "cr2"), theirs(model)
    assert made.coefficients == pytest.approx(expected["estimate"].to_numpy(), rel=COEFFICIENTS)
    assert made.errors == pytest.approx(expected["cr2"].to_numpy(), rel=ERRORS)
    assert made.reference[:-1] == pytest.approx(expected["df"].to_numpy(), rel=FREEDOM)
    assert made.p == pytest.approx(expected["p"].to_numpy(), rel=1e-7)


@pytest.mark.parametrize("model", [model for model in WITH_CR3 if model in LEAST_SQUARES])
def test_clubsandwich_agrees_on_cr3(model: str) -> None:
    """Up to the factor: for two-stage least squares theirs is no jackknife, since it keeps the first stage."""
    made, g = ours(model, "cr3"), 9
    assert made.errors / np.sqrt((g - 1) / g) == pytest.approx(theirs(model)["cr3"].to_numpy(), rel=ERRORS)


@pytest.mark.parametrize("model", ["unit+time region", "unit+time region gaps 2sls"])
def test_they_stand_beside_clustered_errors(model: str) -> None:
    made = ours(model, "cluster")
    cr2, cr3, wild = made.alternatives
    assert [other.method for other in made.alternatives] == ["cr2", "cr3", "wild"]
    assert (cr2.names, cr3.names) == (("pcap",), ("pcap",))
    assert cr2.errors == pytest.approx(ours(model, "cr2").errors[:1], rel=1e-12)
    assert cr2.p == pytest.approx(theirs(model)["p"].to_numpy()[:1], rel=1e-7)
    assert cr3.errors == pytest.approx(ours(model, "cr3").errors[:1], rel=1e-12)
    assert "fewer_than_ten_clusters" in cr2.warnings + wild.warnings


def test_nothing_stands_beside_many_clusters_or_when_switched_off() -> None:
    assert ours("unit+time state", "cluster").alternatives == ()
    made = ours("unit+time region", "cluster")
    off = replace(made.design, few_clusters="off")
    found = fit_table(panel(rows_of(regions(), "region")), table(off)).estimates[0]
    assert found.alternatives == ()


@pytest.mark.r
def test_r_gives_its_committed_output_again(tmp_path: Path) -> None:
    regions().to_csv(tmp_path / "munnell.csv", index=False, lineterminator="\n", float_format="%.17g")
    subprocess.run(["Rscript", FOLDER / "run.R", tmp_path / "munnell.csv", tmp_path], check=True)
    again = pd.read_csv(tmp_path / "estimates.csv")
    assert again[["model", "term"]].equals(OUTPUT[["model", "term"]])
    for column in ("estimate", "cr2", "df", "p", "cr3"):
        expected = OUTPUT[column].to_numpy()
        assert again[column].to_numpy() == pytest.approx(expected, rel=RERUN, nan_ok=True)
