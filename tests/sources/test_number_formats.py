"""What a number format shows: percent signs go by the rule for percent signs, hidden thousands are told."""

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.sources.old_excel import Formatted, record, xls

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.open import open_panel
from paneloom.panel.panel import Panel
from paneloom.sources.cells import Percent, text_of
from paneloom.sources.files import read_book
from paneloom.sources.sheet import Sheet
from paneloom.study.reading import study_from_text

STUDY = """[study]
title = "t"
panel = ["province", "year"]
[data.file]
file = "a.xlsx"
layout = "long"
[clean]
screen = "off"
{clean}
[variables]
x = {{}}
"""


def with_xlsxwriter(path: Path, cells: list[tuple[object, str]]) -> None:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("一")
    page.write_row(0, 0, ["province", "year", "x"])
    for row, (value, code) in enumerate(cells, start=1):
        page.write_row(row, 0, ["北京", 2000 + row])
        page.write(row, 2, value, book.add_format({"num_format": code}))
    book.close()


def with_openpyxl(path: Path, cells: list[tuple[object, str]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "一"
    page.append(["province", "year", "x"])
    for row, (value, code) in enumerate(cells, start=2):
        page.append(["北京", 1999 + row, value])
        page.cell(row, 3).number_format = code
    book.save(path)


Write = Callable[[Path, list[tuple[object, str]]], None]
WRITERS = pytest.mark.parametrize("write", [with_xlsxwriter, with_openpyxl])


def panel_of(folder: Path, clean: str) -> Panel:
    return open_panel(study_from_text(STUDY.format(clean=clean), "study.toml", folder), folder)


def x(panel: Panel) -> list[float]:
    assert isinstance(panel.rows, MemoryEngine)
    return list(panel.rows.frame.numbers["x"])


def column(folder: Path, code: str, value: float = 0.123) -> Sheet:
    with_xlsxwriter(folder / "a.xlsx", [(value, code)])
    return read_book(folder / "a.xlsx", "a.xlsx").sheets[0]


@WRITERS
@pytest.mark.parametrize(
    ("rule", "values"), [("number", [12.3, 7.0, -4.56, 12.3]), ("fraction", [0.123, 0.07, -0.0456, 0.123])]
)
def test_a_percentage_in_a_cell_is_read_as_its_text_is(
    tmp_path: Path, write: Write, rule: str, values: list[float]
) -> None:
    write(tmp_path / "a.xlsx", [(0.123, "0%"), (0.07, "0.00%"), (-0.0456, "[Red]0.0%;-0.0%"), ("12.3%", "@")])
    panel = panel_of(tmp_path, f'percent = "{rule}"')
    assert x(panel) == values
    name = "percent sign" if rule == "number" else "percent as a fraction"
    found = [
        (e.rule, e.before, e.place.cell if e.place else "", e.count) for e in panel.ledger.of("converted")
    ]
    assert found == [(name, "12.3%", "C2", 3), (name, "12.3%", "C5", 1)]


@WRITERS
def test_a_percentage_that_no_rule_was_declared_for_stops(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "a.xlsx", [(1, "0%"), (0.07, "0.00%"), (3, "0")])
    with pytest.raises(PaneloomErrors) as told:
        panel_of(tmp_path, "")
    assert [(p.slug, p.seen, p.where and p.where.cell) for p in told.value.problems] == [
        ("percent-sign", "100%", "C2"),
        ("percent-sign", "7%", "C3"),
    ]


@pytest.mark.parametrize(
    "code", ["0.0_%", "0.0*%", "#,##0", "0.00", "General", '0.0"‰"', "[$%-409]0", "yyyy/m/d"]
)
def test_no_percent_sign_is_seen_where_none_is_shown(tmp_path: Path, code: str) -> None:
    assert not isinstance(column(tmp_path, code).rows[1][2], Percent)


@pytest.mark.parametrize("code", ['0.0"%"', "0.0\\%", 'General"%"', "0.0％"])
def test_a_percent_sign_that_is_a_text_does_not_multiply(tmp_path: Path, code: str) -> None:
    cell = column(tmp_path, code, 12.3).rows[1][2]
    assert isinstance(cell, Percent)
    assert (cell.shown, str(cell), float(cell)) == (12.3, "12.3%", 12.3)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1e-09, "1e-07%"),
        (0.29, "29%"),
        (1.1, "110.00000000000001%"),
        (0.57, "57%"),
        (-0.001, "-0.1%"),
        (0.0, "0%"),
    ],
)
def test_digits_are_moved_and_not_multiplied(value: float, shown: str) -> None:
    assert str(Percent(value)) == shown.replace("110.00000000000001", "110")
    assert text_of(Percent(value)) == str(Percent(value))


