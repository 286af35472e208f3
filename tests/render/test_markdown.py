"""The Markdown table, read back by a reader of Markdown."""

import markdown_it
from hypothesis import given
from tests.render.samples import HOSTILE_TEXT, regression

from paneloom.present.cell import Cell
from paneloom.present.table import Column, Note, Row, Table
from paneloom.render.characters import one_line
from paneloom.render.markdown import markdown_table


def _reader():
    return markdown_it.MarkdownIt("commonmark").enable("table")


def _texts(markdown: str) -> list[str]:
    tokens = [token for token in _reader().parse(markdown) if token.type == "inline"]
    return ["".join(child.content for child in token.children) for token in tokens]


def _tags(markdown: str) -> list[str]:
    inner = [c.type for t in _reader().parse(markdown) for c in (t.children or []) if c.type != "text"]
    return [kind for kind in inner if kind not in ("text_special", "strong_open", "strong_close")]


@given(HOSTILE_TEXT)
def test_text_in_a_cell_and_in_a_note_comes_back_unchanged(text):
    line = one_line(text)
    table = Table("t", "", (Column(("y",)),), (Row("x", (Cell(text),)),), notes=(Note(text),))
    markdown = markdown_table(table)
    texts = _texts(markdown)
    # A reader of Markdown trims the ends, wide blanks among them; that is no part of the text.
    assert texts[3].strip() == line.strip()
    assert (texts[4].strip() if len(texts) > 4 else "") == line.strip()
    assert _tags(markdown) == []


def test_stars_show_as_stars():
    assert "0.214***" in _texts(markdown_table(regression()))


def test_a_spanner_stands_above_each_of_its_columns():
    head = markdown_table(regression()).splitlines()[2]
    assert head == "| 变量 | 全样本<br>(1)<br>高质量发展 | 全样本<br>(2)<br>高质量发展 | (3)<br>生产率 |"
