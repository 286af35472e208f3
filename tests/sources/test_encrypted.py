import io
import sys
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from tests.sources.old_excel import compound, locked, xls
from tests.sources.writing import workbook

from paneloom.errors import PaneloomError
from paneloom.sources.cells import ErrorCell
from paneloom.sources.encrypted import DEFAULT_PASSWORD
from paneloom.sources.files import read_book
from paneloom.sources.sheet import Book
from paneloom.study.intake import Source


def encrypted(path: Path, password: str) -> Path:
    """A workbook with a password; its name says nothing."""
    plain = workbook(path.with_suffix(".plain"), {"收入": [["地区", 2013], ["北京", 1.5]]})
    stream = io.BytesIO()
    with plain.open("rb") as source:
        OOXMLFile(source).encrypt(password, stream)
    path.write_bytes(stream.getvalue())
    return path


def read(path: Path, password: str | None = None) -> Book:
    return read_book(path, "raw/a.xlsx", Source(file="raw/a.xlsx", password=password))


def refused(path: Path, password: str | None = None) -> str:
    with pytest.raises(PaneloomError) as caught:
        read(path, password)
    assert caught.value.where is not None
    assert caught.value.where.file == "raw/a.xlsx"
    for language in ("en", "zh"):
        assert (password or DEFAULT_PASSWORD) not in caught.value.text(language)
    return caught.value.slug


def test_the_password_of_the_study_opens_the_workbook(tmp_path: Path) -> None:
    path = encrypted(tmp_path / "a.csv", "秘密 1")
    assert read(path, "秘密 1").sheet("收入").rows == (("地区", 2013.0), ("北京", 1.5))
    assert refused(path, "秘密 2") == "wrong-password"
    assert refused(path) == "needs-password"


@pytest.mark.parametrize("password", [None, "another"])
def test_the_password_that_excel_itself_tries_is_tried(tmp_path: Path, password: str | None) -> None:
    assert read(encrypted(tmp_path / "a.xlsx", DEFAULT_PASSWORD), password).names == ("收入",)


def test_without_the_package_its_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = encrypted(tmp_path / "a.xlsx", "geheim")
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    with pytest.raises(PaneloomError) as caught:
        read(path, "geheim")
    assert caught.value.slug == "needs-extra"
    assert 'pip install "paneloom[encrypted]"' in caught.value.text("en")


def test_what_was_decrypted_is_measured_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = encrypted(tmp_path / "a.xlsx", "geheim")
    monkeypatch.setattr("paneloom.sources.workbook_parts.UNPACKED_LIMIT", 1000)
    assert refused(path, "geheim") == "workbook-too-large"


@pytest.mark.parametrize("cut", [600, 3000, 6000])
def test_a_damaged_container_is_refused(tmp_path: Path, cut: int) -> None:
    path = encrypted(tmp_path / "a.xlsx", "geheim")
    path.write_bytes(path.read_bytes()[:cut])
    assert refused(path, "geheim") == "not-a-workbook"


def test_another_container_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(compound({"WordDocument": b"x"}))
    assert refused(tmp_path / "a.xls") == "not-a-workbook"


def test_an_old_workbook_with_a_password_is_told_from_one_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells: dict[tuple[int, int], object] = {(0, 0): "地区", (1, 0): "北京", (1, 1): 1.5}
    cells |= {(row, 0): row for row in range(2, 200)}
    path = locked(xls(tmp_path / "a.xls", {"收入": cells}), "秘密 1")
    book = read(path, "秘密 1")
    assert book.sheet("收入").rows[:3] == (("地区", ""), ("北京", 1.5), (2.0, ""))
    assert refused(path) == "needs-password"
    assert refused(path, "secret") == "wrong-password"
    monkeypatch.setattr("paneloom.sources.encrypted.RECORDS_LIMIT", 1000)
    assert refused(path, "秘密 1") == "file-too-large"


def test_an_old_workbook_is_read_with_its_errors_and_hidden_parts(tmp_path: Path) -> None:
    cells = {(0, 0): "地区", (0, 1): 2013, (1, 0): "北京", (1, 1): 1.5, (2, 1): "#DIV/0!", (3, 1): "=#N/A"}
    path = xls(
        tmp_path / "a.csv", {"收入": cells, "备注": {(2, 2): True}}, hidden_rows=(1,), hidden=("备注",)
    )
    book = read(path)
    assert book.sheet("收入").rows[:2] == (("地区", 2013.0), ("北京", 1.5))
    assert book.sheet("收入").cell(2, 1) == ErrorCell("#DIV/0!")
    assert book.sheet("收入").cell(3, 1) == ErrorCell("#N/A")
    assert book.sheet("备注").cell(2, 2) is True
    assert [sheet.visible for sheet in book.sheets] == [True, False]
    told = [(entry.rule, entry.before, entry.place and entry.place.sheet) for entry in book.entries]
    assert told == [("hidden rows", "2", "收入"), ("hidden sheet", "", "备注")]