@pytest.mark.parametrize("code", ["0,", "#,##0,", "0.0,,", '0.0,"万"', "0\\.0,"])
def test_thousands_that_a_format_leaves_out_are_told_and_kept(tmp_path: Path, code: str) -> None:
    with_xlsxwriter(tmp_path / "a.xlsx", [(12345, code), (678, code), ("", code), ("无", code)])
    book = read_book(tmp_path / "a.xlsx", "a.xlsx")
    sheet = book.sheets[0]
    assert [row[2] for row in sheet.rows[1:3]] == [12345.0, 678.0]
    assert [(e.action, e.rule, e.before, e.place, e.count) for e in book.entries] == [
        ("flagged", "scaled format", code, sheet.place(1, 2), 2)
    ]


@pytest.mark.parametrize("code", ["#,##0", "#,##0.00", "#,##0_);(#,##0)", '0"千,"', "0\\,"])
def test_separators_of_thousands_leave_nothing_out(tmp_path: Path, code: str) -> None:
    with_xlsxwriter(tmp_path / "a.xlsx", [(12345, code)])
    assert read_book(tmp_path / "a.xlsx", "a.xlsx").entries == ()


def test_a_code_for_missing_in_a_column_of_percentages_is_missing(tmp_path: Path) -> None:
    with_xlsxwriter(tmp_path / "a.xlsx", [(0.25, "0%"), (-99, "0%"), (-0.99, "0%"), (0.5, "0%")])
    panel = panel_of(tmp_path, 'percent = "number"\nmissing = ["-99"]')
    assert x(panel) == [25.0, 50.0]
    assert [(e.rule, e.before) for e in panel.ledger.of("missing")] == [
        ("missing word", "-9900%"),
        ("missing word", "-99%"),
    ]


def test_texts_dates_and_blank_cells_of_a_percent_format_stay(tmp_path: Path) -> None:
    with_openpyxl(tmp_path / "a.xlsx", [("12.3", "0%"), (None, "0%"), (True, "0%"), ("无", "0%")])
    rows = read_book(tmp_path / "a.xlsx", "a.xlsx").sheets[0].rows
    assert [row[2] for row in rows[1:]] in (["12.3", None, True, "无"], ["12.3", "", True, "无"])


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = change(members[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def test_cells_without_an_address_and_the_first_style_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with_xlsxwriter(path, [(0.5, "0%")])
    rewritten(path, SHEET, lambda xml: re.sub(r'<c r="[A-Z]+\d+"', "<c", xml))
    assert str(read_book(path, "a.xlsx").sheets[0].rows[1][2]) == "50%"
    rewritten(path, SHEET, lambda xml: re.sub(r' s="\d+"', "", xml))
    rewritten(path, STYLES, lambda xml: re.sub(r'(<cellXfs[^>]*><xf )numFmtId="0"', r'\1numFmtId="9"', xml))
    assert str(read_book(path, "a.xlsx").sheets[0].rows[1][2]) == "50%"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (STYLES, "<styleSheet", '<!DOCTYPE x [<!ENTITY a "b">]><styleSheet'),
        (STYLES, 'xf numFmtId="164"', 'xf numFmtId="nine"'),
        (STYLES, '<numFmt numFmtId="164"', '<numFmt numFmtId="many"'),
        (STYLES, '<numFmt numFmtId="164"', "<numFmt"),
        (STYLES, "</styleSheet>", ""),
        (SHEET, ' s="1"', ' s="one"'),
    ],
)
def test_styles_that_are_not_what_they_should_be_are_no_workbook(
    tmp_path: Path, part: str, old: str, new: str
) -> None:
    path = tmp_path / "a.xlsx"
    with_xlsxwriter(path, [(0.5, "0%"), (0.25, "0%")])
    rewritten(path, part, lambda xml: xml.replace(old, new, 1))
    with pytest.raises(PaneloomError) as told:
        read_book(path, "a.xlsx")
    assert told.value.slug == "not-a-workbook"


def test_a_workbook_without_styles_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with_xlsxwriter(path, [(0.5, "0%")])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != STYLES}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    assert read_book(path, "a.xlsx").sheets[0].rows[1][2] == 0.5


