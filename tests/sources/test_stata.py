"""Stata and SPSS files: labels, missing codes, encodings, dates."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Labelled, text_of
from paneloom.sources.files import read_book
from paneloom.sources.numbers import numbers
from paneloom.sources.observe import observe
from paneloom.sources.readings import Readings
from paneloom.sources.sheet import Sheet
from paneloom.sources.text import encoding_entries
from paneloom.study.intake import Clean, Source

FRAME = pd.DataFrame(
    {
        "省份": ["北京", "", "天津"],
        "id": [1, 2, 9],
        "year": [2013, 2014, 2015],
        "x": [1.5, None, 3.0],
        "day": pd.to_datetime(["2013-01-01", "2014-01-01", None]),
    }
)
LABELS = {"id": {1: "北京市", 2: "缺失"}}


def stata(path: Path, version: int = 118) -> Path:
    FRAME.to_stata(path, version=version, write_index=False, value_labels=LABELS, convert_dates={"day": "td"})
    return path


def spss(path: Path) -> Path:
    pyreadstat.write_sav(FRAME, path, variable_value_labels=LABELS, missing_ranges={"year": [2015]})
    return path


def test_a_stata_file_is_a_sheet_of_typed_cells(tmp_path: Path) -> None:
    sheet = read_book(stata(tmp_path / "a.csv"), "raw/a.dta").only(None)
    assert sheet.rows == (
        ("省份", "id", "year", "x", "day"),
        ("北京", "北京市", 2013, 1.5, dt.date(2013, 1, 1)),
        ("", "缺失", 2014, None, dt.date(2014, 1, 1)),
        ("天津", 9, 2015, 3.0, None),
    )
    assert (sheet.name, sheet.lines, sheet.header) == (None, (0, 1, 2, 3), 0)
    place = sheet.place(3, 3)
    assert (place.line, place.key) == (3, "x")


def test_an_spss_file_leaves_out_the_values_declared_missing(tmp_path: Path) -> None:
    sheet = read_book(spss(tmp_path / "a.csv"), "raw/a.sav").only(None)
    assert [sheet.cell(row, 2) for row in (1, 2, 3)] == [2013.0, 2014.0, None]
    assert [text_of(sheet.cell(row, 1)) for row in (1, 2, 3)] == ["北京市", "缺失", "9"]


def test_a_label_is_a_text_and_its_code_a_number(tmp_path: Path) -> None:
    sheet = read_book(stata(tmp_path / "a.dta"), "a.dta").only(None)
    cells = tuple(sheet.cell(row, 1) for row in (1, 2, 3))
    assert cells[0] == "北京市"
    assert isinstance(cells[0], Labelled)
    assert cells[0].code == 1
    readings = Readings(
        sheet, "id", ("a",) * 3, (2013, 2014, 2015), cells, tuple((row, 1) for row in (1, 2, 3)), 0
    )
    values, entries = numbers(readings, Clean())
    np.testing.assert_array_equal(values, [1, np.nan, 9])
    assert [(entry.rule, entry.before) for entry in entries] == [
        ("labelled codes", "1 (北京市)"),
        ("missing word", "缺失"),
    ]


def of_x(
    path: Path, values: list[float], labels: dict[float, str], clean: Clean
) -> tuple[list[float], list[Entry]]:
    frame = pd.DataFrame({"x": values})
    if path.suffix == ".sav":
        pyreadstat.write_sav(frame, path, variable_value_labels={"x": labels})
    else:
        pyreadstat.write_dta(frame, path, variable_value_labels={"x": labels})
    sheet = read_book(path, path.name).only(None)
    cells = tuple(row[0] for row in sheet.rows[1:])
    times = tuple(range(2000, 2000 + len(cells)))
    at = tuple((row, 0) for row in range(1, len(cells) + 1))
    found, entries = numbers(Readings(sheet, "x", ("a",) * len(cells), times, cells, at, -1), clean)
    return found.tolist(), list(entries)


KINDS = pytest.mark.parametrize("name", ["a.sav", "a.dta"])


@KINDS
def test_a_label_among_numbers_is_flagged_until_its_code_means_missing(tmp_path: Path, name: str) -> None:
    labels = {-9: "refused", -8: "not known"}
    values, entries = of_x(tmp_path / name, [1.0, -9, 3, -8, -9], labels, Clean())
    assert values == [1, -9, 3, -8, -9]
    assert [(e.action, e.rule, e.before, e.count) for e in entries] == [
        ("flagged", "labelled codes", "-9 (refused), -8 (not known)", 3)
    ]
    values, _ = of_x(tmp_path / name, [1.0, -9, 3], labels, Clean(missing=("-9",)))
    assert np.isnan(values[1])


@KINDS
def test_labels_that_are_numbers_are_the_values_and_told(tmp_path: Path, name: str) -> None:
    labels = {1: "10", 2: "1,200", 3: "3"}
    values, entries = of_x(tmp_path / name, [1.0, 2, 3, 1], labels, Clean())
    assert values == [10, 1200, 3, 10]
    assert [
        (e.action, e.rule, e.before, e.after, e.count) for e in entries if e.rule == "label of a code"
    ] == [("converted", "label of a code", "1", "10", 3)]
    assert of_x(tmp_path / name, [3.0, 3], labels, Clean()) == ([3, 3], [])


@KINDS
def test_one_label_that_is_no_number_makes_the_codes_the_values(tmp_path: Path, name: str) -> None:
    labels = {1: "10", 2: "20 or more"}
    assert of_x(tmp_path / name, [1.0, 2, 1], labels, Clean()) == ([1, 2, 1], [])


@KINDS
def test_a_label_of_blanks_leaves_its_number(tmp_path: Path, name: str) -> None:
    assert of_x(tmp_path / name, [1.0, 2], {2: "  "}, Clean()) == ([1, 2], [])


def test_a_category_of_labels_and_bare_codes_is_flagged() -> None:
    sheet = Sheet("a.sav", None, (("x",), (Labelled("低", 1.0),), (2.0,)), (0, 1, 2))
    cells = (sheet.rows[1][0], sheet.rows[2][0])
    readings = Readings(sheet, "x", ("a", "a"), (2000, 2001), cells, ((1, 0), (2, 0)), -1)
    found = observe((readings,), None, Clean(), frozenset({"x"}))
    assert [(e.rule, e.before) for e in found.entries] == [("labelled codes", "1 (低)")]
    assert found.observations[0].values.tolist() == ["低", "2"]


def test_an_old_stata_file_is_tried_as_gb18030_and_never_as_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "a.dta"
    pd.DataFrame({"p": ["Beijing", "Tianjin"], "x": [1.0, 2.0]}).to_stata(
        path, version=114, write_index=False
    )
    plain = path.read_bytes()
    assert read_book(path, "a.dta").encoding == "utf-8"
    path.write_bytes(plain.replace(b"Beijing", "北京".encode("gbk") + bytes(3)))
    book = read_book(path, "a.dta")
    assert (book.only(None).cell(1, 0), book.encoding) == ("北京", "gb18030")
    assert encoding_entries(book.encoding, "a.dta")[0] == Entry(
        "converted", "encoding GB18030", place=book.only(None).at_row(9)
    )
    assert read_book(path, "a.dta", Source(file="a.dta", encoding="gb18030")).only(None).cell(1, 0) == "北京"
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "a.dta", Source(file="a.dta", encoding="utf-8"))
    assert caught.value.slug == "not-in-encoding"
    path.write_bytes(plain.replace(b"Beijing", b"Qu\xe9b\xff\xff\0"))
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "a.dta")
    assert caught.value.slug == "not-text"


@pytest.mark.parametrize("kind", ["dta", "sav"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    path = (stata if kind == "dta" else spss)(tmp_path / "a")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "a")
    assert caught.value.slug == "not-a-table"
    assert ("Stata" if kind == "dta" else "SPSS") in caught.value.text("zh")


def test_dates_beyond_the_calendar_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"day": [1.0e9]})
    pyreadstat.write_dta(frame, path, variable_format={"day": "%td"})
    assert read_book(path, "a.dta").only(None).cell(1, 0) == 1.0e9


NAMES = st.lists(
    st.from_regex(r"[a-z\u4e00-\u9fa5]{1,6}", fullmatch=True), min_size=1, max_size=4, unique=True
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs")), max_size=8)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)


@pytest.mark.parametrize("kind", ["dta", "sav"])
@settings(max_examples=40, deadline=None)
@given(names=NAMES, data=st.data())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, kind: str, names: list[str], data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, 5))
    columns: dict[str, list[object]] = {
        name: data.draw(
            st.lists(TEXTS, min_size=size, max_size=size)
            if at % 2
            else st.lists(st.none() | FLOATS, min_size=size, max_size=size)
        )
        for at, name in enumerate(names)
    }
    frame = pd.DataFrame(
        {
            name: pd.Series(v, dtype="str" if at % 2 else "float64")
            for at, (name, v) in enumerate(columns.items())
        }
    )
    path = tmp_path_factory.mktemp("round") / "data"
    (pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav)(frame, path)
    rows = read_book(path, "data").only(None).rows
    assert rows[0] == tuple(names)
    assert list(rows[1:]) == list(zip(*columns.values(), strict=True))


@pytest.mark.shared
def test_the_stata_file_of_a_published_study_is_read(shared: Path) -> None:
    folder = shared / "data/china/raw/S8_xxyyluo_WD"
    sheet = read_book(folder / "data_province.dta", "data_province.dta").only(None)
    assert sheet.rows[0][:4] == ("year", "prov", "id", "econ")
    assert sheet.rows[1][:4] == (1985, "上海市", "上海市", 13.2813)
    assert len(sheet.rows) == 1040
