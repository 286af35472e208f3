"""Models of panels against R (plm, AER), whose script and raw output stand in models_plm/.

Data sets of the package plm are read from it and not kept here. COEFFICIENTS, ERRORS: relative, to the largest slope
of a case for those near zero. RERUN: R against its committed output, which another BLAS may move in the last digits.
"""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.panels import Rows, design, panel, table
from tests.reference.models_plm.make import DATA

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

COEFFICIENTS = 1e-9
ERRORS = 1e-8
RERUN = 1e-7
FOLDER = Path(__file__).parent / "models_plm"
WAGES_IN_CRIME = ("lwcon", "lwtuc", "lwtrd", "lwfir", "lwser", "lwmfg", "lwfed", "lwsta", "lwloc")
FIXED = ("lpctmin", "west", "central", "smsa")
CRIME = (
    *("lprbarr", "lpolpc", "lprbconv", "lprbpris", "lavgsen", "ldensity"),
    *WAGES_IN_CRIME,
    "lpctymle",
    *FIXED,
)
FORMULAS = {
    "investment": ("invest", ("value", "capital")),
    "wages": ("lwage", ("union", "married", "expersq", "educ", "black", "hisp")),
    "gaps": ("y", ("x1", "x2", "fixed")),
    "crime": ("lcrmrte", CRIME),
    "cigar": ("sales", ("price", "income", "near")),
    "employment": ("emp", ("wage", "capital", "output")),
}
MODELS = {
    "between": "between",
    "fd": "first-difference",
    "mundlak": "mundlak",
    "within": "within",
    "anderson-hsiao": "within",
}
OF_PLM = ("crime", "cigar", "employment")
ESTIMATES = pd.read_csv(FOLDER / "output/estimates.csv")
NUMBERS = pd.read_csv(FOLDER / "output/numbers.csv")
CASES = tuple(
    pytest.param(case, marks=[pytest.mark.r] if case.partition(" ")[0] in OF_PLM else [])
    for case in dict.fromkeys(ESTIMATES["case"])
)


@pytest.fixture(scope="module")
def frame_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], pd.DataFrame]:
    folder = tmp_path_factory.mktemp("plm")

    def read(name: str) -> pd.DataFrame:
        if name in DATA:
            return DATA[name]().reset_index(drop=True)
        if not (folder / f"{name}.csv").exists():
            subprocess.run(["Rscript", FOLDER / "data.R", folder], check=True)
        return pd.read_csv(folder / f"{name}.csv").sort_values(["unit", "year"])

    return read


def panel_of(frame: pd.DataFrame) -> Panel:
    names = tuple(name for name in frame if name not in ("unit", "year", "grp"))
    unit = pd.factorize(frame["unit"], sort=True)[0]
    values = frame[list(names)].to_numpy(dtype=float)
    year = frame["year"].to_numpy(dtype=np.int64)
    return panel(Rows(names, values, unit, year, unit, np.ones(len(frame))), block_units=50)


def asked(case: str, errors: str = "iid", tests: tuple[str, ...] = ()) -> Design:
    name, *words = case.split(" ")
    outcome, slopes = FORMULAS[name]
    absorb = ("year",) if "times" in words else ()
    rule = next((word for word in words if word in ("baltagi-chang", "wallace-hussain")), "swamy-arora")
    model = next((MODELS[word] for word in words if word in MODELS), "random-effects")
    if case == "wages fd" or (name == "wages" and tests):
        slopes = ("union", "married", "expersq")
    if case == "wages times swamy-arora":
        slopes += ("exper",)
    if name == "gaps" and tests:
        slopes = ("x1", "x2")
    if model == "within" and name == "crime":
        slopes, absorb = tuple(slope for slope in slopes if slope not in FIXED), ("unit", "year")
    endogenous = ("lprbarr", "lpolpc") if "2sls" in words else ()
    instruments = ("ltaxpc", "lmix") if "2sls" in words else ()
    if "anderson-hsiao" in words:
        outcome, slopes = "D.emp", ("D.L.emp", *(f"D.{slope}" for slope in slopes))
        endogenous, instruments = ("D.L.emp",), ("L2.emp",)
    made = design(
        "none",
        errors,
        outcome=outcome,
        regressors=slopes[:1],
        controls=slopes[1:],
        endogenous=endogenous,
        instruments=instruments,
        absorb=absorb,
        model=model,
        components=rule,
        tests=tests,
        few_clusters="off",
    )
    return replace(made, sample=replace(made.sample, singletons=()))


