"""Tables as a workbook: numbers stay numbers, texts are never read as formulas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from paneloom.present.cell import Cell, printed
from paneloom.present.table import Row, Table
from paneloom.render.characters import has_chinese, legal, one_line, width
from paneloom.render.grid import HeadRow, caption, head_rows, is_heading
from paneloom.render.xlsx_format import number_format, shows_as_number
from paneloom.render.zip_bytes import repacked
from paneloom.wording import Language, say

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone
LATIN, CHINESE, CHINESE_BOLD = "Times New Roman", "宋体", "黑体"
THICK, THIN, ROW_HEIGHT = 5, 1, 16
LINK = "#0563C1"
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
LONGEST_NAME, LONGEST_TEXT, WIDEST = 31, 32767, 48
A4 = 9


def xlsx_table(table: Table) -> bytes:
    """A workbook of one sheet with the table."""
    return xlsx_book([table])


def xlsx_book(tables: Iterable[Table], contents: Language | None = None) -> bytes:
    """A workbook with one sheet for each table, in their order; its bytes depend on the arguments alone.

    With a language for ``contents``, a first sheet lists number, title and sheet of every table, each title a
    link to its sheet.
    """
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(buffer, {"in_memory": True, **options}) as book:
        book.set_properties({"created": CREATED})
        tables = list(tables)
        title = say("page.sheet", contents) if contents else ""
        names = sheet_names(tables, taken=(title,) if contents else ())
        if contents:
            _Sheet(book, book.add_worksheet(title)).list_contents(tables, names, contents)
        for table, name in zip(tables, names, strict=True):
            _Sheet(book, book.add_worksheet(name)).fill(table)
    return repacked(buffer.getvalue())


def sheet_names(tables: Iterable[Table], taken: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A sheet name for each table: its printed number, else its stable name, made safe, unique, not ``taken``."""
    names = list(taken)
    for table in tables:
        wanted = _safe_name(table.label or table.name)
        name, number = wanted, 1
        while name.casefold() in (other.casefold() for other in names):
            number += 1
            tail = f" ({number})"
            name = _cut(wanted, LONGEST_NAME - len(tail)) + tail
        names.append(name)
    return tuple(names[len(taken) :])


def _safe_name(text: str) -> str:
    """The text as a sheet may be called; a workbook allows no apostrophe at an end, nor the name History."""
    name = _cut(one_line(text).translate(FORBIDDEN), LONGEST_NAME).strip(" '")
    return f"{name}_" if name.casefold() in ("", "history") else name


def _cut(text: str, room: int) -> str:
    """The beginning of the text; workbooks count a character beyond the basic plane twice."""
    while len(text.encode("utf-16-le")) > 2 * room:
        text = text[:-1]
    return text


