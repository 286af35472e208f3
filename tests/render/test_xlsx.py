"""The workbook, opened again by openpyxl."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.render.samples import HOSTILE_TEXT, filled_with, regression, wide

from paneloom.present.cell import Cell, Format, printed
from paneloom.present.table import Column, Row, Table
from paneloom.render.characters import legal
from paneloom.render.xlsx import sheet_names, xlsx_book, xlsx_table
from paneloom.render.xlsx_format import number_format, shows_as_number


def _sheet(table: Table):
    return openpyxl.load_workbook(BytesIO(xlsx_table(table))).worksheets[0]


def _shown(value: float, code: str) -> str:
    """The number as a workbook shows it under a code of ours: three sections, quoted text, 0 and #,##0."""
    positive, negative, zero = _sections(code)
    section = zero if value == 0 else negative if value < 0 else positive
    pieces, digits, quoted, skip = [], "", False, False
    for character in section:
        if skip or (quoted and character != '"'):
            pieces.append(character)
            skip = False
        elif character == "\\":
            skip = True
        elif character == '"':
            quoted = not quoted
        else:
            if not digits:
                pieces.append("{}")
            digits += character
    places = len(digits.partition(".")[2])
    rounded = Decimal(f"{abs(value):.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    number = f"{rounded:,.{places}f}" if "," in digits else f"{rounded:.{places}f}"
    return "".join(number if piece == "{}" else piece for piece in pieces)


def _sections(code: str) -> list[str]:
    sections, quoted = [""], False
    for at, character in enumerate(code):
        quoted ^= character == '"' and code[at - 1 : at] != "\\"
        if character == ";" and not quoted:
            sections.append("")
        else:
            sections[-1] += character
    return sections


def test_numbers_are_numbers_and_print_as_elsewhere():
    sheet = _sheet(regression())
    assert sheet["B6"].value == 0.21391
    assert _shown(0.21391, sheet["B6"].number_format) == "0.214***"
    assert sheet["B7"].value == 0.0412
    assert _shown(0.0412, sheet["B7"].number_format) == "(0.041)"
    assert sheet["C9"].value == 12360
    assert _shown(12360, sheet["C9"].number_format) == "12,360"
    assert sheet["B8"].value == "是"


@given(
    st.floats(-1e12, 1e12) | st.integers(-(10**6), 10**6).map(lambda n: n / 16),
    st.sampled_from(["integer", "fixed", "general"]),
    st.integers(0, 6),
    st.sampled_from(["", "()", "[]"]),
    st.sampled_from(["", "*", "***", "†", "a;b"]),
)
def test_a_number_format_prints_what_the_other_writers_print(value, kind, digits, wrap, stars):
    cell = Cell(value, Format(kind, digits, wrap), stars)
    assert _shown(value, number_format(cell)) == printed(cell)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0625, "0.062"), (1.0005, "1.000"), (-0.0004, "0.000"), (2.5, "2.500")]
)
def test_ties_print_as_elsewhere(value, text):
    cell = Cell(value, Format("fixed", 3))
    assert printed(cell) == text
    assert _shown(value, number_format(cell)) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_what_a_workbook_cannot_hold_as_a_number_is_text(value):
    cell = Cell(value, Format("fixed", 3))
    assert not shows_as_number(cell)
    assert _sheet(Table("t", "", (Column(("y",)),), (Row("x", (cell,)),)))["B3"].value == printed(cell)


@settings(max_examples=40)
@given(HOSTILE_TEXT)
def test_hostile_text_is_text(text):
    sheet = _sheet(filled_with(text))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    value = sheet.cell(sheet.max_row - 2, 2).value
    number = sheet.cell(sheet.max_row - 2, 3)
    assert number.value == 1.5 or (number.data_type == "s" and number.value.startswith("1.500"))
    # Workbooks keep a line feed; openpyxl undoes neither "\r" nor an escape that was in the text.
    if "\r" not in text and "_x" not in text:
        assert (value or "") == legal(text)


@given(
    st.lists(
        st.one_of(HOSTILE_TEXT, st.sampled_from(["Table 1", "table 1", "History", "'"])),
        min_size=1,
        max_size=5,
    )
)
def test_sheet_names_are_safe_and_unique(labels):
    names = sheet_names([replace(regression(), label=label) for label in labels])
    assert len({name.casefold() for name in names}) == len(labels)
    for name in names:
        assert 0 < len(name) <= 31
        assert not any(character in "[]:*?/\\" for character in name)
        assert name.casefold() != "history"
        assert name.strip("'") == name


def test_the_same_tables_give_the_same_bytes():
    tables = [regression(), wide(12), regression()]
    data = xlsx_book(tables)
    assert data == xlsx_book(tables)
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == ["表1", "Table 2", "表1 (2)"]


def test_a_first_sheet_lists_the_others_and_leads_to_them():
    tables = [regression(), replace(wide(2), label="O'Neil"), replace(regression(), label="目录")]
    data = xlsx_book(tables, contents="zh")
    assert data == xlsx_book(tables, contents="zh")
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == ["目录", "表1", "O'Neil", "目录 (2)"]
    rows = [[cell.value for cell in row] for row in book["目录"].iter_rows()]
    assert rows[0] == ["编号", "标题", "工作表"]
    assert rows[1] == ["表1", "数字经济与高质量发展", "表1"]
    links = [row[1].hyperlink.location for row in book["目录"].iter_rows(min_row=2)]
    assert links == ["'表1'!A1", "'O''Neil'!A1", "'目录 (2)'!A1"]
    assert openpyxl.load_workbook(BytesIO(xlsx_book(tables, contents="en"))).sheetnames[0] == "Contents"


@settings(max_examples=40)
@given(HOSTILE_TEXT)
def test_a_listed_title_is_text_and_its_link_stays_inside(text):
    book = openpyxl.load_workbook(BytesIO(xlsx_book([filled_with(text)], contents="en")))
    sheet = book["Contents"]
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert sheet["B2"].hyperlink.target is None
    assert sheet["B2"].hyperlink.location == "'" + book.sheetnames[1].replace("'", "''") + "'!A1"


def test_headings_stand_as_their_columns_do_and_dimensions_are_bold():
    table = Table(
        "t",
        "",
        (Column(("left",), "left"), Column(("right",), "right")),
        (Row("part", (Cell("a"), Cell(0.5, Format("fixed", 1))), "group"), Row("one", (Cell("b"), Cell(1)))),
    )
    sheet = _sheet(table)
    assert [sheet.cell(2, at).alignment.horizontal for at in (2, 3)] == ["left", "right"]
    assert [sheet.cell(3, at).font.bold for at in (1, 2, 3)] == [True, True, True]
    assert not sheet.cell(4, 1).font.bold
