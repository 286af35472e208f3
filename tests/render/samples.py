"""Records that the tests of the writers share, and hostile text."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from paneloom.algebra.record import Floats, frozen
from paneloom.present.cell import EMPTY, FIXED3, IN_PARENTHESES, INTEGER, Cell
from paneloom.present.figure import Figure, Form, Series
from paneloom.present.map import LegendBox, Map, MapPanel, Outline
from paneloom.present.table import Column, Note, Row, Spanner, Table, group_row

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    '{=HYPERLINK("http://example.org")}',
    "@SUM(A1)",
    "$\\frac{1}{0}$ and $x$",
    "\\input{x} % & # _ ^ ~",
    "a|b `c` *d* **e** [f](g) ![h](i)",
    "&lt;b&gt; &amp;",
    "\u202eright to left\u202c \u200f",
    "two\nlines\r\nand\ta tab",
    "\x00\x1b[31mred\x07",
    "- item",
    "1. item",
    "https://example.org/?a=1&b=2",
    "_x000D_",
    "",
    " ",
)
HOSTILE_TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))


def regression() -> Table:
    """Two models in the form of a Chinese journal: stars, errors below, a spanner, marks."""
    return Table(
        "regress.baseline",
        "数字经济与高质量发展",
        (Column(("(1)", "高质量发展")), Column(("(2)", "高质量发展")), Column(("(3)", "生产率"))),
        (
            group_row("面板A", 3),
            Row(
                "数字经济指数",
                (Cell(0.21391, FIXED3, "***"), Cell(-0.1534, FIXED3, "**"), EMPTY),
                "coefficient",
            ),
            Row("", (Cell(0.0412, IN_PARENTHESES), Cell(0.0611, IN_PARENTHESES), EMPTY), "error"),
            Row("省份固定效应", (Cell("是"), Cell("是"), Cell("否")), "mark", rule_above=True),
            Row("观测值", (Cell(372, INTEGER), Cell(12360, INTEGER), Cell(9, INTEGER)), "statistic"),
        ),
        "变量",
        (Spanner("全样本", 0, 2),),
        (Note("注：***、**、* 表示 1%、5%、10%。"), Note("资料来源：年鉴。", "source")),
        "表1",
    )


def wide(columns: int) -> Table:
    """Many columns of starred numbers."""
    cells = tuple(Cell(-123.4567 * (at + 1), FIXED3, "***") for at in range(columns))
    return Table(
        "wide",
        "Wide",
        tuple(Column((f"({at + 1})", "an outcome")) for at in range(columns)),
        tuple(Row(f"A variable with a name, {line}", cells) for line in range(3)),
        label="Table 2",
    )


def filled_with(text: str) -> Table:
    """A table with ``text`` in each of its places."""
    return Table(
        text,
        text,
        (Column((text,)), Column((text, text))),
        (group_row(text, 2), Row(text, (Cell(text), Cell(1.5, FIXED3, text)), rule_above=True)),
        text,
        (Spanner(text, 0, 2),),
        (Note(text), Note(text, "source")),
        text,
    )


def chart(form: Form, categories: tuple[str, ...] = ("北京", "天津", "河北"), series: int = 2) -> Figure:
    """A chart with a missing value."""
    values = [
        tuple(None if (at, order) == (1, 0) else at - order * 1.5 for at in range(len(categories)))
        for order in range(series)
    ]
    lines = tuple(Series(f"系列{order}", line) for order, line in enumerate(values))
    return Figure("f", "t", form, categories, lines, "Region", "指数")


def square(x: float, y: float, side: float) -> Floats:
    """A closed ring, clockwise."""
    corners = [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)]
    return frozen(np.array(corners, dtype=float) * 1e5)


def two_panels(text: str = "2022年") -> Map:
    """Three squares, one of them with a hole, one without data."""
    outlines = (
        Outline("1", "a", (square(0, 0, 4), square(1, 1, 2))),
        Outline("2", "b", (square(4, 0, 4),)),
        Outline("3", "c", (square(8, 0, 4),)),
    )
    panels = (MapPanel(text, (0.1, 0.9, None), (0, 1, None)), MapPanel("2011", (0.9, 0.1, 0.2), (1, 0, 0)))
    legend = (LegendBox("0.0–0.5", 3), LegendBox(text, 2))
    return Map("m", "t", outlines, panels, text, legend, LegendBox("无数据", 1), (Note(text, "source"),))
