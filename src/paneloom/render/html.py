"""Tables and figures for a page: semantic elements, classes for the style sheet, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from paneloom.present.cell import Cell, printed
from paneloom.present.table import Align, Note, Row, Table
from paneloom.render.characters import legal, one_line, width
from paneloom.render.grid import HeadCell, caption_gap, head_rows, is_heading, is_number

LONG, LONG_HEADING = 20, 8  # columns of a terminal; a Chinese character takes two


def html_table(table: Table) -> str:
    """A ``table`` element: caption, thead with scopes, one tbody for each group of rows, notes in the tfoot.

    Stars stand in a ``span`` of their own, so that a style sheet can let them hang and keep numbers in line.
    """
    parts = ['<table class="table">', _caption("caption", table.label, table.title)]
    parts += ["<thead>", *_head(table), "</thead>"]
    for group in _groups(table.rows):
        parts += ["<tbody>", *(_row(table, row) for row in group), "</tbody>"]
    if table.notes:
        width = len(table.columns) + 1
        notes = (
            f'<tr><td class="{note.kind}" colspan="{width}">{safe(note.text)}</td></tr>'
            for note in table.notes
        )
        parts += ["<tfoot>", *notes, "</tfoot>"]
    return "\n".join([*(part for part in parts if part), "</table>", ""])


def html_figure(label: str, title: str, svg_bytes: bytes, notes: Iterable[Note] = (), alt: str = "") -> str:
    """A ``figure`` element with the drawing as a data URI, the caption below it and the notes below that.

    ``alt`` describes the drawing to those who cannot see it; without one the title does.
    """
    image = b64encode(svg_bytes).decode("ascii")
    parts = ['<figure class="figure">']
    parts.append(f'<img src="data:image/svg+xml;base64,{image}" alt="{safe(alt or title)}">')
    parts.append(_caption("figcaption", label, title))
    parts += [f'<p class="{note.kind}">{safe(note.text)}</p>' for note in notes]
    return "\n".join([*(part for part in parts if part), "</figure>", ""])


def stylesheet() -> str:
    """The rules that give these elements their three lines; a page puts them into its style element."""
    return files(__package__).joinpath("tables.css").read_text(encoding="utf-8")


def safe(text: str) -> str:
    """Any text as content of an element or value of an attribute."""
    return escape(legal(text), quote=True)


def _caption(element: str, label: str, title: str) -> str:
    if not label and not title:
        return ""
    number = f'<span class="label">{safe(label)}</span>' if label else ""
    gap = caption_gap(label) if label and title else ""
    return f"<{element}>{number}{gap}{safe(title)}</{element}>"


def _head(table: Table) -> list[str]:
    rows = head_rows(table)
    lines = []
    for at, row in enumerate(rows):
        cells = [_head_cell(cell, table.columns[cell.start].align) for cell in row]
        if at == 0:
            cells.insert(0, _stub_heading(table.stub_heading, len(rows)))
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return lines


def _head_cell(cell: HeadCell, align: Align) -> str:
    text, span = cell.text, cell.stop - cell.start
    if not text:
        return f'<td colspan="{span}"></td>' if span > 1 else "<td></td>"
    if cell.spans:
        return f'<th class="spanner" scope="colgroup" colspan="{span}"><span>{safe(text)}</span></th>'
    wraps = " wraps" if width(one_line(text)) > LONG_HEADING else ""
    return f'<th class="{align}{wraps}" scope="col">{safe(text)}</th>'


def _stub_heading(text: str, depth: int) -> str:
    rows = f' rowspan="{depth}"' if depth > 1 else ""
    element, scope = ("th", ' scope="col"') if text else ("td", "")
    return f'<{element} class="{_classed("stub", text)}"{scope}{rows}>{safe(text)}</{element}>'


def _groups(rows: tuple[Row, ...]) -> list[list[Row]]:
    """The rows, cut before each row that heads a group."""
    groups: list[list[Row]] = []
    for row in rows:
        if is_heading(row) or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups


def _row(table: Table, row: Row) -> str:
    classes = row.role + (" ruled" if row.rule_above else "")
    if is_heading(row):
        width = len(table.columns) + 1
        return f'<tr class="{classes}"><th class="stub" scope="rowgroup" colspan="{width}">{safe(row.stub)}</th></tr>'
    # An empty header cell would be announced as a heading without words.
    stub = '<td class="stub"></td>'
    if row.stub:
        stub = f'<th class="{_classed("stub", row.stub)}" scope="row">{safe(row.stub)}</th>'
    cells = "".join(_cell(cell, column.align) for cell, column in zip(row.cells, table.columns, strict=True))
    return f'<tr class="{classes}">{stub}{cells}</tr>'


def _cell(cell: Cell, align: str) -> str:
    text = printed(cell)
    if cell.stars and is_number(cell):
        number = text.removesuffix(cell.stars)
        return f'<td class="{align}">{safe(number)}<span class="stars">{safe(cell.stars)}</span></td>'
    return f'<td class="{align if is_number(cell) else _classed(align, text)}">{safe(text)}</td>'


def _classed(name: str, text: str) -> str:
    """The class of a cell; a text too long for one line is also "long", and a style sheet lets it wrap."""
    return f"{name} long" if width(one_line(text)) > LONG else name