OLD = {
    (0, 0): "province", (0, 1): "year", (0, 2): "x", (0, 3): "y",
    (1, 0): "北京", (1, 1): 2001, (1, 2): Formatted(0.123, 10),
    (2, 0): "北京", (2, 1): 2002, (2, 2): Formatted(0.07, "0.0%;-0.0%"),
    (3, 0): "北京", (3, 1): 2003, (3, 2): Formatted(1, 9, short=True),
    (4, 0): "北京", (4, 1): 2004, (4, 2): 8.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "values"), [("number", [12.3, 7.0, 100.0, 8.5]), ("fraction", [0.123, 0.07, 1.0, 8.5])]
)
def test_a_percentage_in_an_old_workbook_is_read_as_in_a_new_one(
    tmp_path: Path, rule: str, values: list[float]
) -> None:
    xls(tmp_path / "a.xlsx", {"表": OLD})
    panel = panel_of(tmp_path, f'percent = "{rule}"')
    assert x(panel) == values
    assert [(e.before, e.place and e.place.cell, e.count) for e in panel.ledger.of("converted")] == [
        ("12.3%", "C2", 3)
    ]
    with pytest.raises(PaneloomErrors) as told:
        panel_of(tmp_path, "")
    assert [(p.slug, p.seen) for p in told.value.problems] == [
        ("percent-sign", "12.3%"),
        ("percent-sign", "7%"),
        ("percent-sign", "100%"),
    ]


def test_thousands_that_an_old_workbook_leaves_out_are_told(tmp_path: Path) -> None:
    cells = {(0, 0): "x", (1, 0): Formatted(12345, '0.0,"万"'), (2, 0): Formatted(5, "0.0")}
    book = read_book(xls(tmp_path / "a.xls", {"空": {}, "表": cells}), "a.xls")
    assert [(e.rule, e.before, e.place) for e in book.entries] == [
        ("scaled format", '0.0,"万"', book.sheets[1].place(1, 0))
    ]


def test_formats_of_an_old_workbook_that_are_cut_short_are_no_workbook(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", {"表": OLD})
    data = path.read_bytes()
    path.write_bytes(data.replace(record(0xE0, struct.pack("<HH16x", 0, 0)), record(0xE0), 1))
    with pytest.raises(PaneloomError) as told:
        read_book(path, "a.xls")
    assert told.value.slug == "not-a-workbook"


def test_hidden_columns_that_hold_something_are_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet("一")
    page.write_row(0, 0, ["province", "year", "x", "y", None, "z"])
    page.write_row(1, 0, ["北京", 2000, 1, 2, None, 3])
    for first, last in ((2, 4), (5, 16383)):
        page.set_column(first, last, None, None, {"hidden": True})
    book.close()
    read = read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert [(e.action, e.rule, e.before, e.place, e.count) for e in read.entries] == [
        ("flagged", "hidden columns", "C-D, F", read.sheets[0].place(0, 2), 3)
    ]
    # The slow look sees the same.
    rewritten(tmp_path / "a.xlsx", SHEET, lambda xml: xml.replace("<cols>", "<!-- --><cols>"))
    assert read_book(tmp_path / "a.xlsx", "a.xlsx").entries == read.entries


def test_hidden_columns_of_an_old_workbook_are_told(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", {"表": {(0, 0): "a", (0, 2): "b", (0, 3): "c", (1, 3): 1}})
    head = record(0x200, struct.pack("<IIHHH", 0, 2, 0, 4, 0))
    # In place of the extent, which may be left out: columns B to C hidden, D only narrow.
    hidden = record(0x7D, struct.pack("<HHHHH", 1, 2, 0, 0, 1))
    data = path.read_bytes()
    assert data.count(head) == 1
    path.write_bytes(data.replace(head, hidden + record(0x99)))
    read = read_book(path, "a.xls")
    assert [(e.rule, e.before, e.place) for e in read.entries] == [
        ("hidden columns", "C", read.sheets[0].place(0, 2))
    ]


def test_very_many_hidden_rows_and_columns_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with_xlsxwriter(path, [(1, "0")] * 30_000)
    many = '<col min="1" max="16384" hidden="1"/>' * 20_000
    rewritten(path, SHEET, lambda xml: xml.replace("<sheetData>", f"<cols>{many}</cols><sheetData>"))
    rewritten(path, SHEET, lambda xml: xml.replace("<row ", '<row hidden="1" '))
    assert [(e.rule, e.before) for e in read_book(path, "a.xlsx").entries] == [
        ("hidden rows", "1-30001"),
        ("hidden columns", "A-C"),
    ]
