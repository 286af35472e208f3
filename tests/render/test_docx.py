"""The Word document, opened again by python-docx."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from tests.render.samples import HOSTILE_TEXT, chart, filled_with, regression, wide

from paneloom.present.cell import FIXED3, TEXT, Cell, printed
from paneloom.present.table import Column, Note, Row, Table
from paneloom.render.characters import has_chinese, legal
from paneloom.render.docx import (
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    add_heading,
    add_picture,
    add_table,
    add_text,
    new_document,
    save,
)
from paneloom.render.docx_fit import fit
from paneloom.render.drawings import draw_figure


def _file(*tables, language="zh") -> bytes:
    document = new_document("报告 Report", language)
    add_heading(document, "一、结果")
    add_text(document, "正文 text")
    for table in tables:
        add_table(document, table)
    return save(document)


def _reopened(*tables):
    return Document(BytesIO(_file(*tables)))


def test_the_printed_numbers_come_back():
    [table] = _reopened(regression()).tables
    cells = [[cell.text for cell in row.cells][1:] for row in table.rows][4:]
    assert cells == [[printed(cell) for cell in row.cells] for row in regression().rows[1:]]


def test_three_rules():
    [table] = _reopened(regression()).tables
    sizes = []
    for row in table._tbl.tr_lst:
        borders = [c.find(qn("w:tcPr")).find(qn("w:tcBorders")) for c in row.tc_lst]
        sizes.append(
            [(b.tag.split("}")[1], b.get(qn("w:sz"))) for b in (borders[0] if borders[0] is not None else [])]
        )
    assert sizes[0] == [("top", "12")]
    assert sizes[2] == [("bottom", "6")]
    assert sizes[-1] == [("bottom", "12")]
    assert sizes[6] == [("top", "6")]


def test_the_head_repeats_rows_hold_together_and_spanners_are_merged():
    [table] = _reopened(regression()).tables
    rows = table._tbl.tr_lst
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] * 3 + [False] * 5
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert [tc.grid_span for tc in rows[0].tc_lst] == [1, 2, 1]
    assert [tc.grid_span for tc in rows[3].tc_lst] == [4]


def test_every_run_of_chinese_has_a_chinese_and_a_latin_font():
    document = _reopened(regression())
    runs = [
        run
        for run in document.element.body.iter(qn("w:r"))
        if has_chinese("".join(t.text or "" for t in run.iter(qn("w:t"))))
    ]
    assert len(runs) > 10
    for run in runs:
        fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:hAnsi")) == "Times New Roman"


def test_the_caption_stands_above_a_table_and_below_a_picture():
    document = new_document("", "en")
    add_table(document, regression())
    add_picture(document, draw_figure(chart("bars")).png, "图1", "指数", (Note("注"),))
    styles = [(p.style.name, p.text) for p in Document(BytesIO(save(document))).paragraphs]
    assert styles == [
        ("Caption", "表1　数字经济与高质量发展"),
        ("Table Note", "注：***、**、* 表示 1%、5%、10%。"),
        ("Table Note", "资料来源：年鉴。"),
        ("Normal", ""),
        ("Caption", "图1　指数"),
        ("Table Note", "注"),
    ]


@pytest.mark.parametrize("columns", [1, 4, 7, 10, 12, 30])
def test_no_table_is_wider_than_its_page(columns):
    document = _reopened(wide(columns))
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    [table] = document.tables
    assert sum(column.width for column in table.columns) <= room
    assert (section.orientation == WD_ORIENT.LANDSCAPE) == (columns > 7)


def _columns_of(table) -> list[int]:
    return [round(column.width.twips) for column in table.columns]


def test_long_texts_wrap_before_the_page_is_turned():
    long = "a definition of many words that would not fit on one line of the page at any size of type"
    cells = tuple(Cell(long if at == 1 else 1.5, TEXT if at == 1 else FIXED3) for at in range(3))
    table = Table("t", "T", (Column(("n",)), Column(("d",), "left"), Column(("m",))), (Row("x", cells),))
    document = _reopened(table)
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT]
    first, *_, last = _columns_of(document.tables[0])
    assert max(_columns_of(document.tables[0])) not in (first, last)


def test_type_shrinks_where_rows_and_notes_then_share_a_page():
    row = Row("x", tuple(Cell(-123.4567, FIXED3, "***") for _ in range(9)))
    columns = tuple(Column((f"({at})",)) for at in range(9))
    short, tall = (Table("t", "T", columns, (row,) * rows, notes=(Note("n " * 300),)) for rows in (5, 28))
    across, down = PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN
    assert fit(short, across, down).landscape
    assert fit(tall, across, down).size < fit(short, across, down).size


def test_short_tables_stay_whole_and_long_ones_flow_with_both_ends_held():
    def kept(rows: int) -> list[bool]:
        table = Table("t", "T", (Column(("y",)),), tuple(Row(str(at), (Cell(at),)) for at in range(rows)))
        made = _reopened(table).tables[0]._tbl.tr_lst[1:]
        return [row.find(f".//{qn('w:keepNext')}") is not None for row in made]

    assert all(kept(20))
    assert kept(30) == [True] * 3 + [False] * 23 + [True] * 4


def test_headings_stand_as_their_columns_do_and_dimensions_are_bold():
    table = Table(
        "t",
        "",
        (Column(("left",), "left"), Column(("right",), "right")),
        (Row("part", (Cell("a"), Cell("b")), "group"), Row("one", (Cell("c"), Cell("d")))),
    )
    rows = _reopened(table).tables[0].rows
    assert [cell.paragraphs[0].alignment for cell in rows[0].cells] == [
        WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT,
    ]  # fmt: skip
    assert [cell.paragraphs[0].runs[0].bold for cell in rows[1].cells] == [True] * 3
    assert [cell.paragraphs[0].runs[0].bold for cell in rows[2].cells] == [None] * 3


def test_a_heading_and_a_text_turn_with_the_table_below_them():
    document = new_document("", "en")
    add_heading(document, "Heading", below=wide(12))
    add_text(document, "Text", below=wide(12))
    add_table(document, wide(12))
    assert [section.orientation for section in document.sections] == [WD_ORIENT.LANDSCAPE]
    assert document.paragraphs[1].paragraph_format.keep_with_next


def test_only_the_last_of_several_texts_stays_with_the_table_below():
    document = new_document("", "en")
    add_text(document, "First", below=regression(), last=False)
    add_text(document, "Last", below=regression())
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs]
    assert kept == [False, True]


def test_latin_letters_are_never_in_chinese_which_breaks_words_anywhere():
    document = new_document("", "zh")
    (language,) = document.styles["Normal"].element.rPr.findall(qn("w:lang"))
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")


def test_text_after_a_turned_page_is_upright_and_turned_tables_share_a_section():
    document = new_document("t", "en")
    add_table(document, wide(12))
    add_table(document, wide(12))
    add_text(document, "after")
    turned = [section.orientation for section in document.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_a_tall_picture_stays_on_one_page():
    document = new_document("t", "en")
    add_picture(
        document, draw_figure(chart("bars", tuple(f"unit {n}" for n in range(80)))).png, "Figure 1", "Tall"
    )
    [shape] = document.inline_shapes
    assert shape.height.twips < PAGE_HEIGHT * 0.75


@settings(max_examples=30)
@given(HOSTILE_TEXT)
def test_hostile_text_is_text(text):
    document = new_document(text, "en")
    add_heading(document, text)
    add_text(document, text)
    add_table(document, filled_with(text))
    [table] = Document(BytesIO(save(document))).tables
    lines = legal(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    assert table.rows[-1].cells[0].text == lines


def test_the_same_contents_give_the_same_bytes_without_a_clock():
    data = _file(regression(), wide(12))
    assert data == _file(regression(), wide(12))
    with ZipFile(BytesIO(data)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
