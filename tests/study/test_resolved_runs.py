"""The resolved study, run in place of the study, gives the same panel, whatever the layouts."""

from pathlib import Path

import numpy as np
import pytest
from tests.sources.writing import workbook

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomErrors
from paneloom.open import open_panel
from paneloom.panel.panel import Panel
from paneloom.study.designs import table_designs
from paneloom.study.reading import read_study, study_from_text
from paneloom.study.resolve import resolved_digest, resolved_toml
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import LANGUAGES

HEAD = '[study]\ntitle = "t"\npanel = ["province", "year"]\n[clean]\nnames = "china-provinces"\n'
LONG = "地区,年份,x\n北京,2013,1\n北京,2014,\n北京,2015,3\n河北,2013,4\n河北,2014,5\n河北,2015,6\n"
PLAIN = LONG.replace("地区,年份", "province,year")
TIDY = "地区,年份,指标,数值\n北京,2013,x,1\n北京,2015,x,3\n河北,2014,x,5\n"
WIDE = "地区,2013,2014,2015\n北京,1,,3\n河北,4,5,6\n"
TURNED = "年份,北京,河北,天津\n2013,1,4,7\n2014,,5,8\n2015,3,6,9\n"
UNITS = "省份,x\n北京,1\n河北,2\n"
TIMES = "年份,x\n2013,1\n2014,2\n2015,3\n"
BESIDE = "province,year,y\n北京,2013,1\n北京,2014,2\n河北,2014,5\n"
CASES = {
    "long": ('layout = "long"\nunit = "地区"\ntime = "年份"', LONG),
    "long, called as the keys": ('layout = "long"', PLAIN),
    "long, guessed": ("", LONG),
    "tidy": (
        'layout = "tidy"\nunit = "地区"\ntime = "年份"\nvariable = "指标"\nvalue = "数值"',
        TIDY,
    ),
    "tidy, guessed": ("", TIDY),
    "wide": ('layout = "wide"', WIDE),
    "wide, guessed": ("", WIDE),
    "wide, turned": ('layout = "wide"\ndown = ["time"]\nacross = ["unit"]', TURNED),
    "wide, turned, guessed": ("", TURNED),
    "wide, with a column of variables": (
        'layout = "wide"\ndown = ["unit", "variable"]',
        "地区,指标,2013,2014,2015\n北京,x,1,,3\n北京,z,1,1,1\n河北,x,4,5,6\n",
    ),
    "long, of one year": ('layout = "long"\nunit = "地区"\nyear = 2014', "地区,x\n北京,1\n河北,2\n"),
    "units": ('layout = "units"\nunit = "省份"', UNITS),
    "times": ('layout = "times"\ntime = "年份"', TIMES),
}


def same(one: Panel, other: Panel) -> None:
    assert isinstance(one.rows, MemoryEngine)
    assert isinstance(other.rows, MemoryEngine)
    a, b = one.rows.frame, other.rows.frame
    assert (a.units, a.unit.tolist(), a.time.tolist()) == (b.units, b.unit.tolist(), b.time.tolist())
    assert tuple(a.numbers) == tuple(b.numbers)
    for name in a.numbers:
        np.testing.assert_array_equal(a.numbers[name], b.numbers[name])
    for name in a.categories:
        assert a.categories[name].tolist() == b.categories[name].tolist()
    told = [entry for entry in one.ledger.entries if not entry.rule.startswith("layout: ")]
    assert told == [entry for entry in other.ledger.entries if not entry.rule.startswith("layout: ")]


def check(text: str, folder: Path, data: Path | None = None) -> None:
    """The study as it is written, as ``check`` prints it, and as a run writes it, are one."""
    study = study_from_text(text, "study.toml", folder)
    panel = open_panel(study, folder, data)
    for language in LANGUAGES:
        for found in (study, study.model_copy(update={"data": panel.study.data})):
            again = study_from_text(resolved_toml(found, language), "study.toml", folder)
            same(panel, open_panel(again, folder, data))
            assert table_designs(again) == table_designs(study)
            twice = study_from_text(resolved_toml(again, language), "study.toml", folder)
            assert twice.digest() == again.digest()
            assert resolved_digest(again) == resolved_digest(found)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("gaps", ["leave", "linear"])
def test_each_layout(tmp_path: Path, case: str, gaps: str) -> None:
    how, table = CASES[case]
    (tmp_path / "d.csv").write_text(table, encoding="utf-8")
    (tmp_path / "e.csv").write_text(BESIDE, encoding="utf-8")
    text = f'{HEAD}gaps = "{gaps}"\nmin_coverage = 0\n[data.d]\nfile = "d.csv"\n{how}\n'
    text += '[data.e]\nfile = "e.csv"\nlayout = "long"\n[variables]\nx = { data = "d" }\ny = { data = "e" }\n'
    check(text, tmp_path)


