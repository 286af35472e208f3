"""The commands on a study that is a workbook: init --excel, check, run, convert."""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from paneloom.cli.main import main
from paneloom.study.reading import read_study
from paneloom.workflow.study_files import read_study_file


def changed(path: Path, changes: dict[tuple[str, str], Any]) -> None:
    """Type into cells, as a person would in a spreadsheet program."""
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in changes.items():
        book[sheet][cell] = value
    book.save(path)


def spot(path: Path, sheet: str, row: str, heading: str, table: str = "") -> str:
    """The cell in the row that begins with a word, below a key."""
    found = openpyxl.load_workbook(path)[sheet]
    column, is_here = None, not table
    for cells in found.iter_rows():
        texts = [str(cell.value or "") for cell in cells]
        is_here = is_here or texts[0].startswith(f"[{table}]")
        if is_here and heading in texts:
            column = texts.index(heading)
        elif is_here and column is not None and row in texts[:2]:
            return str(cells[column].coordinate)
    raise AssertionError((sheet, row, heading))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    assert main(["init", "--excel", str(tmp_path / "一个 study"), "--lang", "zh"]) == 0
    return tmp_path / "一个 study" / "study.xlsx"


def test_the_first_workbook_runs(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(book), "--brief"]) == 0
    assert "就绪" in capsys.readouterr().err
    # The folder will do, too.
    assert main(["run", str(book.parent), "--quiet"]) == 0
    assert (book.parent / "output" / "report.html").is_file()


