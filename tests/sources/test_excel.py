import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.old_excel import xls
from tests.sources.writing import workbook

from paneloom.errors import PaneloomError
from paneloom.sources import sheet_scan, workbook_parts
from paneloom.sources.cells import ErrorCell
from paneloom.sources.excel import read_workbook
from paneloom.sources.files import read_book
from paneloom.sources.sheet import letters


def test_cells_keep_their_addresses_below_and_right_of_blanks(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a b 表.xlsx", {"收入": [[], [], [None, "地区", 2013], [None, "北京", 1.5]]})
    sheet = read_workbook(path, "raw/a.xlsx").sheet("收入")
    assert sheet.cell(3, 2) == 1.5
    place = sheet.place(3, 2)
    assert (place.file, place.sheet, place.cell) == ("raw/a.xlsx", "收入", "C4")


def test_errors_and_formulas_without_a_value_do_not_read_as_empty(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["B1"], page["C3"] = "地区", "=1/0", "#DIV/0!"
    page["C3"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    sheet = read_workbook(tmp_path / "a.xlsx", "a.xlsx").sheets[0]
    assert sheet.cell(0, 1) == ErrorCell("=1/0")
    assert sheet.cell(2, 2) == ErrorCell("#DIV/0!")


def test_a_formula_whose_value_is_an_empty_text_is_blank() -> None:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="2"><c r="B2" t="str"><f>""</f><v></v></c><c><f>A1</f><v>3</v></c><c><f>A1</f></c></row>'
        "</sheetData></worksheet>"
    )
    found = workbook_parts.full_scan(io.BytesIO(xml.encode()))
    assert found.faults == {(1, 3): "=A1"}
    assert (found.height, found.width) == (2, 4)


def test_a_cell_far_away_is_refused_before_memory_is_asked_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(PaneloomError) as caught:
        read_workbook(tmp_path / "a.xlsx", "a.xlsx")
    assert caught.value.slug == "sheet-too-large"


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 * 2**20))
    with pytest.raises(PaneloomError) as caught:
        read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert caught.value.slug == "workbook-too-large"


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", {"s": [[1]]})
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as target:
        for member in source.namelist():
            data = source.read(member)
            if member == "xl/worksheets/sheet1.xml":
                data = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'
            target.writestr(member, data)
    with pytest.raises(PaneloomError) as caught:
        read_book(tmp_path / "bad.xlsx", "bad.xlsx")
    assert caught.value.slug == "not-a-workbook"


@pytest.mark.parametrize("data", [b"PK\x03\x04 no archive", b""])
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    if not data:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("content.xml", "<a/>")
        data = stream.getvalue()
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(PaneloomError) as caught:
        read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert caught.value.slug == "not-a-workbook"


def test_a_member_with_a_password_or_an_unknown_packing_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": [[1]]})
    good = path.read_bytes()
    # In the central directory, 8 and 10 bytes after its mark: the flags and the kind of packing.
    for offset, value in ((8, 1), (10, 99)):
        data = bytearray(good)
        at = data.find(b"PK\x01\x02")
        while at >= 0:
            data[at + offset] = value
            at = data.find(b"PK\x01\x02", at + 1)
        path.write_bytes(data)
        with pytest.raises(PaneloomError) as caught:
            read_book(path, "a.xlsx")
        assert caught.value.slug == "not-a-workbook"


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": [[1]]})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/workbook.xml").header_offset + 30 + len("xl/workbook.xml")
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(data)
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "a.xlsx")
    assert caught.value.slug == "not-a-workbook"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf\n<HTML lang=zh>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"MIME-Version: 1.0", "MHTML"),
    ],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, start: bytes, kind: str) -> None:
    (tmp_path / "a.csv").write_bytes(start)
    with pytest.raises(PaneloomError) as caught:
        read_book(tmp_path / "a.csv", "a.csv")
    assert (caught.value.slug, caught.value.seen) == ("unread-format", kind)


def test_several_sheets_must_be_told_apart(tmp_path: Path) -> None:
    book = read_workbook(workbook(tmp_path / "a.xlsx", {"x": [[1]], "y": [[2]]}), "a.xlsx")
    with pytest.raises(PaneloomError) as caught:
        book.only(None)
    assert caught.value.slug == "which-sheet"
    assert book.only("y").cell(0, 0) == 2
    with pytest.raises(PaneloomError) as caught:
        book.sheet("yy")
    assert caught.value.slug == "unknown-sheet"


