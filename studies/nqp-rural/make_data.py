"""Write the simulated raw tables of this study: python make_data.py

Deterministic: one seed, no clock; every value is rounded to its printed decimals.
Needs NumPy and XlsxWriter.
"""

import csv
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "generator"))

from controls import simulate_controls  # noqa: E402
from frame import ANCHORS  # noqa: E402
from gaps import filled  # noqa: E402
from outcomes import simulate_rri, simulate_rri1  # noqa: E402
from productivity import simulate_productivity  # noqa: E402
from shapes import Array  # noqa: E402
from system import INDICATORS, scores  # noqa: E402
from workbook import write_workbook  # noqa: E402


def explanatory(raw: dict[str, Array]) -> dict[str, Array]:
    """The explanatory variables, flat, from the series as a reader fills them."""
    seen = {key: filled(key, series) for key, series in raw.items()}
    data = scores(seen, "nqp")
    data["nqp"] = data["tp"] + data["gp"] + data["dp"]
    data["gov"] = (seen["fiscal_expenditure"] / seen["gdp"]).reshape(-1)
    data["ur"] = (seen["urban_population"] / seen["population"]).reshape(-1)
    data["ind"] = seen["industry_ratio"].reshape(-1)
    data["inv"] = (seen["fdi"] / seen["gdp"]).reshape(-1)
    data["edu"] = np.log(seen["college_enrolment"]).reshape(-1)
    return data


def simulate() -> dict[str, Array]:
    """All raw series, provinces by years, by key."""
    raw = simulate_controls()
    raw |= simulate_productivity(raw["gdp"])
    data = explanatory(raw)
    raw |= simulate_rri(data, raw["rural_population"])
    raw |= simulate_rri1(data, raw["rural_population"], raw["primary_va"])
    ratio = raw.pop("industry_ratio")
    rest = raw["gdp"] - raw["primary_va"]
    raw["secondary_va"] = np.round(rest * ratio / (1 + ratio), 2)
    raw["tertiary_va"] = np.round(rest - raw["secondary_va"], 2)
    return raw


def _write_csv(target: Path, rows: list[list[str]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def main(folder: Path) -> None:
    """Write yearbook.xlsx, indicators.csv and regions.csv into folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_workbook(folder / "yearbook.xlsx", simulate())
    header = ["index", "dimension", "indicator", "direction", "unit", "label"]
    table = [[m.index, m.dimension, m.key, m.direction, m.unit, m.label] for m in INDICATORS]
    _write_csv(folder / "indicators.csv", [header, *table])
    regions = [[row["province"], row["region"]] for row in ANCHORS]
    _write_csv(folder / "regions.csv", [["province", "region"], *regions])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "raw")
