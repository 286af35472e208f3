"""Diagnostics of models against R (plm's pcdtest, lm, sandwich), whose script and raw output stand in diagnostics_r/."""

from pathlib import Path

import pandas as pd
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.estimate.check import Check
from paneloom.estimate.fit import fit_table

FOLDER = Path(__file__).parent / "diagnostics_r"
NUMBERS = pd.read_csv(FOLDER / "output/numbers.csv").set_index(["case", "name"])["value"]
EFFECTS = {"individual": "unit", "twoways": "unit+time"}


def checks(effects: str, *tests: str) -> tuple[Check, ...]:
    rows = random_rows(17, units=12, times=9, share=0.8)
    made = design(effects, errors="iid", tests=tests)
    return fit_table(panel(rows), table(made)).estimates[0].checks


def test_the_data_are_those_of_r() -> None:
    data = pd.read_csv(FOLDER / "data.csv")
    assert (data["y"].to_numpy() == random_rows(17, units=12, times=9, share=0.8)["y"]).all()


@pytest.mark.parametrize(("case", "effects"), [("wooldridge", "unit"), ("wooldridge times", "unit+time")])
def test_wooldridge(case: str, effects: str) -> None:
    (check,) = checks(effects, "wooldridge")
    assert check.statistic == pytest.approx(NUMBERS[case, "f"], rel=1e-9)
    assert check.p == pytest.approx(NUMBERS[case, "p"], rel=1e-8)
    # Facts are texts of six digits.
    assert float(dict(check.facts)["coefficient"]) == pytest.approx(NUMBERS[case, "coefficient"], rel=1e-5)


@pytest.mark.parametrize("effect", EFFECTS)
def test_pesaran_cd(effect: str) -> None:
    (check,) = checks(EFFECTS[effect], "pesaran-cd")
    assert check.statistic == pytest.approx(NUMBERS[f"cd {effect}", "cd"], rel=1e-9)
    assert check.p == pytest.approx(NUMBERS[f"cd {effect}", "p"], rel=1e-8)


@pytest.mark.parametrize("effect", EFFECTS)
def test_modified_wald(effect: str) -> None:
    (check,) = checks(EFFECTS[effect], "modified-wald")
    assert check.statistic == pytest.approx(NUMBERS[f"wald {effect}", "chi2"], rel=1e-9)
    assert check.p == pytest.approx(NUMBERS[f"wald {effect}", "p"], rel=1e-8)


@pytest.mark.parametrize("effect", EFFECTS)
def test_vif(effect: str) -> None:
    for check in checks(EFFECTS[effect], "vif"):
        assert check.statistic == pytest.approx(NUMBERS[f"vif {effect}", check.about], rel=1e-10)
