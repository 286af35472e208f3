"""A file of any kind that is damaged is read or refused with a reason; nothing else is ever raised."""

import io
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from tests.sources.old_excel import xls
from tests.sources.writing import workbook

from paneloom.errors import PaneloomError
from paneloom.open import open_panel
from paneloom.sources import csv_table, files, gather
from paneloom.sources.files import read_book
from paneloom.sources.parquet import parquet_bytes
from paneloom.sources.sheet import Book
from paneloom.study.intake import Source
from paneloom.study.reading import study_from_text

FRAME = pd.DataFrame({"p": ["Beijing", "Tianjin"], "id": [1, 2], "x": [1.5, 2.5]})
KINDS = ("xlsx", "xls", "locked", "csv", "dta", "old dta", "sav", "zsav", "parquet")


@cache
def content(kind: str, folder: Path) -> bytes:
    """A small sound file of a kind."""
    path = folder / kind
    if kind == "xls":
        xls(path, {"表": {(0, 0): "地区", (1, 0): "北京", (1, 1): 1.5, (2, 1): "#N/A"}}, hidden_rows=(1,))
    elif kind == "csv":
        path.write_text('地区,x\n"北京",1.5\n天津,2.5\n', encoding="utf-8")
    elif kind in ("dta", "old dta"):
        labels = {"id": {1: "B", 2: "T"}}
        FRAME.to_stata(path, version=118 if kind == "dta" else 114, write_index=False, value_labels=labels)
    elif kind in ("sav", "zsav"):
        pyreadstat.write_sav(FRAME, path, compress=kind == "zsav")
    elif kind == "parquet":
        path.write_bytes(parquet_bytes({"地区": ("北京", "天津"), "x": np.array([1.5, np.nan])}))
    else:
        workbook(path, {"表": [["地区", 2013], ["北京", 1.5]], "二": [[1]]})
        if kind == "locked":
            stream = io.BytesIO()
            OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("geheim", stream)
            path.write_bytes(stream.getvalue())
    return path.read_bytes()


class Told(Exception):
    """The file was refused, with its name."""


def told(path: Path) -> Book:
    try:
        return read_book(path, "raw/a", Source(file="raw/a", password="geheim"))
    except PaneloomError as problem:
        if problem.where is not None and problem.where.file == "raw/a" and problem.text("zh"):
            raise Told from problem
        raise


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_told_by_its_first_bytes_whatever_its_name(folder: Path, kind: str) -> None:
    path = folder / "数据 [1].txt"
    path.write_bytes(content(kind, folder))
    book = read_book(path, "raw/数据.txt", Source(file="raw/数据.txt", password="geheim"))
    assert book.sheets[0].rows[1][0] in ("北京", "Beijing")
    assert book.file == book.sheets[0].file == "raw/数据.txt"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_with_a_reason(
    folder: Path, kind: str, data: st.DataObject
) -> None:
    damaged = bytearray(content(kind, folder))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + 1] = data.draw(st.binary(max_size=4))
    path = folder / "damaged"
    path.write_bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))])
    with suppress(Told):
        told(path)


def test_a_file_that_is_gone_or_may_not_be_read_is_named(folder: Path) -> None:
    with pytest.raises(PaneloomError) as caught:
        read_book(folder / "none.csv", "raw/none.csv")
    assert caught.value.slug == "file-unreadable"


def test_an_empty_file_has_no_rows(folder: Path) -> None:
    (folder / "empty").write_bytes(b"")
    assert read_book(folder / "empty", "empty").only(None).rows == ()


TABLE = "province,year,x\n" + "".join(f"u{n},2010,{n}\n" for n in range(100))
OPENED = """[study]
title = "t"
panel = ["province", "year"]
[data.a]
file = "a.csv"
layout = "long"
[variables]
x = {}
"""


def appended(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("z,2010,7\n")


def rewritten(path: Path) -> None:
    path.write_text(TABLE.replace("u5,2010,5", "u5,2010,9"), encoding="utf-8")
    os.utime(path, ns=(1, 1))


def replaced(path: Path) -> None:
    state = path.stat()
    path.with_suffix(".new").write_text(TABLE, encoding="utf-8")
    os.utime(path.with_suffix(".new"), ns=(state.st_atime_ns, state.st_mtime_ns))
    path.with_suffix(".new").replace(path)


@pytest.mark.parametrize(
    "change", [appended, lambda path: os.truncate(path, 40), rewritten, replaced, Path.unlink]
)
@pytest.mark.parametrize(
    ("module", "reader", "large"), [(files, "read_csv", 2**30), (gather, "read_columns", 0)]
)
def test_a_file_that_changes_while_it_is_read_is_refused_by_both_readers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    reader: str,
    large: int,
    change: Callable[[Path], None],
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(gather, "LARGE", large)
    study = study_from_text(OPENED, "study.toml", tmp_path)
    open_panel(study, tmp_path)
    read = getattr(module, reader)

    def read_and_change(*given: object) -> object:
        found = read(*given)
        change(path)
        return found

    monkeypatch.setattr(module, reader, read_and_change)
    with pytest.raises(PaneloomError) as told:
        open_panel(study, tmp_path)
    assert (told.value.slug, told.value.where and told.value.where.file) == ("input-changed", "a.csv")


def test_half_a_file_is_no_fault_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    encoding_of = csv_table.encoding_of

    def cut(*given: object) -> str:
        os.truncate(path, 20)
        return encoding_of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(csv_table, "encoding_of", cut)
    with pytest.raises(PaneloomError) as told:
        open_panel(study_from_text(OPENED, "study.toml", tmp_path), tmp_path)
    assert told.value.slug == "input-changed"