@dataclass(slots=True)
class _Sheet:
    """A sheet being filled, and the formats that its workbook already knows."""

    book: Any
    sheet: Any
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def fill(self, table: Table) -> None:
        """Write the whole table: title, head, rows, notes, widths, page."""
        last = len(table.columns)
        self.sheet.set_default_row(ROW_HEIGHT)
        self.sheet.set_row(0, 1.6 * ROW_HEIGHT)
        self._merge(0, 0, 0, last, caption(table.label, table.title), bold=True, font_size=12, align="center")
        at = self._head(table, 1)
        self.sheet.freeze_panes(at, 1)
        self.sheet.repeat_rows(1, at - 1)
        for number, row in enumerate(table.rows):
            edges = _edges(row, first=number == 0, last=number == len(table.rows) - 1)
            self._row(at, table, row, edges)
            at += 1
        for note in table.notes:
            self._note(at, last, note.text, _column_widths(table))
            at += 1
        self._page(table)

    def list_contents(self, tables: Iterable[Table], names: Iterable[str], language: Language) -> None:
        """Write the list of contents: number, title with its link, sheet."""
        headings = [say(f"page.{word}", language) for word in ("number", "table_title", "sheet_name")]
        listed = [(table.label, table.title, name) for table, name in zip(tables, names, strict=True)]
        for place, heading in enumerate(headings):
            self._text(0, place, heading, bold=True, top=THICK, bottom=THIN)
            texts = [heading, *(line[place] for line in listed)]
            self.sheet.set_column(place, place, min(max(width(one_line(text)) for text in texts), 90) + 3)
        for at, line in enumerate(listed, start=1):
            edges = {"bottom": THICK} if at == len(listed) else {}
            self._text(at, 0, line[0], **edges)
            self._link(at, 1, line[1] or line[2], line[2], **edges)
            self._text(at, 2, line[2], **edges)
        self.sheet.freeze_panes(1, 0)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)

    def _link(self, at: int, place: int, text: str, name: str, **look: Any) -> None:
        """The text, and on it a link to the first cell of a sheet of this workbook."""
        quoted = name.replace("'", "''")
        text = legal(text)[:LONGEST_TEXT]
        look = {"font_color": LINK, "underline": 1, **look}
        self.sheet.write_url(at, place, f"internal:'{quoted}'!A1", self._format(text, **look), text)

    def _head(self, table: Table, top: int) -> int:
        """The lines of the head; returns the row below them."""
        rows = head_rows(table)
        bottom = top + len(rows) - 1
        self._merge(top, 0, bottom, 0, table.stub_heading, top=THICK, bottom=THIN, valign="vcenter")
        for at, row in enumerate(rows, start=top):
            self._head_row(
                at,
                table,
                row,
                {**({"top": THICK} if at == top else {}), **({"bottom": THIN} if at == bottom else {})},
            )
        return bottom + 1

    def _head_row(self, at: int, table: Table, row: HeadRow, edges: dict[str, Any]) -> None:
        for cell in row:
            rule = {"bottom": THIN} if cell.spans else {}
            align = "center" if cell.spans else table.columns[cell.start].align
            self._merge(at, cell.start + 1, at, cell.stop, cell.text, align=align, **{**edges, **rule})

    def _row(self, at: int, table: Table, row: Row, edges: dict[str, Any]) -> None:
        edges = {**edges, **({"bold": True} if row.role == "group" else {})}
        self._text(at, 0, row.stub, **edges)
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
            self._cell(at, place, cell, align=column.align, **edges)

    def _cell(self, at: int, place: int, cell: Cell, **look: Any) -> None:
        if shows_as_number(cell):
            self.sheet.write_number(
                at, place, cell.value, self._format("", num_format=number_format(cell), **look)
            )
        else:
            self._text(at, place, printed(cell), **look)

    def _text(self, at: int, place: int, text: str, **look: Any) -> None:
        text = legal(text)[:LONGEST_TEXT]
        if text:
            self.sheet.write_string(at, place, text, self._format(text, **look))
        else:
            self.sheet.write_blank(at, place, None, self._format(text, **look))

    def _merge(self, row: int, column: int, last_row: int, last_column: int, text: str, **look: Any) -> None:
        """The text over a block of cells; a block of one cell must not be merged."""
        if (row, column) != (last_row, last_column):
            self.sheet.merge_range(row, column, last_row, last_column, "", self._format(text, **look))
        self._text(row, column, text, **look)

    def _note(self, at: int, last: int, text: str, widths: list[int]) -> None:
        self._merge(at, 0, at, last, text, font_size=9, text_wrap=True, valign="top")
        # A merged cell does not grow with its text.
        lines = sum(-(-max(width(line), 1) * 9 // (sum(widths) * 10)) for line in text.split("\n"))
        self.sheet.set_row(at, 12.5 * max(lines, 1))

    def _page(self, table: Table) -> None:
        for place, room in enumerate(_column_widths(table)):
            self.sheet.set_column(place, place, room)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        if sum(_column_widths(table)) > 90:
            self.sheet.set_landscape()

    def _format(self, text: str, **look: Any) -> Any:
        """The workbook's format for this look; Chinese text takes a Chinese font."""
        latin, chinese = LATIN, CHINESE_BOLD if look.get("bold") else CHINESE
        look = {
            "font_name": chinese if has_chinese(text) else latin,
            "font_size": 10.5,
            "valign": "vcenter",
            **look,
        }
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def _edges(row: Row, *, first: bool, last: bool) -> dict[str, Any]:
    """The rules above and below a row."""
    above = {"top": THIN} if row.rule_above and not first else {}
    return {**above, **({"bottom": THICK} if last else {})}


def _column_widths(table: Table) -> list[int]:
    """The width of the stub column and of every other, in characters."""
    columns = [[row.stub for row in table.rows if not is_heading(row)] + [table.stub_heading]]
    columns += [[printed(row.cells[at]) for row in table.rows] for at in range(len(table.columns))]
    for row in head_rows(table):
        for cell in row:
            span = cell.stop - cell.start
            for at in range(cell.start, cell.stop):
                columns[at + 1].append("0" * -(-width(cell.text) // span))
    return [min(max((width(one_line(text)) for text in texts), default=0), WIDEST) + 3 for texts in columns]
