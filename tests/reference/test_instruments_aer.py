"""First-stage F, Wu-Hausman and Sargan against AER::ivreg on dummies: tests/reference/instruments_aer/run.R."""

import csv
from pathlib import Path

import pytest
from tests.reference.test_instruments import SETS, Case, found, ours

OUTPUT = Path(__file__).parent / "instruments_aer" / "output" / "diagnostics.csv"
ROWS = [row for row in csv.DictReader(OUTPUT.open(encoding="utf-8")) if row["statistic"].strip() != "NA"]


def chosen(row: dict[str, str]) -> bool:
    return row["kind"] == "iid"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if chosen(row)], ids=lambda row: "-".join(list(row.values())[:4])
)
def test_diagnostics(row: dict[str, str]) -> None:
    sets = {f"{len(x)}of{len(z)}": (x, z) for x, z in SETS}
    made = ours(Case(row["effects"], row["kind"], False, *sets[row["set"]]))  # type: ignore[arg-type]
    name, about = "sargan", ""
    if row["test"].startswith("Weak"):
        name, about = "first_stage_f", "x2" if "x2" in row["test"] else "x1"
    elif row["test"] == "Wu-Hausman":
        name = "wu_hausman"
    check = found(made, name, about)
    assert check.statistic == pytest.approx(float(row["statistic"]), rel=1e-8)
    assert check.df[0] == int(row["df1"])
