"""Whatever the cells are, a layout reads them or refuses them with an error that says where."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.writing import request, sheet

from paneloom.errors import PaneloomError
from paneloom.sources.layouts.guess import guess
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.layouts.looks import columns_of_book
from paneloom.sources.readings import Found, Request
from paneloom.sources.sheet import Book

CELLS = st.sampled_from(
    ("", None, "北京", "天津", "地区", "province", "year", "年份", "指标", "value", "x", "x (万元)", "续表", "注", "数",
     "合计", 2013, 2014.0, "2015年", 1.5, "7", "\t", "资料来源：年鉴", True)
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=5).map(tuple), max_size=7)
SPANS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 6), st.integers(0, 4)), max_size=2
)
AXES = st.lists(st.sampled_from(("unit", "time", "variable")), max_size=2, unique=True).map(tuple)


@settings(max_examples=60)
@given(ROWS, SPANS, st.sampled_from((*LAYOUTS, None)), AXES, AXES, st.data())
def test_any_cells(
    rows: list[tuple[object, ...]],
    spans: list[tuple[int, int, int, int]],
    layout: str | None,
    down: tuple[str, ...],
    across: tuple[str, ...],
    data: st.DataObject,
) -> None:
    page = sheet(*rows, name=data.draw(st.sampled_from(("x", "2013", None))))
    page = dataclasses.replace(
        page, merged=tuple(span for span in spans if span[0] <= span[2] and span[1] <= span[3])
    )
    asked = request(
        layout,
        data.draw(st.sampled_from(({"x": "x"}, {"x": "x", "y": "7"}))),
        is_unit=data.draw(st.sampled_from((None, lambda text: text in ("北京", "天津")))),
        order=data.draw(st.sampled_from(((), ("北京",)))),
        of_unit=data.draw(st.sampled_from((None, "北京"))),
        of_time=data.draw(st.sampled_from((None, 2013))),
        of_variable=data.draw(st.sampled_from((None, "x"))),
        down=down,
        across=across,
        header=data.draw(st.sampled_from((None, 1, 2, 3))),
        years=data.draw(st.sampled_from((None, (2013, 2013)))),
    )
    book = Book(page.file, (page,))
    columns_of_book(page)
    found = read(book, asked)
    if isinstance(found, PaneloomError):
        assert found.where is not None
        assert found.text("en") != found.text("zh")
        return
    for one in (*found.readings, *found.totals):
        assert len(one.units) == len(one.times) == len(one.values) == len(one.cells)
        for number in range(len(one)):
            assert one.place(number).file == one.unit_place(number).file == page.file
            assert one.values[number] == page.cell(*one.cells[number])


def read(book: Book, asked: Request) -> Found | PaneloomError:
    try:
        source = guess(book, asked)
        assert source.layout is not None
        return LAYOUTS[source.layout](book, dataclasses.replace(asked, source=source))
    except PaneloomError as problem:
        return problem


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_an_empty_sheet(layout: str) -> None:
    for rows in ((), ((),), (("",),)):
        found = read(Book("data.xlsx", (sheet(*rows, name="x"),)), request(layout, {"x": "x"}))
        assert isinstance(found, PaneloomError)
        assert found.slug in ("empty-table", "no-header-row")
