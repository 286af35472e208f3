"""The panel that one study file rebuilds from raw yearbook tables, beside the panel others made of them."""

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from paneloom.open import open_panel
from paneloom.panel.panel import Panel
from paneloom.study.model import Study
from paneloom.study.reading import read_study
from paneloom.study.sample import Sample

pytestmark = pytest.mark.shared

YEARS = range(2013, 2024)
CELLS = 31 * len(YEARS)
Cells = dict[tuple[str, int], float]


@cache
def made(root: Path, shared: Path, *, with_discards: bool = True) -> Panel:
    folder = root / "studies" / "china-raw"
    study = read_study(folder / "study.toml")
    if not with_discards:
        study = without_discards(study)
    return open_panel(study, folder, shared / "data" / "china" / "raw")


def without_discards(study: Study) -> Study:
    return study.model_copy(update={"clean": study.clean.model_copy(update={"discard": ()})})


@cache
def reference(shared: Path) -> dict[str, Cells]:
    """The compiled panel, apart from cells of a source whose raw files are not there."""
    cells: dict[str, Cells] = defaultdict(dict)
    lost: set[str] = set()
    with (shared / "data" / "china" / "provincial_panel.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["year"]) in YEARS:
                if row["source"].startswith("S11"):
                    lost.add(row["indicator"])
                else:
                    cells[row["indicator"]][row["province"], int(row["year"])] = float(row["value"])
    return {name: found for name, found in cells.items() if name not in lost or len(found) < CELLS}


def own(panel: Panel, name: str) -> Cells:
    frame = panel.rows.collect((name,), Sample())
    values = frame.numbers[name].tolist()
    keys = zip(frame.unit_names, frame.time.tolist(), strict=True)
    return {key: value for key, value in zip(keys, values, strict=True) if not np.isnan(value)}


def test_every_complete_indicator_is_rebuilt_cell_by_cell(root: Path, shared: Path) -> None:
    complete = {name: cells for name, cells in reference(shared).items() if len(cells) == CELLS}
    assert len(complete) == 32
    panel = made(root, shared)
    for name, cells in complete.items():
        mine = own(panel, name)
        assert mine.keys() == cells.keys(), name
        assert [mine[key] for key in cells] == pytest.approx(list(cells.values()), rel=1e-12), name


def test_indicators_with_holes_go_as_far_as_their_files_do(root: Path, shared: Path) -> None:
    panel = made(root, shared)
    partial = {name: cells for name, cells in reference(shared).items() if len(cells) < CELLS}
    met = [name for name in partial if name in panel.rows.numbers]
    assert len(met) >= 28
    assert [name for name in partial if name not in met] == ["wastewater_total"]
    for name in met:
        mine = own(panel, name)
        for key, value in partial[name].items():
            assert mine[key] == pytest.approx(value, rel=1e-12), (name, key)


def test_the_source_without_names_agrees_with_the_one_that_has_them(root: Path, shared: Path) -> None:
    panel = made(root, shared)
    named, unnamed = (own(panel, f"industrial_rd_personnel_{kind}") for kind in ("fte", "check"))
    assert len(named) == CELLS
    assert [unnamed[key] for key in named] == pytest.approx(list(named.values()), rel=1e-9)


def test_the_traps_of_these_data_are_flagged_without_being_told(root: Path, shared: Path) -> None:
    panel = made(root, shared, with_discards=False)
    flags = {(entry.variable, entry.rule, entry.unit, entry.time) for entry in panel.ledger.of("flagged")}
    for expected in (
        ("energy_consumption", "power of ten", "宁夏", 2020),
        ("telecom_business_volume", "break in all", "", 2016),
        ("telecom_business_volume", "break in all", "", 2021),
        ("agri_machinery_power", "break in all", "", 2016),
        ("so2_emissions_total", "break in all", "", 2016),
        ("gdp_unrevised_mixed_vintage", "break in all", "", 2019),
    ):
        assert expected in flags
    assert any(variable == "gdp" and rule == "vintages" for variable, rule, _, _ in flags)
    assert len(panel.ledger.of("flagged")) <= 60


def test_what_was_done_to_the_files_is_in_the_ledger(root: Path, shared: Path) -> None:
    tally = Counter(entry.action for entry in made(root, shared).ledger.entries)
    assert tally["renamed"] > 400
    assert tally["merged"] == 18
    entries = made(root, shared).ledger.entries
    (discarded,) = [entry for entry in entries if entry.rule.startswith("discard")]
    assert (discarded.variable, discarded.unit, discarded.time, discarded.before) == (
        "energy_consumption",
        "宁夏",
        2020,
        "0.79",
    )
    assert discarded.place is not None
    assert discarded.place.file.endswith("raw_data.csv")