def slope_of(term: str, found: Estimate) -> tuple[float, float]:
    """The estimate and its error by the name that R gives it."""
    if term == "(Intercept)":
        return found.constant, found.constant_error
    if term.startswith("Between"):
        term = f"mean({term[8:-1]} by unit)"
    if term not in found.names:
        term = {"lag": "D.L.emp"}.get(term, f"D.{term}")
    at = found.names.index(term)
    return float(found.coefficients[at]), float(found.errors[at])


@pytest.mark.parametrize("case", CASES)
def test_r_agrees(case: str, frame_of: Callable[[str], pd.DataFrame]) -> None:
    theirs = ESTIMATES[ESTIMATES["case"] == case]
    rows = panel_of(frame_of(case.partition(" ")[0]))
    iid = fit_table(rows, table(asked(case))).estimates[0]
    clustered = fit_table(rows, table(asked(case, "cluster"))).estimates[0]
    scale = np.abs(theirs["estimate"]).max()
    for term, estimate, error, cluster in theirs[["term", "estimate", "iid", "cluster"]].itertuples(
        index=False
    ):
        b, s = slope_of(term, iid)
        assert b == pytest.approx(estimate, rel=COEFFICIENTS, abs=COEFFICIENTS * scale), term
        assert s == pytest.approx(error, rel=ERRORS), term
        if not np.isnan(cluster):
            raw = slope_of(term, clustered)[1] / np.sqrt(clustered.freedom.factor)
            assert raw == pytest.approx(cluster, rel=ERRORS), term
    facts, numbers = dict(iid.facts), NUMBERS[NUMBERS["case"] == case]
    for name, value in numbers[["name", "value"]].itertuples(index=False):
        assert float(facts[name]) == pytest.approx(value, rel=1e-8), name


TESTS = {"hausman": "hausman", "hausman_robust": "hausman-robust", "breusch_pagan": "breusch-pagan"}


MADE = tuple(
    pytest.param(case, name, marks=[pytest.mark.r] if case.partition(" ")[0] in OF_PLM else [])
    for case, name in NUMBERS[["case", "name"]].itertuples(index=False)
    if name in TESTS
)


@pytest.mark.parametrize(("case", "name"), MADE)
def test_r_agrees_on_tests(case: str, name: str, frame_of: Callable[[str], pd.DataFrame]) -> None:
    """Hausman's chi2; q F of the auxiliary regression, without our factor; the multiplier."""
    theirs = NUMBERS[NUMBERS["case"] == case].set_index("name")["value"]
    rule = " baltagi-chang" if case == "gaps" else ""
    asking = asked(case + rule, "cluster", (TESTS[name],))
    if (case, name) == ("wages", "breusch_pagan"):
        asking = replace(asked("wages"), tests=("breusch-pagan",))
    if (case, name) == ("gaps", "breusch_pagan"):
        asking = replace(asked("gaps baltagi-chang"), tests=("breusch-pagan",))
    made = fit_table(panel_of(frame_of(case.partition(" ")[0])), table(asking)).estimates[0]
    check = made.checks[0]
    if (case, name) == ("gaps", "hausman"):
        assert check.reason == "hausman_negative"
        return
    assert check.statistic is not None
    ours = check.statistic
    if name == "hausman_robust":
        parameters = made.freedom.parameters + int(theirs["hausman_robust_df"])
        n, groups = made.rows.used, made.rows.units
        ours *= theirs["hausman_robust_df"] * (n - 1) / (n - parameters) * groups / (groups - 1)
        assert check.df[0] == theirs["hausman_robust_df"]
    assert ours == pytest.approx(theirs[name], rel=1e-8)


@pytest.mark.r
def test_r_gives_its_committed_output_again(tmp_path: Path) -> None:
    for name, make in DATA.items():
        make().to_csv(tmp_path / f"{name}.csv", index=False, float_format="%.17g")
    subprocess.run(["Rscript", FOLDER / "data.R", tmp_path], check=True)
    subprocess.run(["Rscript", FOLDER / "run.R", tmp_path, tmp_path], check=True)
    for name, keys in (("estimates.csv", ["case", "term"]), ("numbers.csv", ["case", "name"])):
        again, committed = (pd.read_csv(path / name) for path in (tmp_path, FOLDER / "output"))
        assert again[keys].equals(committed[keys])
        for column in committed.columns.difference(keys):
            assert again[column].to_numpy() == pytest.approx(
                committed[column].to_numpy(), rel=RERUN, nan_ok=True
            )
