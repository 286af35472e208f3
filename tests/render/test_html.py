"""The page table, parsed back by the standard library."""

import re
from base64 import b64decode
from html.parser import HTMLParser

from hypothesis import given
from tests.render.samples import HOSTILE_TEXT, filled_with, regression

from paneloom.present.cell import Cell
from paneloom.present.table import Column, Note, Row, Table
from paneloom.render.characters import legal
from paneloom.render.html import html_figure, html_table, stylesheet

PLAIN = [
    "table",
    "caption",
    "span",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "figure",
    "img",
    "figcaption",
    "p",
]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: dict[str, list[str]] = {}

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.texts.append("")
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)

    def handle_data(self, data):
        if self.texts:
            self.texts[-1] += data


def _read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(HOSTILE_TEXT)
def test_text_comes_back_unchanged_and_brings_no_element(text):
    reader = _read(html_table(filled_with(text)))
    assert [tag for tag in reader.tags if tag not in PLAIN] == []
    shown = legal(text)
    # A line feed ends each line of the source; a parser that meets "\r" is told so by a reference.
    found = [piece.removesuffix("\n") for piece in reader.texts]
    assert found.count(shown) >= (8 if shown else 0)
    assert sorted(reader.attributes) == sorted(
        name for name in reader.attributes if name in ("class", "scope", "colspan", "rowspan")
    )


@given(HOSTILE_TEXT)
def test_a_figure_carries_its_drawing_and_its_words(text):
    reader = _read(html_figure("Figure 1", text, b"<svg/>", [Note(text)], text))
    [source] = reader.attributes["src"]
    assert b64decode(source.removeprefix("data:image/svg+xml;base64,")) == b"<svg/>"
    assert reader.attributes["alt"] == [legal(text)]
    assert [tag for tag in reader.tags if tag not in PLAIN] == []


def test_the_table_is_semantic():
    html = html_table(regression())
    assert '<th class="spanner" scope="colgroup" colspan="2"><span>全样本</span></th>' in html
    assert (
        '<th class="stub" scope="row">数字经济指数</th><td class="center">0.214<span class="stars">***</span></td>'
        in html
    )
    assert '<th class="stub" scope="rowgroup" colspan="4">面板A</th>' in html
    assert '<td class="source" colspan="4">资料来源：年鉴。</td>' in html
    assert " id=" not in html


def test_long_texts_may_wrap_and_headings_stand_as_their_columns():
    long = "a definition of many words"
    table = Table(
        "t", "", (Column(("d",), "left"), Column(("n",), "right")), (Row(long, (Cell(long), Cell(1))),)
    )
    html = html_table(table)
    assert '<th class="left" scope="col">d</th><th class="right" scope="col">n</th>' in html
    assert f'<th class="stub long" scope="row">{long}</th><td class="left long">{long}</td>' in html


def test_every_class_of_a_table_is_styled_or_a_role():
    used = {
        name for group in re.findall(r'class="([^"]*)"', html_table(regression())) for name in group.split()
    }
    unstyled = {name for name in used if f".{name}" not in stylesheet()}
    assert unstyled <= {"label", "center", "note", "source", "coefficient", "mark", "statistic", "body"}
