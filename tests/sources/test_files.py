"""A file of any kind that is damaged is read or refused with a reason; nothing else is ever raised."""

import io
from contextlib import suppress
from functools import cache
from pathlib import Path

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
from paneloom.sources.files import read_book
from paneloom.sources.parquet import parquet_bytes
from paneloom.sources.sheet import Book
from paneloom.study.intake import Source

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
