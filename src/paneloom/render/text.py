"""A table for the terminal."""

from __future__ import annotations

from paneloom.present.cell import printed
from paneloom.present.table import Align, Table
from paneloom.render.characters import one_line, width
from paneloom.render.grid import HeadRow, caption, head_rows, is_heading, is_number

GAP = "  "
THICK, THIN = "\N{BOX DRAWINGS DOUBLE HORIZONTAL}", "\N{BOX DRAWINGS LIGHT HORIZONTAL}"


def text_table(table: Table) -> str:
    """The table in aligned lines, with three rules; a wide character takes two columns.

    Numbers with a fixed count of digits stand point under point; everything else is set as its column says.
    The text ends with a line break.
    """
    columns = [_aligned_column(table, at) for at in range(len(table.columns))]
    head = head_rows(table)
    widths = _column_widths(head, columns)
    stubs = [one_line(row.stub) for row in table.rows]
    stub_width = max(
        (width(text) for text in (*_plain_stubs(table), one_line(table.stub_heading))), default=0
    )
    total = max(stub_width + sum(len(GAP) + w for w in widths), 1)
    lines = [caption(table.label, table.title), THICK * total]
    for at, line in enumerate(head):
        stub = one_line(table.stub_heading) if at == len(head) - 1 else ""
        lines += _head_lines(line, stub, stub_width, widths)
    lines.append(THIN * total)
    for at, row in enumerate(table.rows):
        if row.rule_above and at:
            lines.append(THIN * total)
        cells = [
            "" if is_heading(row) else _set(column[at], w, "center")
            for column, w in zip(columns, widths, strict=True)
        ]
        lines.append(_line(stubs[at], stub_width, cells))
    lines.append(THICK * total)
    lines += [one_line(note.text) for note in table.notes]
    return "\n".join(line.rstrip() for line in lines if line) + "\n"


def _aligned_column(table: Table, at: int) -> list[str]:
    """The printed cells of one column, padded to one width as its alignment asks."""
    texts = [one_line(printed(row.cells[at])) for row in table.rows]
    pointed = [is_number(row.cells[at]) and row.cells[at].format.kind == "fixed" for row in table.rows]
    before = max((width(_halves(t)[0]) for t, p in zip(texts, pointed, strict=True) if p), default=0)
    after = max((width(_halves(t)[1]) for t, p in zip(texts, pointed, strict=True) if p), default=0)
    for line, (text, point) in enumerate(zip(texts, pointed, strict=True)):
        if point:
            left, right = _halves(text)
            texts[line] = " " * (before - width(left)) + text + " " * (after - width(right))
    widest = max((width(text) for text in texts), default=0)
    return [_set(text, widest, table.columns[at].align) for text in texts]


def _halves(text: str) -> tuple[str, str]:
    """What stands before the decimal point, and the rest."""
    left, point, right = text.partition(".")
    return left, point + right


def _column_widths(head: tuple[HeadRow, ...], columns: list[list[str]]) -> list[int]:
    """The width of each column: its cells, its headings, and its share of a spanner that is too long."""
    widths = [max((width(text) for text in column), default=0) for column in columns]
    for row in reversed(head):
        for cell in row:
            span = cell.stop - cell.start
            missing = width(one_line(cell.text)) - sum(widths[cell.start : cell.stop]) - len(GAP) * (span - 1)
            for at in range(cell.start, cell.stop) if missing > 0 else ():
                widths[at] += -(-missing // span)
    return widths


def _head_lines(row: HeadRow, stub: str, stub_width: int, widths: list[int]) -> list[str]:
    """One line of the head, and the rules below its spanners if it has any."""
    rooms = [sum(widths[c.start : c.stop]) + len(GAP) * (c.stop - c.start - 1) for c in row]
    texts = [_set(one_line(cell.text), room, "center") for cell, room in zip(row, rooms, strict=True)]
    lines = [_line(stub, stub_width, texts)]
    if any(cell.spans for cell in row):
        lines.append(
            _line("", stub_width, [(THIN if c.spans else " ") * r for c, r in zip(row, rooms, strict=True)])
        )
    return lines


def _plain_stubs(table: Table) -> list[str]:
    return [one_line(row.stub) for row in table.rows if not is_heading(row)]


def _line(stub: str, stub_width: int, cells: list[str]) -> str:
    return GAP.join([_set(stub, stub_width, "left"), *cells])


def _set(text: str, room: int, align: Align) -> str:
    """The text in ``room`` columns."""
    spare = max(room - width(text), 0)
    left = {"left": 0, "center": spare // 2, "right": spare}[align]
    return " " * left + text + " " * (spare - left)
