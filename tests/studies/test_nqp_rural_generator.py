"""The simulated raw tables: repeatable to the byte, near the published sizes, complete, labelled."""

import csv
import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

FILES = ("yearbook.xlsx", "indicators.csv", "regions.csv")


@pytest.fixture(scope="module")
def study(root):
    return root / "studies" / "nqp-rural"


@pytest.fixture(scope="module")
def checks(study) -> ModuleType:
    spec = spec_from_file_location("nqp_rural_check_data", study / "check_data.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def panel(checks, study):
    return checks.Panel(study / "raw")


@pytest.mark.parametrize("threads", ["1", "2"])
def test_rerun_gives_the_committed_bytes(study, tmp_path, threads):
    command = [sys.executable, "-B", str(study / "make_data.py"), str(tmp_path)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
    subprocess.run(command, check=True, env=environment)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (study / "raw" / name).read_bytes(), name


def test_moments_are_the_published_ones_where_they_can_be(panel, checks):
    impossible = {("nqp", "max"), ("tp", "max")}
    loose = {("nqp", "sd"): 0.003, ("nqp", "min"): 0.003}
    for name, goal in checks.MOMENTS.items():
        x = panel.data[name]
        reached = (x.mean(), x.std(ddof=1), x.min(), x.max())
        for kind, wanted, got in zip(("mean", "sd", "min", "max"), goal, reached, strict=True):
            if (name, kind) not in impossible:
                assert abs(got - wanted) <= loose.get((name, kind), 0.0005), (name, kind, got)
    assert panel.data["nqp"].max() > 0.99
    assert panel.data["tp"].max() > 0.78


@pytest.mark.parametrize(
    ("y", "x", "how", "low", "high"),
    [
        ("rri", "nqp", {}, 0.25, 0.27),
        ("rri", "tp", {}, 0.255, 0.275),
        ("rri", "dp", {}, 0.46, 0.53),
        ("rri", "dp", {"controls": ()}, 0.46, 0.53),
        ("rri", "nqp", {"iv": True}, 0.265, 0.295),
        ("rri", "tp", {"iv": True}, 0.24, 0.285),
        ("rri", "dp", {"iv": True}, 0.57, 0.61),
        ("rri", "nqp", {"region": "东部"}, 0.19, 0.21),
        ("rri", "nqp", {"region": "中部"}, 0.26, 0.28),
        ("rri1", "nqp", {}, 0.11, 0.15),
        ("rri1", "nqp", {"controls": ()}, 0.11, 0.15),
    ],
)
def test_effects_are_near_the_published_ones(panel, y, x, how, low, high):
    fit = panel.fit(y, x, **how)
    assert low <= fit.slopes[0] <= high
    assert fit.n == (310 if "iv" in how else 11 * fit.clusters)


def test_significance_is_as_published(panel, checks):
    for k in range(6):
        assert "***" in panel.fit("rri", "nqp", checks.CONTROLS[:k]).text("nqp")
    full = panel.fit("rri", "nqp")
    assert full.slopes[full.names.index("ur")] == pytest.approx(-0.28, abs=0.005)
    assert full.slopes[full.names.index("inv")] == pytest.approx(0.08, abs=0.005)
    assert "*" not in panel.fit("rri", "gp").text("gp")
    assert "**" in panel.fit("rri", "dp").text("dp")
    assert "*" not in panel.fit("rri", "nqp", region="西部").text("nqp")


def test_ranks_fall_from_east_to_west(panel):
    means = panel.data["nqp"].reshape(31, 11).mean(axis=1)
    order = [panel.provinces[i] for i in np.argsort(-means)]
    assert order[0] == "广东"
    assert set(order[-2:]) == {"青海", "新疆"}
    for index in ("nqp", "rri"):
        east, central, west = (panel.data[index][panel.region == r].mean() for r in ("东部", "中部", "西部"))
        assert east > central > west


def test_gaps_are_inside_the_series_and_numbers_are_numbers(panel, study):
    assert panel.blanks == 47
    for series in panel.sheets.values():
        assert not np.isnan(series[:, [0, -1]]).any()
    book = CalamineWorkbook.from_path(study / "raw" / "yearbook.xlsx")
    words = {cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()[3:]
             for cell in row[1:] if isinstance(cell, str)}  # fmt: skip
    assert words == {"", "…", "—"}


def test_every_sheet_says_simulated(study):
    book = CalamineWorkbook.from_path(study / "raw" / "yearbook.xlsx")
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        assert "模拟数据" in rows[0][0], name
        assert any("simulated" in str(row[0]) for row in rows[34:]), name


def test_indicator_table_is_that_of_the_study(study):
    with (study / "raw" / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    sizes = {index: sum(row["index"] == index for row in rows) for index in ("rri", "rri1", "nqp")}
    assert sizes == {"rri": 5, "rri1": 4, "nqp": 15}
    assert [row["indicator"] for row in rows if row["direction"] == "-"] == [
        "energy_gdp", "water_gdp", "waste_water_gdp", "so2_gdp",
    ]  # fmt: skip


def test_readme_prints_what_is_reached(panel, checks, study):
    readme = (study / "README.md").read_text(encoding="utf-8")
    for line in (*checks.moments_table(panel), *checks.effects_table(panel)):
        assert line in readme
