"""The known faults of real yearbook data are found without being told of them."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from paneloom.errors import Place
from paneloom.panel.assemble import assemble
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations, observed
from paneloom.panel.screen.screen import screen
from paneloom.study.intake import Variable

pytestmark = pytest.mark.shared

Cells = list[tuple[str, int, float]]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: object) -> float:
    return float(text) if text not in (None, "") else float("nan")  # type: ignore[arg-type]


def observations(variable: str, cells: Iterable[tuple[str, int, float]]) -> Observations:
    units, times, values = zip(*cells, strict=True)
    return observed(
        variable, f"{variable}.csv", units, times, np.array(values), lambda n: Place("raw", line=n + 2)
    )


def flags(units: dict[str, str] | None = None, /, **cells: Cells) -> list[Entry]:
    variables = {name: Variable(unit=(units or {}).get(name, "")) for name in cells}
    series = tuple(observations(name, found) for name, found in cells.items())
    return list(screen(assemble(series, "province"), variables))


def years(found: list[Entry], rule: str, variable: str) -> list[int | None]:
    return [entry.time for entry in found if (entry.rule, entry.variable) == (rule, variable)]


@cache
def panel(shared: Path) -> dict[tuple[str, str], Cells]:
    series: dict[tuple[str, str], Cells] = {}
    for row in rows_of(shared / "data" / "china" / "provincial_panel.csv"):
        cell = (row["province"], int(row["year"]), float(row["value"]))
        series.setdefault((row["indicator"], row["unit"]), []).append(cell)
    return {key: cells for key, cells in series.items() if len(cells) > 1}


def of_panel(shared: Path, *indicators: str) -> dict[str, Cells]:
    return {name: cells for (name, _), cells in panel(shared).items() if name in indicators}


def energy_panel(shared: Path, column: str) -> Cells:
    """One column of raw S7, units by their first two characters."""
    rows = rows_of(shared / "data" / "china" / "raw" / "S7_WangMeng0734_energy_panel" / "raw_data.csv")
    return [(row["Province"][:2], int(row["Year"]), number(row[column])) for row in rows]


def merged_panel(shared: Path, heading: str) -> Cells:
    """One column of raw S6, the workbook that its author merged."""
    folder = shared / "data" / "china" / "raw" / "S6_127ww_nqp-spatial-development"
    head, *rows = (
        CalamineWorkbook.from_path(str(folder / "面板原始数据_合并版v2.xlsx"))
        .get_sheet_by_index(0)
        .to_python()
    )
    at = head.index(heading)
    return [(str(row[0])[:2], int(row[1]), number(row[at])) for row in rows if row[0]]  # type: ignore[arg-type]


def test_a_total_in_another_unit_is_found_in_the_raw_energy_panel(shared: Path) -> None:
    found = flags(energy=energy_panel(shared, "Total energy consumption"))
    (slip,) = [entry for entry in found if entry.rule == "power of ten"]
    assert (slip.unit, slip.time, slip.before, slip.after, slip.count) == ("宁夏", 2020, "0.79", "x 10000", 1)
    assert slip.place is not None


@pytest.mark.parametrize("span", [(2011, 2023), (2013, 2023), (2012, 2022)])
def test_new_price_bases_of_telecom_volume_are_found(shared: Path, span: tuple[int, int]) -> None:
    raw = [cell for cell in merged_panel(shared, "电信业务总量（亿元）") if span[0] <= cell[1] <= span[1]]
    assert years(flags(telecom=raw), "break in all", "telecom") == [2016, 2021]


def test_new_definitions_of_machinery_and_emissions_are_found(shared: Path) -> None:
    cells = of_panel(shared, "agri_machinery_power", "so2_emissions_total")
    found = flags(**cells)
    assert years(found, "break in all", "agri_machinery_power") == [2016]
    assert 2016 in years(found, "break in all", "so2_emissions_total")


def test_machinery_breaks_in_the_raw_series_of_twenty_years(shared: Path) -> None:
    folder = shared / "data" / "china" / "raw" / "S1_haidaomei_StatisticsQualityProject"
    rows = rows_of(folder / "主要农业机械年末拥有量_分省_2005YY-2024YY.csv")
    power = [
        (row["地区"], int(row["年份"]), number(row["数值"]))
        for row in rows
        if row["指标名称"].startswith("农业机械总动力")
    ]
    assert years(flags(power=power), "break in all", "power") == [2016]


def test_vintages_of_gdp_are_found_with_the_units_that_were_revised(shared: Path) -> None:
    folder = shared / "data" / "china" / "raw" / "S5_upstream1119_CUC_PYH"
    with (folder / "NBS_地区生产总值_GDP_省级_2011-2022.csv").open(
        encoding="utf-8-sig", newline=""
    ) as stream:
        _, _, head, *rows = csv.reader(stream)
    revised = [
        (row[0][:2], int(year[:4]), number(value))
        for row in rows
        if len(row) == len(head)
        for year, value in zip(head[1:], row[1:], strict=True)
    ]
    found = flags({"gdp": "亿元", "old": "亿元"}, gdp=revised, old=merged_panel(shared, "GDP（亿元）"))
    (vintages,) = [entry for entry in found if entry.rule == "vintages"]
    assert vintages.variable == "gdp"
    assert vintages.after.startswith("old ")
    assert vintages.count > 100
    assert years(found, "break in all", "old") == [2019]
    (shift,) = [entry for entry in found if entry.rule == "break in all"]
    assert "天津" in shift.after
    assert "云南" in shift.after
    assert ("天津", 2019) in [(e.unit, e.time) for e in found if e.rule == "break in one"]
    assert not [entry for entry in found if entry.variable == "gdp" and entry.rule != "vintages"]


def test_one_year_of_one_province_is_found(shared: Path) -> None:
    found = flags(**of_panel(shared, "longdistance_optical_cable_length"))
    assert ("海南", 2018) in [(e.unit, e.time) for e in found if e.rule == "break in one"]


def test_the_flags_of_the_whole_panel_can_be_read_through(shared: Path) -> None:
    cells = {name: found for (name, _), found in panel(shared).items()}
    units = dict(panel(shared))
    found = flags(units, **cells)
    assert len(found) <= 60
    assert {e.rule for e in found} <= {
        "break in all", "break in one", "power of ten", "zero", "vintages", "carried forward",
    }  # fmt: skip
