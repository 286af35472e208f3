"""A table as the XML of a Word document: three rules, merged spanners, a head that repeats on each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paneloom.present.cell import printed
from paneloom.present.table import Align, Row, Table
from paneloom.render.characters import one_line, width
from paneloom.render.docx_text import add_run, element
from paneloom.render.grid import HeadRow, head_rows, is_heading

THICK, THIN = 12, 6  # eighths of a point
TWIPS_PER_POINT = 20
SLACK = 0.3  # ems: the reader's fonts may be a little wider than ours
CELL_MARGIN = 85  # twips left and right
UPRIGHT_SIZES = (10.5, 9.0)
TURNED_SIZES = (10.5, 9.0, 8.0, 7.0)
KEPT_WHOLE = 36  # rows: a table no longer than this is held on one page


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is made to fit a page: its font size, the widths of its columns in twips, the page turned or not."""

    size: float
    widths: tuple[int, ...]
    landscape: bool


def fit(table: Table, portrait: int, landscape: int) -> Fit:
    """The largest type, on the upright page if possible, at which no cell needs a second line.

    ``portrait`` and ``landscape`` are the twips between the margins. A table that fits neither page takes the
    smallest type on the turned page, and its widest columns wrap.
    """
    natural = _natural_widths(table)
    for room, sizes in ((portrait, UPRIGHT_SIZES), (landscape, TURNED_SIZES)):
        for size in sizes:
            widths = [_twips(w, size) for w in natural]
            if sum(widths) <= room:
                return Fit(size, _spread(widths, room), room == landscape)
    smallest = TURNED_SIZES[-1]
    return Fit(smallest, _squeezed([_twips(w, smallest) for w in natural], landscape), landscape=True)


def table_element(table: Table, shape: Fit) -> Any:
    """The ``w:tbl`` element."""
    made = element("tbl")
    made.append(_table_properties(shape))
    grid = element("tblGrid")
    for twips in shape.widths:
        grid.append(element("gridCol", w=twips))
    made.append(grid)
    rows = head_rows(table)
    for at, line in enumerate(rows):
        made.append(_head_row(table, line, shape, at, len(rows)))
    keep = len(table.rows) <= KEPT_WHOLE
    for at, row in enumerate(table.rows):
        last = at == len(table.rows) - 1
        edges = {**({"top": THIN} if row.rule_above and at else {}), **({"bottom": THICK} if last else {})}
        made.append(_body_row(table, row, shape, edges, keep=keep or last))
    return made


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
        made = _cell(cell.text, shape, cell.start + 1, cell.stop + 1, edges, keep=True, ruled=cell.spans)
        row.append(made)
    return row


def _body_row(table: Table, row: Row, shape: Fit, edges: dict[str, int], *, keep: bool) -> Any:
    made = _row_element(head=False)
    if is_heading(row):
        made.append(_cell(row.stub, shape, 0, len(shape.widths), edges, align="left", keep=True, bold=True))
        return made
    made.append(_cell(row.stub, shape, 0, 1, edges, align="left", keep=keep))
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
        made.append(_cell(printed(cell), shape, at, at + 1, edges, align=column.align, keep=keep))
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


def _natural_widths(table: Table) -> list[float]:
    """The width of each column in ems, the stub column first, before any cell wraps."""
    columns = [[_ems(row.stub) for row in table.rows if not is_heading(row)] + [_ems(table.stub_heading)]]
    columns += [[_ems(printed(row.cells[at])) for row in table.rows] for at in range(len(table.columns))]
    for row in head_rows(table):
        for cell in row:
            for at in range(cell.start, cell.stop):
                columns[at + 1].append(_ems(cell.text) / (cell.stop - cell.start))
    return [max(widths, default=0.0) for widths in columns]


def _ems(text: str) -> float:
    """A generous width of the widest line: one em for a wide character, 0.75 for a capital, 0.55 for others."""
    return max(sum(_em(character) for character in one_line(line)) for line in text.split("\n"))


def _em(character: str) -> float:
    return 0.75 if character.isupper() and width(character) == 1 else (0.0, 0.55, 1.0)[width(character)]


def _twips(ems: float, size: float) -> int:
    return round((ems + SLACK) * size * TWIPS_PER_POINT) + 2 * CELL_MARGIN


def _spread(widths: list[int], room: int) -> tuple[int, ...]:
    """The widths with what is left of the line shared evenly among the columns of numbers."""
    spare = (room - sum(widths)) // max(len(widths) - 1, 1)
    return (widths[0], *(w + spare for w in widths[1:])) if len(widths) > 1 else (room,)


def _squeezed(widths: list[int], room: int) -> tuple[int, ...]:
    """The widths cut to the room: the widest columns give way first."""
    low, high = 0, max(widths)
    while high - low > 1:
        cap = (low + high) // 2
        low, high = (cap, high) if sum(min(w, cap) for w in widths) <= room else (low, cap)
    return tuple(min(w, low) for w in widths)
