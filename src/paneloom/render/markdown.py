"""A table for Markdown, in the pipe form that code hosts show."""

from __future__ import annotations

import re

from paneloom.present.cell import printed
from paneloom.present.table import Row, Table
from paneloom.render.characters import one_line
from paneloom.render.grid import caption, head_rows, is_heading

# A backslash makes any of these a plain character; "<" and "&" too, so that no tag or entity is read.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&#!])")
_LINE_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_MARKS = {"left": ":---", "center": ":---:", "right": "---:"}


def markdown_table(table: Table) -> str:
    """The table with its caption above and its notes below; the text ends with a line break.

    The pipe form has one head line and no merged cells: the lines of a heading are joined by ``<br>``, and a
    spanner is repeated above each of its columns.
    """
    head = [_line([escaped(table.stub_heading), *_headings(table)])]
    head.append(_line([_MARKS["left"], *(_MARKS[column.align] for column in table.columns)]))
    body = [_line(_row(row)) for row in table.rows]
    title = escaped(caption(table.label, table.title))
    parts = [f"**{title}**"] if title else []
    parts.append("\n".join(head + body))
    parts += [_paragraph(note.text) for note in table.notes]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """The text on one line, every sign that Markdown would read made plain."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _paragraph(text: str) -> str:
    """The text where a block begins: no list, number or underline may open it."""
    return _LINE_START.sub(lambda match: _guarded(match.group()), escaped(text))


def _guarded(opening: str) -> str:
    return opening + "\\" if opening.isdigit() else "\\" + opening


def _headings(table: Table) -> list[str]:
    columns: list[list[str]] = [[] for _ in table.columns]
    for row in head_rows(table):
        for cell in row:
            for at in range(cell.start, cell.stop) if cell.text else ():
                columns[at].append(escaped(cell.text))
    return ["<br>".join(lines) for lines in columns]


def _row(row: Row) -> list[str]:
    stub = escaped(row.stub)
    if is_heading(row) and stub:
        stub = f"**{stub}**"
    return [stub, *(escaped(printed(cell)) for cell in row.cells)]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
