"""What a study says of its sources and cells, from the files to the panel."""

from pathlib import Path

import numpy as np
import pytest

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.open import open_panel
from paneloom.panel.panel import Panel
from paneloom.study.reading import study_from_text

HEAD = '[study]\ntitle = "t"\npanel = ["province", "year"]\n'
TABLE = "province,year,x\n" + "".join(
    f"{unit},{year},{value}\n"
    for unit, values in (("A", (1, 2, 3)), ("B", (4, -9999, 6)))
    for year, value in zip(range(2013, 2016), values, strict=True)
)


def opened(folder: Path, text: str, **files: str) -> Panel:
    """The panel of a study whose files are CSV tables by name."""
    for name, table in files.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return open_panel(study_from_text(HEAD + text, "study.toml", folder), folder)


def column(panel: Panel, name: str) -> list[float]:
    assert isinstance(panel.rows, MemoryEngine)
    return panel.rows.frame.numbers[name].tolist()


DATA = '[data.d]\nfile = "d.csv"\nlayout = "long"\n'


@pytest.mark.parametrize(
    ("layout", "table"),
    [
        ("long", TABLE),
        ("tidy", "province,year,indicator,value\nA,2013,x,1\nA,2015,x,2\n"),
        ("wide", "province,2013,2015\nA,1,2\n"),
        ("wide", "year,A,B\n2013,1,2\n2015,3,4\n"),
    ],
)
def test_years_that_leave_nothing_of_a_source_are_named(tmp_path: Path, layout: str, table: str) -> None:
    text = f'[data.d]\nfile = "d.csv"\nlayout = "{layout}"\nyears = [1990, 2000]\n[variables]\nx = {{}}\n'
    if table.startswith("year,A"):
        text = text.replace("years", 'down = ["time"]\nacross = ["unit"]\nyears')
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, text, d=table)
    assert (caught.value.slug, caught.value.seen) == ("no-years-of-source", (1990, 2000))
    assert caught.value.where is not None
    assert caught.value.where.key == "data.d.years"
    assert "2013 to 2015" in caught.value.text("en")
    assert "x 在该数据源所取的年份内没有数值" in caught.value.text("zh")


def test_a_file_that_no_variable_is_called_like_is_no_matter_of_years(tmp_path: Path) -> None:
    text = '[data.d]\nfile = "*.csv"\nlayout = "wide"\nfiles = "variable"\nyears = [1990, 2000]\n'
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, text + "[variables]\nx = {}\n", y="province,2013\nA,1\n")
    assert caught.value.slug == "no-file-of-variable"


DISCARD = '[[clean.discard]]\nvariable = "x"\nunits = "B"\nyears = [2014]\nreason = "no survey"\n'


def test_a_cell_left_out_with_a_reason_is_no_code_that_stops(tmp_path: Path) -> None:
    text = DATA + "[variables]\nx = {}\n"
    with pytest.raises(PaneloomErrors) as caught:
        opened(tmp_path, text, d=TABLE)
    assert [problem.slug for problem in caught.value.problems] == ["likely-sentinel"]
    panel = opened(tmp_path, DATA + DISCARD + "[variables]\nx = {}\n", d=TABLE)
    np.testing.assert_array_equal(column(panel, "x"), [1, 2, 3, 4, 6])
    (entry,) = panel.ledger.of("missing")
    assert (entry.rule, entry.before) == ("discard: no survey", "-9999.0")


def test_what_is_left_out_hides_no_code(tmp_path: Path) -> None:
    table = TABLE.replace("B,2014,-9999", "B,2014,123456").replace("A,2013,1", "A,2013,9999")
    with pytest.raises(PaneloomErrors) as caught:
        opened(tmp_path, DATA + DISCARD + "[variables]\nx = {}\n", d=table)
    assert [problem.seen for problem in caught.value.problems] == ["9999"]


@pytest.mark.parametrize("key", ["missing", "totals"])
def test_words_cannot_be_added_and_take_the_place_of_all(tmp_path: Path, key: str) -> None:
    text = f'{DATA}[clean]\n{key} = ["/"]\n{key}_only = ["."]\n[variables]\nx = {{}}\n'
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, text, d=TABLE)
    assert caught.value.slug == "besides-and-only"
    assert caught.value.where is not None
    assert (caught.value.where.key, caught.value.where.line) == (f"clean.{key}", 8)
    assert f"{key}_only" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("years", "clean", "beyond"),
    [
        ((1, 9999), 'ends = "nearest"', True),
        ((2013, 9999), 'ends = "trend"', True),
        ((2003, 2025), 'ends = "nearest"', False),
        ((2002, 2015), 'ends = "nearest"', True),
        ((1, 9999), 'gaps = "linear"', False),
        ((1, 9999), "", False),
    ],
)
def test_years_far_beyond_the_data_are_not_made_up(
    tmp_path: Path, years: tuple[int, int], clean: str, beyond: bool
) -> None:
    text = f"years = {list(years)}\n{DATA}[clean]\nmin_coverage = 0\n{clean}\n[variables]\nx = {{}}\n"
    table = TABLE.replace("-9999", "5")
    if not beyond:
        assert len(column(opened(tmp_path, text, d=table), "x")) in (6, 2 * (years[1] - years[0] + 1))
        return
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, text, d=table)
    assert (caught.value.slug, caught.value.seen) == ("years-beyond-data", years)
    assert "2013 to 2015" in caught.value.text("en")
    assert "2013 至 2015" in caught.value.text("zh")


SCALED = """
[data.a]
file = "a.csv"
layout = "long"
[variables]
gdp = {{ scale = {scale} }}
"""
TWO_YEARS = "province,year,gdp\nA,2010,1\nA,2011,20\n"


@pytest.mark.parametrize("scale", ["0", "0.0", "nan", "inf", "-inf", "1e-320"])
def test_a_scale_that_leaves_no_numbers_is_refused(tmp_path: Path, scale: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, SCALED.format(scale=scale), a=TWO_YEARS)
    assert caught.value.slug == "bad-value"
    assert caught.value.where is not None
    assert caught.value.where.key == "variables.gdp.scale"


def test_a_scale_that_leads_beyond_all_numbers_is_refused_with_the_cell(tmp_path: Path) -> None:
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, SCALED.format(scale="1e308"), a=TWO_YEARS)
    assert (caught.value.slug, caught.value.details["row"]) == ("infinite-number", "A 2011")
    assert column(opened(tmp_path, SCALED.format(scale="-1"), a=TWO_YEARS), "gdp") == [-1.0, -20.0]
