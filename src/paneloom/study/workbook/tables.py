"""The tables on the sheets of a workbook: a title in brackets, one or two rows of headings, rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.study.unread import Unread
from paneloom.study.workbook.values import Cell, is_blank, text_of
from paneloom.study.workbook.words import (
    FIRST,
    README,
    SHEETS,
    folded,
    headings_by_text,
    sheets_by_name,
    tables_by_name,
)

_TITLE = re.compile(r"[\[【［]\s*([^\[\]【】［］\"']+?)\s*[\]】］].*", re.DOTALL)
REMARK = ("#", "＃")
HEADING_ROWS = 2


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value: an error, or a formula whose result was never stored."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet: text, numbers, truth values, dates, ``Broken``, or None where there is none."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands on its sheet: the column of each heading, and its rows with their numbers from 0."""

    title: str
    sheet: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    top: tuple[int, int]

    def cell(self, row: tuple[Cell, ...], heading: str) -> Cell:
        """The cell of a row below a heading; None when there is none, or nothing in it."""
        at = self.columns.get(heading, len(row))
        cell = row[at] if at < len(row) else None
        return None if is_blank(cell) else cell

    def spot(self, row: int, heading: str) -> tuple[str, str]:
        """Sheet and cell below a heading; the first cell of the row when the heading is not there."""
        return self.sheet, address(row, self.columns.get(heading, min(self.columns.values(), default=0)))


@dataclass(slots=True)
class Found:
    """The tables of a workbook, what is wrong with their frames, and what could not be read for it."""

    file: str
    tables: list[Table] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)

    @property
    def problems(self) -> list[PaneloomError]:
        """What is wrong."""
        return self.unread.problems

    def place(self, sheet: str, row: int, column: int) -> Place:
        """The place of a cell counted from 0."""
        return Place(self.file, sheet=sheet, cell=address(row, column))


def address(row: int, column: int) -> str:
    """The name of a cell: (0, 0) is A1."""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return f"{name}{row + 1}"


def tables_in(file: str, grids: tuple[Grid, ...], headings: Mapping[str, tuple[str, ...]]) -> Found:
    """The tables of every sheet; ``headings`` are those that each table may have, by its title."""
    found = Found(file)
    known = sheets_by_name()
    for grid in grids:
        sheet = known.get(folded(grid.name))
        if sheet == README or grid.name.startswith(REMARK):
            continue
        first = FIRST.get(sheet or "")
        for title, start, rows in _stretches(found, grid, first, headings):
            with found.unread.within(title.partition(".")[0]):
                _add(found, grid, title, start, rows, headings[title])
    return found


def _stretches(
    found: Found, grid: Grid, first: str | None, known: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, int, list[int]]]:
    """(title, its row, the rows below it that hold something) of each table of a sheet."""
    by_name = tables_by_name(known)
    current: tuple[str, int, list[int]] | None = None
    for at, row in enumerate(grid.rows):
        if all(is_blank(cell) for cell in row):
            continue
        column, cell = _first(row)
        text = text_of(cell)
        match = _TITLE.fullmatch(text) if isinstance(cell, str) else None
        if match:
            if current is not None and current[0]:
                yield current
            current = (by_name.get(folded(match[1]), ""), at, [])
            if not current[0]:
                where = found.place(grid.name, at, column)
                near = _refuse(found, "workbook-section", where, text, match[1], tuple(known))
                found.unread.lose(near.partition(".")[0])
        elif text.startswith(REMARK):
            continue
        elif current is not None:
            current[2].append(at)
        elif first is not None:
            current = (first, at, [at])
        else:
            sheets, where = sheets_by_name(), found.place(grid.name, at, column)
            near = _refuse(found, "workbook-sheet", where, text, folded(grid.name), tuple(sheets))
            found.unread.lose(*SHEETS.get(sheets.get(near, ""), ("",)))
            return
    if current is not None and current[0]:
        yield current


def _refuse(found: Found, slug: str, where: Place, seen: str, word: str, known: tuple[str, ...]) -> str:
    """Note what is wrong, and give the name that was probably meant."""
    near = nearest(word, known)
    found.problems.append(PaneloomError(slug, where=where, seen=seen, nearest=near, known=known))
    return near or ""


def _first(row: tuple[Cell, ...]) -> tuple[int, Cell]:
    return next((at, cell) for at, cell in enumerate(row) if not is_blank(cell))


def _add(
    found: Found, grid: Grid, title: str, start: int, rows: list[int], headings: tuple[str, ...]
) -> None:
    """Read the headings of a table and keep its rows."""
    known = headings_by_text(headings, title)
    columns: dict[int, str] = {}
    last: dict[int, str] = {}
    heads = 0
    for at in rows[:HEADING_ROWS]:
        texts = {column: text_of(cell) for column, cell in enumerate(grid.rows[at]) if not is_blank(cell)}
        meant = {column: heading for column, text in texts.items() if (heading := _heading(text, known))}
        is_other = any(columns.get(column, heading) != heading for column, heading in meant.items())
        is_entry = heads > 0 and (is_other or 2 * len(meant) == len(texts))
        is_after_keys = heads > 0 and texts != last and _are_keys(last, columns)
        if not meant or 2 * len(meant) < len(texts) or is_entry or is_after_keys:
            break
        columns = {**columns, **meant}
        heads += 1
        last = texts
    if not heads:
        if rows:
            where = found.place(grid.name, rows[0], _first(grid.rows[rows[0]])[0])
            found.problems.append(PaneloomError("workbook-headings", where=where, known=headings))
        return
    for column, text in last.items():
        if column not in columns:
            where = found.place(grid.name, rows[heads - 1], column)
            near = nearest(text, headings)
            found.problems.append(
                PaneloomError("unknown-key", where=where, seen=text, nearest=near, known=headings)
            )
            columns[column] = ""
    body = tuple((at, tuple(grid.rows[at])) for at in rows[heads:])
    _check_cells(found, grid.name, columns, body)
    places = {heading: column for column, heading in reversed(columns.items()) if heading}
    top = (start, _first(grid.rows[start])[0])
    found.tables.append(Table(title, grid.name, places, body, top))


def _are_keys(texts: Mapping[int, str], columns: Mapping[int, str]) -> bool:
    """Whether a row of headings holds the keys themselves, so that no such row follows."""
    return all(folded(text) == folded(columns.get(column, "")) for column, text in texts.items())


def _heading(text: str, known: Mapping[str, str]) -> str | None:
    """The heading that a cell means, also when it holds two: one above the other."""
    for part in (text, *reversed(text.split("\n"))):
        if folded(part) in known:
            return known[folded(part)]
    return None


def _check_cells(
    found: Found, sheet: str, columns: Mapping[int, str], rows: tuple[tuple[int, tuple[Cell, ...]], ...]
) -> None:
    """Refuse cells without a value, and those that stand below no heading."""
    for at, row in rows:
        for column, cell in enumerate(row):
            if isinstance(cell, Broken):
                where = found.place(sheet, at, column)
                found.problems.append(PaneloomError("workbook-cell", where=where, seen=cell.text))
            elif column not in columns and not is_blank(cell):
                where = found.place(sheet, at, column)
                found.problems.append(PaneloomError("ragged-row", where=where, seen=text_of(cell)))