@pytest.mark.parametrize("how", ['layout = "sheets"', ""])
def test_sheets(tmp_path: Path, how: str) -> None:
    sheets = {name: [["地区", 2013, 2014], ["北京", 1, at], ["河北", 2, 3]] for at, name in enumerate("xy")}
    workbook(tmp_path / "d.xlsx", sheets)
    check(f'{HEAD}[data.d]\nfile = "d.xlsx"\n{how}\n[variables]\nx = {{}}\ny = {{}}\n', tmp_path)


@pytest.mark.parametrize("how", ['layout = "wide"\nfiles = "unit"', 'files = "unit"'])
def test_a_file_for_each_unit(tmp_path: Path, how: str) -> None:
    (tmp_path / "raw").mkdir()
    for unit in ("北京", "河北"):
        (tmp_path / "raw" / f"{unit}.csv").write_text("指标,2013,2014\nx,1,2\ny,3,4\n", encoding="utf-8")
    check(f'{HEAD}[data.d]\nfile = "raw/*.csv"\n{how}\n[variables]\nx = {{}}\ny = {{}}\n', tmp_path)


@pytest.mark.parametrize("how", ['layout = "long"\nfiles = "time"\nunit = "地区"', 'files = "time"'])
def test_a_file_for_each_year(tmp_path: Path, how: str) -> None:
    (tmp_path / "raw").mkdir()
    for year in (2013, 2014):
        (tmp_path / "raw" / f"t{year}.csv").write_text("地区,x,y\n北京,1,2\n河北,3,4\n", encoding="utf-8")
    check(f'{HEAD}[data.d]\nfile = "raw/*.csv"\n{how}\n[variables]\nx = {{}}\ny = {{}}\n', tmp_path)


WORDS = {
    "": [True, False, False, True],
    'missing = ["/"]': [True, True, False, True],
    'missing_only = ["/"]': [False, True, False, False],
    'missing = ["/", "x"]\ntotals = ["均值"]': [True, True, True, True],
}


@pytest.mark.parametrize("words", WORDS)
def test_words_for_a_missing_value_add_to_the_usual_ones_or_take_their_place(
    tmp_path: Path, words: str
) -> None:
    cells = ("NA", "/", "x", "…")
    for cell, is_missing in zip(cells, WORDS[words], strict=True):
        (tmp_path / "d.csv").write_text(f"province,year,x\n北京,2013,{cell}\n北京,2014,2\n", encoding="utf-8")
        text = f'{HEAD}{words}\n[data.d]\nfile = "d.csv"\nlayout = "long"\n[variables]\nx = {{}}\n'
        if is_missing:
            check(text, tmp_path)
            panel = open_panel(study_from_text(text, "study.toml", tmp_path), tmp_path)
            assert [entry.before for entry in panel.ledger.of("missing")] == [cell]
        else:
            with pytest.raises(PaneloomErrors, match=r"x \("):
                check(text, tmp_path)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("", ["均值", "北京"]),
        ('totals = "均值"', ["北京"]),
        ('totals_only = "均值"', ["全国", "北京"]),
    ],
)
def test_names_of_totals_add_to_the_usual_ones_or_take_their_place(
    tmp_path: Path, words: str, kept: list[str]
) -> None:
    (tmp_path / "d.csv").write_text(
        "province,year,x\n全国,2013,9\n均值,2013,3\n北京,2013,1\n", encoding="utf-8"
    )
    head = HEAD.replace('names = "china-provinces"', "")
    text = f'{head}{words}\n[data.d]\nfile = "d.csv"\nlayout = "long"\n[variables]\nx = {{}}\n'
    panel = open_panel(study_from_text(text, "study.toml", tmp_path), tmp_path)
    assert list(panel.rows.collect((), EVERY_ROW).units) == kept
    check(text, tmp_path)


BUNDLED = ("nqp-rural", "us-public-capital")


@pytest.mark.parametrize("name", BUNDLED)
def test_the_studies_with_their_data(root: Path, name: str) -> None:
    folder = root / "studies" / name
    check((folder / "study.toml").read_text(encoding="utf-8"), folder)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "below"), [("china-provinces", "."), ("china-raw", "raw")])
def test_the_studies_without_their_data(root: Path, shared: Path, name: str, below: str) -> None:
    folder = root / "studies" / name
    text = (folder / "study.toml").read_text(encoding="utf-8")
    check(text, folder, shared / "data" / "china" / below)


def test_every_study_is_here(root: Path) -> None:
    found = sorted(path.parent.name for path in (root / "studies").glob("*/study.toml"))
    assert found == sorted((*BUNDLED, "china-provinces", "china-raw"))
    assert all(read_study(root / "studies" / name / "study.toml") for name in found)