def test_init_overwrites_nothing_and_may_do_without_a_folder(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--excel", str(book.parent), "--lang", "en"]) == 2
    assert "study.xlsx" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert main(["init", "--lang", "en"]) == 2
    assert "FOLDER" in capsys.readouterr().err
    assert main(["init", "--excel", "--lang", "en"]) == 0
    assert 'paneloom run "study.xlsx"' in capsys.readouterr().err
    assert openpyxl.load_workbook("study.xlsx").sheetnames == [
        "README", "Data", "Variables", "Index", "Regressions", "Output", "Other",
    ]  # fmt: skip


def test_the_workbook_has_lists_and_headings_in_view(book: Path) -> None:
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["说明", "数据", "变量", "指标体系", "回归", "输出", "其他"]
    assert sheets["变量"].freeze_panes == sheets["回归"].freeze_panes == "B4"
    offered = {str(rule.formula1) for sheet in sheets for rule in sheet.data_validations.dataValidation}
    for words in (
        "+,-,=",
        "是,否",
        "不填,线性插值,增长率插值",
        "英文,中文",
        "数值,类别",
        "不填,最近值,趋势外推,全期趋势外推",
    ):
        assert f'"{words}"' in offered
    assert sheets["变量"]["B2"].value == "名称（中文）"
    assert sheets["变量"]["B3"].value == "label.zh"


def test_both_forms_give_the_same_numbers(root: Path, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("output", "generator")
    for name in ("text", "book"):
        shutil.copytree(root / "studies" / "nqp-rural", tmp_path / name, ignore=ignored)
    text, book = tmp_path / "text" / "study.toml", tmp_path / "book" / "study.xlsx"
    assert main(["convert", str(text), str(book)]) == 0
    (tmp_path / "book" / "study.toml").unlink()
    assert main(["run", str(text), "--quiet"]) == main(["run", str(book), "--quiet"]) == 0
    results = [(path.parent / "output" / "results.json").read_text(encoding="utf-8") for path in (text, book)]
    assert results[0].replace("paneloom run study.toml", "paneloom run study.xlsx") == results[1]
    assert json.loads(results[0])
    assert (text.parent / "output" / "panel.csv").read_bytes() == (
        book.parent / "output" / "panel.csv"
    ).read_bytes()


@pytest.mark.parametrize("name", ["china-provinces", "china-raw", "nqp-rural", "us-public-capital"])
def test_convert_and_back(root: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    study = read_study(root / "studies" / name / "study.toml")
    shutil.copytree(
        root / "studies" / name, tmp_path / name, ignore=shutil.ignore_patterns("output", "generator")
    )
    first, second, third = (tmp_path / name / file for file in ("1.xlsx", "2.toml", "3.xlsx"))
    assert main(["convert", str(tmp_path / name), str(first)]) == 0
    assert main(["convert", str(first), str(second)]) == 0
    assert main(["convert", str(second), str(third)]) == 0
    assert capsys.readouterr().out.split() == [str(first), str(second), str(third)]
    assert first.read_bytes() == third.read_bytes()
    for file in (first, second, third):
        assert read_study_file(file) == study
        assert read_study_file(file).digest() == study.digest()


def test_convert_refuses(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = book.read_bytes()
    assert main(["convert", str(book), str(book), "--lang", "en"]) == 2
    assert "already" in capsys.readouterr().err
    assert book.read_bytes() == kept
    assert main(["convert", str(book), str(book.with_suffix(".csv")), "--lang", "en"]) == 2
    assert ".toml" in capsys.readouterr().err
    assert main(["convert", str(book.with_name("no.xlsx")), "x.toml", "--lang", "en"]) == 2


def told(book: Path, capsys: pytest.CaptureFixture[str], *language: str) -> str:
    capsys.readouterr()
    assert main(["check", str(book), "--brief", *language]) == 2
    return capsys.readouterr().err


def test_a_fault_names_sheet_and_cell(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = spot(book, "变量", "government", "expr")
    method = spot(book, "输出", "correlations", "value")
    outcome = spot(book, "回归", "lagged", "y")
    changed(
        book, {("变量", unknown): "spendin / output", ("输出", method): "也许", ("回归", outcome): "nothing"}
    )
    text = told(book, capsys, "--lang", "en")
    assert f"{book}, sheet 变量, cell {unknown}, variables.government.expr" in text
    assert f"{book}, sheet 输出, cell {method}, describe.correlations" in text
    assert f"{book}, sheet 回归, cell {outcome}, regress.lagged.y" in text
    assert text.count("where:") == 3
    # It speaks the language of the study, as with a text.
    assert f"工作表 变量，单元格 {unknown}" in told(book, capsys)


def test_a_fault_of_the_data_names_the_cell_that_names_them(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cell = spot(book, "数据", "example", "file")
    changed(book, {("数据", cell): "raw/exampel.csv"})
    text = told(book, capsys, "--lang", "en")
    assert f"{book}, sheet 数据, cell {cell}, data.example.file" in text
    assert "raw/example.csv" in text


def test_each_wrong_frame_is_told(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = spot(book, "变量", "workers", "name")
    changed(book, {
        ("变量", "C3"): "label.fr", ("变量", "C2"): "标签", ("变量", twice): "output", ("变量", "Z9"): 5,
        ("输出", "A1"): "[outputs] 输出", ("回归", "B40"): None,
    })  # fmt: skip
    text = told(book, capsys, "--lang", "en")
    assert "sheet 变量, cell C3" in text
    assert "The nearest is: label.zh" in text or "label.en" in text
    assert f"sheet 变量, cell {twice}" in text
    assert "sheet 变量, cell Z9" in text
    assert "sheet 输出, cell A1" in text
    assert "The nearest is: output." in text


def test_an_error_cell_and_a_formula_without_a_result_are_no_values(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = spot(book, "变量", "output", "unit.zh")
    data = spot(book, "数据", "title", "value")
    changed(book, {("变量", unit): "=A1&B1", ("数据", data): "#N/A"})
    text = told(book, capsys, "--lang", "en")
    assert f"sheet 变量, cell {unit}" in text
    assert f"sheet 数据, cell {data}" in text
    assert "=A1&B1" in text


def test_a_sheet_of_ones_own_is_told_unless_it_is_marked(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook.create_sheet("草稿")["B2"] = "随便"
    workbook.save(book)
    assert "sheet 草稿, cell B2" in told(book, capsys, "--lang", "en")
    workbook["草稿"].title = "#草稿"
    workbook.save(book)
    assert main(["check", str(book), "--brief"]) == 0


def test_text_that_looks_like_a_formula_stays_text(book: Path, tmp_path: Path) -> None:
    toml = tmp_path / "x.toml"
    assert main(["convert", str(book), str(toml)]) == 0
    text = toml.read_text(encoding="utf-8").replace('title = "基础设施', 'title = "=cmd|x!A1 基础设施', 1)
    toml.write_text(text, encoding="utf-8")
    assert main(["convert", str(toml), str(tmp_path / "x.xlsx")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["数据"]
    cell = sheet[spot(tmp_path / "x.xlsx", "数据", "title", "value")]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_no_workbook_is_no_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "study.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert str(tmp_path / "study.xlsx") in told(tmp_path / "study.xlsx", capsys)
    assert "no study file here" in told(tmp_path / "nothing.xlsx", capsys, "--lang", "en")
