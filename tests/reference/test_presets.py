"""Degrees of freedom by preset against the packages that they are named after.

plm: its script and raw output stand in presets_plm/. pyfixest counts as fixest does and is run here. What Stata
prints is known from published output, cited where it stands. COEFFICIENTS, ERRORS: relative.
"""

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyfixest
import pytest
from linearmodels.panel import PanelOLS
from statsmodels.datasets import grunfeld
from tests.estimate.effects.labelled import asked, codes_of, estimated, labels_of
from tests.panels import Rows, random_rows

from paneloom.estimate.estimate import Estimate

COEFFICIENTS = 1e-9
ERRORS = 1e-8
RERUN = 1e-8
FOLDER = Path(__file__).parent / "presets_plm"
DATA = pd.read_csv(FOLDER / "data.csv")
OUTPUT = pd.read_csv(FOLDER / "output/errors.csv")
# plm's Newey-West takes the row before as the year before, across gaps: only whole panels compare.
CASES = [
    tuple(case)
    for case in OUTPUT[["shape", "effects", "errors"]].drop_duplicates().to_numpy()
    if case[2] != "newey-west" or case[0] == "whole"
]
ABSORB = {"none": (), "unit": ("unit",), "time": ("year",), "unit+time": ("unit", "year")}
LAGS = 2


def kind(errors: str) -> dict[str, Any]:
    """The choices of a design for errors as named here."""
    if errors == "two-way":
        return {"errors": "cluster", "cluster": "unit", "second_cluster": "year"}
    if errors in ("driscoll-kraay", "newey-west"):
        return {"errors": errors, "lags": LAGS}
    return {"errors": errors, "cluster": "unit" if errors == "cluster" else None}


@pytest.mark.parametrize(("shape", "effects", "errors"), CASES)
def test_plm_agrees(shape: str, effects: str, errors: str) -> None:
    frame = DATA[DATA["shape"] == shape]
    unit = frame["unit"].to_numpy(dtype=np.int64)
    names = ("y", "x1", "x2")
    year = frame["year"].to_numpy(dtype=np.int64)
    rows = Rows(names, frame[list(names)].to_numpy(), unit, year, unit, np.ones(len(frame)))
    theirs = OUTPUT[
        (OUTPUT["shape"] == shape) & (OUTPUT["effects"] == effects) & (OUTPUT["errors"] == errors)
    ].set_index("term")
    found = estimated(rows, {"region": unit}, asked(ABSORB[effects], dof="plm", **kind(errors)))
    assert found.coefficients == pytest.approx(theirs["estimate"].to_numpy(), rel=COEFFICIENTS)
    assert found.freedom.df == theirs["df"].iloc[0]
    if theirs["error"].isna().any() or "eigenvalues_mended" in found.warnings:
        # plm's matrix is not positive semidefinite here; ours says that it was mended, and only two-way ones are.
        assert "eigenvalues_mended" in found.warnings
        assert errors in ("two-way", "driscoll-kraay")
        return
    assert found.errors == pytest.approx(theirs["error"].to_numpy(), rel=ERRORS)
    assert found.p == pytest.approx(theirs["p"].to_numpy(), rel=1e-7)


SHAPES = {
    "whole": {"seed": 31, "units": 15, "times": 8, "share": 1.0, "clusters": 5},
    "gaps": {"seed": 32, "units": 18, "times": 8, "share": 0.7, "clusters": 6, "weighted": True},
    "parts": {"seed": 33, "units": 20, "times": 7, "share": 0.8, "parts": 2, "clusters": 6},
}
FIXEST = (
    (("unit",), "iid"),
    (("unit", "year"), "iid"),
    (("unit", "year"), "hc1"),
    (("unit", "year"), {"cluster": "unit"}),
    (("unit", "year"), {"cluster": "region"}),
    (("unit", "region#year"), {"cluster": "region"}),
    (("unit", "region#year"), {"cluster": "unit"}),
    (("region#year",), {"cluster": "region"}),
    (("unit", "year"), {"cluster": "unit", "second_cluster": "year"}),
    (("unit", "year"), {"cluster": "region", "second_cluster": "year"}),
    (("unit", "sector"), {"cluster": "unit", "second_cluster": "year"}),
    (("unit", "year", "sector"), "iid"),
    (("unit", "year", "sector"), {"cluster": "region"}),
    (("unit", "year", "sector"), {"cluster": "unit", "second_cluster": "year"}),
)


