"""A table as the XML of a Word document: three rules, merged spanners, a head that repeats on each page."""

from __future__ import annotations

from typing import Any

from paneloom.present.cell import printed
from paneloom.present.table import Align, Row, Table
from paneloom.render.docx_fit import CELL_MARGIN, Fit
from paneloom.render.docx_text import add_run, element
from paneloom.render.grid import HeadRow, head_rows, is_heading

THICK, THIN = 12, 6  # eighths of a point
KEPT_WHOLE = 20  # rows: a table no longer than this is held on one page, and one of regressions that fits
# Rows of a longer table that stay together at its head, and at its foot with the notes.
KEPT_AT_HEAD, KEPT_AT_FOOT = 3, 4


def table_element(table: Table, shape: Fit) -> Any:
    """The ``w:tbl`` element; its last row stays with what follows, the notes."""
    made = element("tbl")
    made.append(_table_properties(shape))
    grid = element("tblGrid")
    for twips in shape.widths:
        grid.append(element("gridCol", w=twips))
    made.append(grid)
    rows = head_rows(table)
    for at, line in enumerate(rows):
        made.append(_head_row(table, line, shape, at, len(rows)))
    for at, row in enumerate(table.rows):
        last = at == len(table.rows) - 1
        edges = {**({"top": THIN} if row.rule_above and at else {}), **({"bottom": THICK} if last else {})}
        made.append(_body_row(table, row, shape, edges, keep=_kept(table, shape, at)))
    return made


def _kept(table: Table, shape: Fit, at: int) -> bool:
    """Whether a row stays on the page of the next.

    It does in a short table, in one of regressions that fits on a page, at both ends of a long one, and above
    its error.
    """
    regressions = any(row.role == "coefficient" for row in table.rows)
    if len(table.rows) <= KEPT_WHOLE or (regressions and shape.one_page):
        return True
    ends = at < KEPT_AT_HEAD or at >= len(table.rows) - KEPT_AT_FOOT
    return ends or table.rows[at].role in ("coefficient", "group")


def _table_properties(shape: Fit) -> Any:
    properties = element("tblPr")
    properties.append(element("tblW", w=sum(shape.widths), type="dxa"))
    properties.append(element("jc", val="center"))
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=CELL_MARGIN, type="dxa"))
    properties.append(margins)
    return properties


def _head_row(table: Table, line: HeadRow, shape: Fit, at: int, depth: int) -> Any:
    edges = {**({"top": THICK} if at == 0 else {}), **({"bottom": THIN} if at == depth - 1 else {})}
    row = _row_element(head=True)
    merge = "" if depth == 1 else "restart" if at == 0 else "continue"
    stub = table.stub_heading if at == 0 else ""
    row.append(_cell(stub, shape, 0, 1, edges, align="left", merge=merge, keep=True))
    for cell in line:
        align = "center" if cell.spans else table.columns[cell.start].align
        made = _cell(
            cell.text, shape, cell.start + 1, cell.stop + 1, edges, align=align, keep=True, ruled=cell.spans
        )
        row.append(made)
    return row


def _body_row(table: Table, row: Row, shape: Fit, edges: dict[str, int], *, keep: bool) -> Any:
    made = _row_element(head=False)
    if is_heading(row):
        made.append(_cell(row.stub, shape, 0, len(shape.widths), edges, align="left", keep=True, bold=True))
        return made
    bold = row.role == "group"
    made.append(_cell(row.stub, shape, 0, 1, edges, align="left", keep=keep, bold=bold))
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
        text = printed(cell)
        made.append(_cell(text, shape, at, at + 1, edges, align=column.align, keep=keep, bold=bold))
    return made


def _row_element(*, head: bool) -> Any:
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    row.append(properties)
    return row


def _cell(
    text: str,
    shape: Fit,
    start: int,
    stop: int,
    edges: dict[str, int],
    *,
    align: Align = "center",
    merge: str = "",
    keep: bool = False,
    ruled: bool = False,
    bold: bool = False,
) -> Any:
    cell = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=sum(shape.widths[start:stop]), type="dxa"))
    if stop - start > 1:
        properties.append(element("gridSpan", val=stop - start))
    if merge:
        properties.append(element("vMerge", val=merge))
    if edges:
        properties.append(_borders("tcBorders", edges))
    properties.append(element("vAlign", val="center"))
    cell.append(properties)
    cell.append(_paragraph(text, shape.size, align, keep=keep, ruled=ruled, bold=bold))
    return cell


def _paragraph(text: str, size: float, align: Align, *, keep: bool, ruled: bool, bold: bool) -> Any:
    paragraph = element("p")
    properties = element("pPr")
    if keep:
        properties.append(element("keepNext"))
    if ruled:
        # The rule of a spanner belongs to its paragraph: the margins of the cell part it from its neighbour.
        properties.append(_borders("pBdr", {"bottom": THIN}))
    for between in ("autoSpaceDE", "autoSpaceDN"):
        properties.append(element(between, val=0))
    properties.append(element("spacing", before=20, after=20, line=240, lineRule="auto"))
    properties.append(element("jc", val=align))
    paragraph.append(properties)
    if text:
        add_run(paragraph, text, face="heading" if bold else "body", size=size, bold=bold)
    return paragraph


def _borders(tag: str, edges: dict[str, int]) -> Any:
    borders = element(tag)
    for side in ("top", "bottom"):
        if side in edges:
            borders.append(
                element(side, val="single", sz=edges[side], space=1 if tag == "pBdr" else 0, color="000000")
            )
    return borders
