"""A study as a workbook: read with all the care that data get, written light, with lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from paneloom.render.characters import has_chinese, width
from paneloom.render.zip_bytes import repacked
from paneloom.sources.cells import ErrorCell, Percent
from paneloom.sources.excel import read_workbook
from paneloom.study.contents import check_study_size
from paneloom.study.model import Study
from paneloom.study.workbook.tables import Broken, Grid
from paneloom.study.workbook.words import README, heading_text, sheet_name, table_name
from paneloom.study.workbook.writing import Block, blocks_of, keys_of
from paneloom.wording import LANGUAGES, Language, catalogue

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone
FONT = "微软雅黑"
INK, ACCENT, PALE, LINE, FAINT, SHUT = "#22313A", "#1F6F6B", "#E8F2F1", "#D3DEDF", "#7C8C90", "#F5F7F7"
SPARE, SPARE_VARIABLES = 6, 30
WIDEST, NARROWEST = 44, 11
# The first table of these sheets has its headings kept in view: those below have the same columns.
FROZEN = ("variables", "regress")
A4 = 9
LINE_HEIGHT = 14
# The columns of a list of settings that differ from others.
CHINESE, ENGLISH, HELP = 2, 3, 4
GUIDE = ("run", "tables", "blank", "text", "names", "remarks")
LIST_LIMIT = 255
FORMULA_SIGNS = ("=", "+", "-", "@")


def grids_in(path: Path, file: str) -> tuple[Grid, ...]:
    """The sheets of a workbook; ``file`` is its name in messages.

    Raises
    ------
    PaneloomError
        ``study-too-large``; as ``read_workbook``.
    """
    check_study_size(path, file)
    sheets = read_workbook(path, file).sheets
    return tuple(
        Grid(sheet.name or "", tuple(tuple(map(_plain, row)) for row in sheet.rows)) for sheet in sheets
    )


def _plain(cell: object) -> object:
    if isinstance(cell, Percent):
        return float(cell)
    return Broken(cell.text) if isinstance(cell, ErrorCell) else cell


def study_xlsx(study: Study, language: Language) -> bytes:
    """The study as a workbook in which people can go on; its bytes depend on the arguments alone.

    Raises
    ------
    PaneloomError
        ``workbook-too-long``.
    """
    from xlsxwriter import Workbook

    blocks = blocks_of(study, language)
    buffer = BytesIO()
    settings = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(buffer, {"in_memory": True, **settings}) as book:
        book.set_properties({"created": CREATED})
        looks = _Looks(book)
        _guide(_Page(book.add_worksheet(sheet_name(README, language)), looks, language))
        for sheet, tables in blocks.items():
            page = _Page(book.add_worksheet(sheet_name(sheet, language)), looks, language)
            page.fill(tables, frozen=sheet in FROZEN)
    return repacked(buffer.getvalue())


@dataclass(slots=True)
class _Looks:
    """The formats of a workbook, each made once."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def look(self, **settings: Any) -> Any:
        """The format with these settings."""
        whole = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **settings}
        key = tuple(sorted(whole.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(whole)
        return self.made[key]


@dataclass(slots=True)
class _Page:
    """A sheet being filled."""

    sheet: Any
    looks: _Looks
    language: Language
    at: int = 0
    top: int = 0
    widths: dict[int, int] = field(default_factory=dict)
    texts: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def fill(self, blocks: Iterable[Block], *, frozen: bool) -> None:
        """Write all tables, one below the other."""
        for block in blocks:
            self.title(block)
            self.headings(block)
            if frozen and self.at == 3:
                self.sheet.freeze_panes(3, 1)
            self.rows(block)
            self.at += 1
        self.finish()

    def title(self, block: Block) -> None:
        """The name of the table, in brackets, with what it is called."""
        self.sheet.set_row(self.at, 24)
        called = table_name(block.title, self.language)
        look = self.looks.look(bold=True, font_size=12, font_color=ACCENT)
        self.sheet.write_string(self.at, 0, f"[{block.title}] {called}".strip(), look)
        self.at += 1

    def headings(self, block: Block) -> None:
        """A row for people, and one for the program."""
        self.sheet.set_row(self.at, 20)
        upper = self.looks.look(bold=True, bg_color=PALE, top=1, top_color=ACCENT)
        lower = self.looks.look(
            italic=True, font_size=8, font_color=FAINT, bg_color=PALE, bottom=1, bottom_color=LINE
        )
        for column, part in enumerate(block.columns):
            called = heading_text(part.heading, self.language, block.title)
            self.sheet.write_string(self.at, column, called, upper)
            self.sheet.write_string(self.at + 1, column, part.heading, lower)
            self.widen(column, called, part.heading)
        self.at += 2

    def rows(self, block: Block) -> None:
        """The rows, blank ones to write in, and the lists to choose from."""
        start = self.top = self.at
        for row in block.rows:
            for column, cell in enumerate(row):
                self.cell(column, cell, block)
                if not (block.is_settings and column == HELP):
                    self.widen(column, cell)
                    self.texts.setdefault(self.at, []).append((column, "" if cell is None else str(cell)))
            self.at += 1
        spare = 0 if block.is_settings else SPARE_VARIABLES if block.title == "variables" else SPARE
        for _ in range(spare):
            for column in range(len(block.columns)):
                self.cell(column, None, block)
            self.at += 1
        if block.is_settings:
            for at, choices in enumerate(block.choices, start):
                self.offer(at, at, CHINESE, choices)
        for column, part in enumerate(block.columns):
            self.offer(start, self.at - 1, column, part.choices)
        if self.at > start:
            area = f"A{start + 1}:XFD{self.at}"
            self.sheet.ignore_errors({"number_stored_as_text": area})

    def cell(self, column: int, cell: object, block: Block) -> None:
        """One cell; a text stays a text, whatever it begins with and whoever edits it."""
        look = self.cell_look(column, cell, block)
        if isinstance(cell, str):
            self.sheet.write_string(self.at, column, cell, look)
        elif isinstance(cell, int | float):
            self.sheet.write_number(self.at, column, cell, look)
        else:
            self.sheet.write_blank(self.at, column, None, look)

    def cell_look(self, column: int, cell: object, block: Block) -> Any:
        settings: dict[str, Any] = {"border": 1, "border_color": LINE, "text_wrap": True}
        if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
            settings["quote_prefix"] = True
        if block.is_settings and column == HELP:
            return self.looks.look(font_color=FAINT, font_size=9, indent=1)
        if block.is_settings and column == 1:
            settings |= {"font_color": FAINT, "italic": True, "font_size": 9}
        if block.is_settings and column == ENGLISH and not block.texts[self.at - self.top]:
            settings["bg_color"] = SHUT
        part = block.columns[column]
        if block.is_settings or part.kind not in ("whole", "number"):
            # What is typed stays as typed: 2013-1 is no date, .310 no number.
            settings["num_format"] = "@"
        if column == 0:
            settings["bold"] = True
        return self.looks.look(**settings)

    def offer(self, first: int, last: int, column: int, choices: tuple[str, ...]) -> None:
        """A list of words in the cells of a column."""
        is_list = bool(choices) and not any("," in choice for choice in choices)
        if not is_list or last < first or len(",".join(choices)) > LIST_LIMIT:
            return
        self.sheet.data_validation(
            first,
            column,
            last,
            column,
            {"validate": "list", "source": list(choices), "ignore_blank": True, "error_type": "warning"},
        )

    def widen(self, column: int, *cells: object) -> None:
        """Make room for texts."""
        longest = max(
            (width(line) for cell in cells if cell is not None for line in str(cell).split("\n")), default=0
        )
        self.widths[column] = min(max(longest + 3, self.widths.get(column, NARROWEST)), WIDEST)

    def finish(self) -> None:
        """Widths and page."""
        for column, room in self.widths.items():
            self.sheet.set_column(column, column, room)
        for at, cells in self.texts.items():
            lines = max(_lines(text, self.widths[column] - 2) for column, text in cells)
            self.sheet.set_row(at, LINE_HEIGHT * lines + 4)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)


def _lines(text: str, room: int) -> int:
    """The lines that a text takes in a column."""
    return sum(max(1, -(-width(line) // room)) for line in text.split("\n"))


def _guide(page: _Page) -> None:
    """How to fill in the workbook, in both languages, and the list of all keys."""
    sheet, looks = page.sheet, page.looks
    words = catalogue("workbook")["guide"]
    order: tuple[Language, ...] = (page.language, *(other for other in LANGUAGES if other != page.language))
    widths = (12, 22, 18, 20, 80)
    for language in order:
        sheet.set_row(page.at, 28)
        sheet.write_string(
            page.at, 0, words["title"][language], looks.look(bold=True, font_size=14, font_color=ACCENT)
        )
        page.at += 1
        for word in GUIDE:
            text = words[word][language]
            sheet.merge_range(page.at, 0, page.at, 4, "", looks.look(text_wrap=True, valign="top"))
            sheet.write_string(page.at, 0, text, looks.look(text_wrap=True, valign="top"))
            # A merged cell does not grow with its text.
            room = sum(widths) - 8 if has_chinese(text) else sum(widths)
            sheet.set_row(page.at, 17 * -(-width(text) // room))
            page.at += 1
        page.at += 1
    sheet.write_string(
        page.at, 0, words["keys"][page.language], looks.look(bold=True, font_size=12, font_color=ACCENT)
    )
    headings = [words[word][page.language] for word in ("sheet", "table")]
    headings += [heading_text(word, page.language) for word in ("key", "item")] + [
        words["takes"][page.language]
    ]
    look = looks.look(bold=True, bg_color=PALE, top=1, top_color=ACCENT, bottom=1, bottom_color=LINE)
    for column, text in enumerate(headings):
        sheet.write_string(page.at + 1, column, text, look)
    for at, row in enumerate(keys_of(page.language), start=page.at + 2):
        page.texts[at] = list(enumerate(row))
        for column, text in enumerate(row):
            look = looks.look(
                bottom=1, bottom_color=LINE, text_wrap=column == 4, font_color=FAINT if column < 2 else INK
            )
            sheet.write_string(at, column, text, look)
    page.widths = dict(enumerate(widths))
    page.finish()