def test_letters_of_columns() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_hidden_sheets_rows_and_merged_cells_are_known_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "收入"
    for row in (["地区", 2013], ["北京", 1], ["天津", 2], ["河北", 3], [None, None], ["山西", 4]):
        page.append(row)
    for hidden in (2, 3, 5, 6):
        page.row_dimensions[hidden].hidden = True
    page.merge_cells("A8:B9")
    page["A8"] = "注"
    book.create_sheet("旧")["A1"] = 1
    book["旧"].sheet_state = "veryHidden"
    book.create_sheet("空").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx", "a.xlsx")
    sheet = read.sheet("收入")
    assert (sheet.hidden_rows, sheet.merged, sheet.visible) == ((1, 2, 4, 5), ((7, 0, 8, 1),), True)
    assert not read.sheet("旧").visible
    # A hidden row without a cell and a hidden sheet without one hide nothing.
    assert [(e.action, e.rule, e.before, e.count, e.place) for e in read.entries] == [
        ("flagged", "hidden rows", "2-3, 6", 3, sheet.place(1, 0)),
        ("flagged", "hidden sheet", "", 1, read.sheet("旧").at_row(0)),
    ]


def test_an_empty_sheet_and_a_chart_have_no_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert [(sheet.name, sheet.rows) for sheet in read.sheets] == [("Sheet", ())]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="2" hidden="1"><c r="B2"><v>1</v></c></row>',
        "<row r='2' hidden='true'><c r='B2'><v>1</v></c></row>",
        '<row r="2" hidden="1"><c s="1" r="B2"><v>1</v></c></row>',
        '<row/><row hidden="1"><c/><c><v>1</v></c></row>',
        '<row r="2" hidden="1"><!-- <c r="Z99"><v>1</v></c> --><c r="B2"><v>1</v></c></row>',
        '<row r="2" hidden="1" x=">"><c r="B2" x=">"><v>1</v></c><c r="XFD9" s="1"/></row>',
    ],
)
def test_the_quick_look_sees_what_the_parser_sees_or_passes(cells: str) -> None:
    xml = f'<?xml version="1.0"?><worksheet xmlns="x"><sheetData>{cells}</sheetData></worksheet>'.encode()
    full = workbook_parts.full_scan(io.BytesIO(xml))
    assert (full.height, full.width, full.hidden_rows) == (2, 2, [1])
    assert sheet_scan.quick_scan(io.BytesIO(xml)) in (None, full)
    prefixed = xml.replace(b"<c", b"<x:c").replace(b"</c>", b"</x:c>").replace(b'xmlns="x"', b'xmlns:x="x"')
    assert sheet_scan.quick_scan(io.BytesIO(prefixed)) is None


def test_the_quick_look_takes_the_usual_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": [["地区", 2013], [None, 1.5]] * 500})
    with zipfile.ZipFile(path) as archive:
        data = archive.read("xl/worksheets/sheet1.xml")
    full = workbook_parts.full_scan(io.BytesIO(data))
    assert (full.height, full.width, full.texts) == (1000, 2, 500)
    for size in (2**22, 5000, 300):
        monkeypatch.setattr(sheet_scan, "_CHUNK", size)
        assert sheet_scan.quick_scan(io.BytesIO(data)) == full


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=8)
VALUES = st.one_of(
    st.none(),
    TEXTS.filter(lambda text: not text.startswith("=") and not text.startswith("#")),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**50), 2**50),
    st.booleans(),
    st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_written_in_a_workbook_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    path = workbook(tmp_path_factory.mktemp("round") / "a", {"表 1": rows})
    sheet = read_book(path, "a").only(None)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            found = sheet.cell(at, column) if at < len(sheet.rows) else None
            # The writer keeps sixteen digits.
            same = pytest.approx(value, rel=1e-15) if isinstance(value, float) else value
            assert found == ("" if value is None else same) or (not found and not value)


@settings(max_examples=40, deadline=None)
@given(
    cells=st.dictionaries(
        st.tuples(st.integers(0, 20), st.integers(0, 8)),
        st.floats(allow_nan=False, allow_infinity=False)
        | TEXTS.filter(lambda t: t[:1] not in ("=", "#") and all(ord(sign) < 0x10000 for sign in t)),
        min_size=1,
    )
)
def test_what_is_written_in_an_old_workbook_is_read(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[tuple[int, int], object]
) -> None:
    sheet = read_book(xls(tmp_path_factory.mktemp("round") / "a", {"表 1": cells}), "a").only(None)
    for (row, column), value in cells.items():
        assert (sheet.cell(row, column) if row < len(sheet.rows) else "") == value