def case_name(case: Any) -> str:
    return (
        "+".join(case)
        if isinstance(case, tuple)
        else "+".join(case.values())
        if isinstance(case, dict)
        else case
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("absorb", "errors"), FIXEST, ids=case_name)
def test_pyfixest_agrees_with_its_own_defaults(absorb: tuple[str, ...], errors: Any, shape: str) -> None:
    rows = random_rows(**SHAPES[shape])
    labels = labels_of(rows)
    weights = "weight" if np.ptp(rows.weights) else None
    choices = {"errors": "cluster", **errors} if isinstance(errors, dict) else {"errors": errors}
    found = estimated(rows, labels, asked(absorb, dof="fixest", weights=weights, **choices))
    effects = {name: codes_of(rows, labels, name) for name in ("unit", "year", "region", "sector")}
    crossed = {name.replace("#", ""): codes_of(rows, labels, name) for name in absorb if "#" in name}
    frame = pd.DataFrame({name: rows[name] for name in rows.names} | effects | crossed)
    vcov = (
        {"CRV1": " + ".join(errors.values())}
        if isinstance(errors, dict)
        else {"iid": "iid", "hc1": "hetero"}[errors]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pyfixest.feols(
            # Blanks around "+": without them release 0.60 mixes up the effects, depending on the hash seed.
            f"y ~ x1 + x2 | {' + '.join(name.replace('#', '') for name in absorb)}",
            frame.assign(w=rows.weights),
            vcov=vcov,
            weights="w" if weights else None,
            fixef_rm="none",
            fixef_tol=1e-12,
            fixef_maxiter=1_000_000,
        )
    assert found.rows.used == theirs._N
    assert found.coefficients == pytest.approx(theirs.coef()[list(found.names)].to_numpy(), rel=1e-8)
    assert found.freedom.parameters == theirs._df_k
    assert found.freedom.df == theirs._df_t
    if "eigenvalues_mended" not in found.warnings:
        assert found.errors == pytest.approx(theirs.se()[list(found.names)].to_numpy(), rel=ERRORS)
        assert found.p == pytest.approx(theirs.pvalue()[list(found.names)].to_numpy(), rel=1e-6)


@pytest.mark.parametrize("errors", ["driscoll-kraay", "newey-west"])
@pytest.mark.parametrize("absorb", [("unit",), ("unit", "year")], ids="+".join)
def test_pyfixest_agrees_on_serial_errors(absorb: tuple[str, ...], errors: str) -> None:
    rows = random_rows(**SHAPES["whole"])
    found = estimated(rows, labels_of(rows), asked(absorb, dof="fixest", **kind(errors)))
    frame = pd.DataFrame({name: rows[name] for name in rows.names} | {"unit": rows.units, "year": rows.times})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pyfixest.feols(
            f"y ~ x1 + x2 | {' + '.join(absorb)}",
            frame,
            vcov="DK" if errors == "driscoll-kraay" else "NW",
            vcov_kwargs={"time_id": "year", "panel_id": "unit", "lag": LAGS},
            fixef_rm="none",
            fixef_tol=1e-12,
        )
    assert found.freedom.parameters == theirs._df_k
    assert found.errors == pytest.approx(theirs.se()[list(found.names)].to_numpy(), rel=ERRORS)


@pytest.mark.parametrize("shape", SHAPES)
def test_reghdfe_is_fixest_where_the_panel_hangs_together(shape: str) -> None:
    """Both count alike (vignette of fixest, "since 0.7.0"), but for mobility groups without clusters."""
    rows = random_rows(**SHAPES[shape])
    labels = labels_of(rows)
    for absorb, choices in FIXEST:
        if len(absorb) > 2 or absorb == ("region#year",):
            continue
        errors = {"errors": "cluster", **choices} if isinstance(choices, dict) else {"errors": choices}
        stata, r = (
            estimated(rows, labels, asked(absorb, dof=dof, **errors)) for dof in ("reghdfe", "fixest")
        )
        if stata.rows.used == r.rows.used and (shape != "parts" or errors["errors"] == "cluster"):
            assert stata.errors == pytest.approx(r.errors, rel=1e-13), (absorb, choices)
            assert stata.freedom.df == r.freedom.df


def of_grunfeld() -> tuple[Rows, dict[str, np.ndarray]]:
    frame = grunfeld.load_pandas().data
    frame = frame[frame["firm"] != "American Steel"].sort_values(["firm", "year"])
    firm = pd.factorize(frame["firm"], sort=True)[0]
    values = frame[["invest", "capital"]].to_numpy(dtype=float)
    rows = Rows(("y", "x1"), values, firm, frame["year"].to_numpy(dtype=np.int64), firm, np.ones(len(frame)))
    return rows, {"region": firm}


def on_capital(dof: str, **choices: Any) -> Estimate:
    rows, labels = of_grunfeld()
    return estimated(rows, labels, asked(("unit", "year"), dof=dof, controls=(), **choices))


@pytest.mark.parametrize("dof", ["reghdfe", "fixest", "xtreg"])
def test_grunfeld_in_stata(dof: str) -> None:
    """0.06328129: Stata's ``vce(cluster firm)`` in the vignette "On standard-errors" of fixest 0.13."""
    assert f"{on_capital(dof, errors='cluster', cluster='unit').errors[0]:.8f}" == "0.06328129"


def test_grunfeld_in_ivreghdfe() -> None:
    """One parameter less than reghdfe: sqrt((n - 21) / (n - 20)) of its error (README of ivreghdfe)."""
    found = on_capital("ivreghdfe", errors="cluster", cluster="unit")
    assert found.errors[0] == pytest.approx(0.06328129 * np.sqrt(179 / 180), rel=1e-6)


@pytest.mark.parametrize("dof", ["reghdfe", "fixest", "xtreg"])
def test_twenty_rows_in_stata(dof: str) -> None:
    """0.165385: Stata's ``xtreg, fe vce(cluster id)`` with year dummies, in the vignette of fixest 0.8."""
    found = twenty_rows(dof, errors="cluster", cluster="unit")
    assert f"{found.errors[0]:.6f}" == "0.165385"


@pytest.mark.parametrize("dof", ["reghdfe", "fixest"])
def test_twenty_rows_clustered_two_ways(dof: str) -> None:
    """0.3080378: fixest, "computed similarly to reghdfe", in the same vignette."""
    found = twenty_rows(dof, errors="cluster", cluster="unit", second_cluster="year")
    assert f"{found.errors[0]:.7f}" == "0.3080378"


def twenty_rows(dof: str, **choices: Any) -> Estimate:
    frame = pd.read_csv(FOLDER / "output/vignette.csv").sort_values(["id", "time"])
    unit = frame["id"].to_numpy(dtype=np.int64)
    year = frame["time"].to_numpy(dtype=np.int64)
    rows = Rows(("y", "x1"), frame[["y", "x"]].to_numpy(), unit, year, unit, np.ones(20))
    return estimated(rows, {"region": unit}, asked(("unit", "year"), dof=dof, controls=(), **choices))


@pytest.mark.parametrize("absorb", [("unit",), ("year",), ("unit", "year")], ids="+".join)
@pytest.mark.parametrize("shape", ["whole", "parts"])
def test_linearmodels_counts_the_rank(absorb: tuple[str, ...], shape: str) -> None:
    """Unadjusted and robust errors of PanelOLS; it counts components in neither."""
    rows = random_rows(**SHAPES[shape])
    frame = pd.DataFrame(rows.values, columns=list(rows.names)).assign(unit=rows.units, year=rows.times)
    frame = frame.set_index(["unit", "year"])
    model = PanelOLS(
        frame["y"],
        frame[["x1", "x2"]],
        entity_effects="unit" in absorb,
        time_effects="year" in absorb,
    )
    for errors, theirs in (("iid", "unadjusted"), ("hc1", "robust")):
        found = estimated(rows, labels_of(rows), asked(absorb, dof="fixest", errors=errors))
        fit = model.fit(cov_type=theirs)
        scale = 1.0
        if fit.df_resid != found.freedom.df:
            assert shape == "parts"
            scale = np.sqrt(fit.df_resid / found.freedom.df)
        assert found.errors == pytest.approx(scale * fit.std_errors.to_numpy(), rel=ERRORS)


@pytest.mark.r
def test_r_gives_its_committed_output_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "make.py", tmp_path / "data.csv"], check=True)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "data.csv"), DATA)
    subprocess.run(["Rscript", FOLDER / "run.R", tmp_path / "data.csv", tmp_path], check=True)
    for name in ("errors.csv", "vignette.csv"):
        found, kept = (pd.read_csv(folder / name) for folder in (tmp_path, FOLDER / "output"))
        pd.testing.assert_frame_equal(found, kept, rtol=RERUN)
