"""Each table of the raw files with the layout that is guessed for it, or what keeps it from being guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import PurePosixPath

from paneloom.errors import PaneloomError
from paneloom.sources.cells import is_blank, text_of, year_of
from paneloom.sources.layouts.contents import names_in
from paneloom.sources.layouts.guess import guess
from paneloom.sources.layouts.looks import columns_of_book, heading_row, is_year, sample, share_of
from paneloom.sources.names.orders import units_in_order
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Book, Sheet
from paneloom.study.intake import TOTAL_ROWS, Source
from paneloom.workflow.survey.heading import label_and_unit
from paneloom.workflow.survey.names_known import NamesKnown

TIME_KEY = "year"
_ORDER = re.compile(r'order = "([^"]+)"')
# Not that of a date: "2021.8.6".
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d|[.\-/]\d{1,2}(?!\d))", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """One table: a sheet of a file, a file without sheets, or a workbook of sheets alike.

    ``names`` are those of its variables, () where it holds one that it does not name; ``problem`` says why
    the study cannot take it as it is: there is no layout, or only one in an order of units that nobody has
    confirmed. ``of_unit``, ``of_time`` are told by the name of the file.
    """

    book: Book
    source: Source
    names: tuple[str, ...] = ()
    problem: PaneloomError | None = None
    of_unit: str | None = None
    of_time: int | None = None

    @property
    def file(self) -> str:
        """The path of the file."""
        return self.book.file

    @property
    def sheet(self) -> Sheet:
        """The sheet; the first where there are several."""
        return self.book.sheets[0] if self.source.sheet is None else self.book.sheet(self.source.sheet)

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        return PurePosixPath(self.file).stem

    def request(self, names: NamesKnown, columns: dict[str, str]) -> Request:
        """What asks for variables of the table."""
        return _request(self.source, names, columns, self.of_unit, self.of_time)


def raw_tables(book: Book, names: NamesKnown) -> Iterator[RawTable]:
    """The tables of a file, in the order of its sheets; sheets without a cell are passed over."""
    filled = [name for name, sheet in zip(book.names, book.sheets, strict=True) if not _is_empty(sheet)]
    whole = _of_sheets_alike(book, names) if len(filled) > 1 else None
    if whole is not None:
        yield whole
        return
    for name in filled:
        yield _table(book, Source(file=book.file, sheet=name if len(book.sheets) > 1 else None), names)


def years_in(stem: str) -> tuple[int, ...]:
    """The years that the name of a file has."""
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(stem)))


def _is_empty(sheet: Sheet) -> bool:
    return all(is_blank(cell) for row in sheet.rows for cell in row)


def _request(
    source: Source,
    names: NamesKnown,
    columns: dict[str, str],
    of_unit: str | None = None,
    of_time: int | None = None,
) -> Request:
    is_unit = None if names.registry is None else names.is_unit
    return Request(
        source,
        names.unit_key,
        TIME_KEY,
        columns,
        TOTAL_ROWS,
        "data.x",
        is_unit,
        order=units_in_order(source.order) if source.order else (),
        of_unit=of_unit,
        of_time=of_time,
    )


def _of_sheets_alike(book: Book, names: NamesKnown) -> RawTable | None:
    """A workbook whose sheets are called like years or units."""
    years = [name for name in book.names if year_of(text_of(name)) is not None]
    units = [name for name in book.names if names.is_unit(name)]
    if max(len(years), len(units)) < 2:
        return None
    request = _request(Source(file=book.file), names, {})
    try:
        source = guess(book, request)
        if source.layout != "sheets":
            return None
        return RawTable(book, source, names_in(book, replace(request, source=source)))
    except PaneloomError:
        return None


def _table(book: Book, source: Source, names: NamesKnown) -> RawTable:
    """A table as it is read best: alone, or with the unit or the year that the name of its file tells."""
    plain = RawTable(book, source)
    first = _guessed(plain, names)
    if first.problem is None and not _lacks_something(first):
        return first
    years = years_in(plain.stem)
    ways = [replace(plain, of_unit=plain.stem)] if names.is_unit(plain.stem) else []
    keyed = _with_keys(plain, names)
    ways += [keyed] if keyed is not None else []
    ways += [replace(plain, of_time=years[0])] if len(years) == 1 else []
    for way in ways:
        other = _guessed(way, names)
        if other.problem is None and not _lacks_something(other):
            return other
    return first


def _with_keys(table: RawTable, names: NamesKnown) -> RawTable | None:
    """The table with a column of years, or of texts without a registry, as its keys, however they are headed."""
    sheet = table.sheet
    is_unit = None if names.registry is None else names.is_unit
    row = heading_row(sheet, is_unit)
    looks = columns_of_book(sheet, is_unit, row)
    cells = [sample(sheet, number, range(row + 1, len(sheet.rows))) for number in range(len(looks))]
    pairs = [(one, own) for one, own in zip(looks, cells, strict=True) if one.heading and own]
    # Numbers may look like years; a heading with a unit of measurement is not one of years.
    plain = [
        (one, own)
        for one, own in pairs
        if year_of(one.heading) is None and not label_and_unit(one.heading)[1]
    ]
    times = [one.heading for one, own in plain if share_of(own, is_year) == 1]
    units = [one.heading for one, own in pairs if one.kind == "unit"]
    if is_unit is None:
        units += [one.heading for one, own in pairs if one.kind == "text"]
    told = {key: found[0] for key, found in (("time", times), ("unit", units)) if found}
    return replace(table, source=table.source.model_copy(update=told)) if len(told) == 2 else None


def _lacks_something(table: RawTable) -> bool:
    """Whether the name of the file may add to what the table itself says."""
    return table.source.layout in ("units", "times")


def _guessed(table: RawTable, names: NamesKnown) -> RawTable:
    request = table.request(names, {})
    try:
        source = guess(table.book, request)
        if source.layout == "wide" and "variable" not in (*source.down, *source.across):
            source = _with_indicators(table, source, request)
        found = replace(table, source=source)
        return replace(found, names=names_in(table.book, found.request(names, {})))
    except PaneloomError as problem:
        return _in_order(replace(table, problem=problem), problem, names)


def _in_order(table: RawTable, problem: PaneloomError, names: NamesKnown) -> RawTable:
    """The table with its problem; where its rows have no names, as it is read in the one order that fits."""
    told = _ORDER.fullmatch(problem.details.get("settings", ""))
    if told is None or table.source.order is not None:
        return table
    source = table.source.model_copy(update={"order": told[1]})
    other = _guessed(replace(table, source=source, problem=None), names)
    return replace(other, problem=problem) if other.problem is None else table


def _with_indicators(table: RawTable, source: Source, request: Request) -> Source:
    """The source with variables down, where a column of other texts stands beside the units."""
    sheet = table.sheet
    looks = columns_of_book(sheet, request.is_unit, heading_row(sheet, request.is_unit))
    left = list(takewhile(lambda one: year_of(one.heading) is None, looks))
    texts = [number for number, one in enumerate(left) if one.kind == "text"]
    if len(texts) != 1 or len(left) < 2:
        return source
    top = heading_row(sheet, request.is_unit) + 1
    found = dict.fromkeys(text_of(sheet.cell(row, texts[0])) for row in range(top, len(sheet.rows)))
    columns = {f"v{number}": text for number, text in enumerate(text for text in found if text)}
    try:
        other = guess(table.book, replace(request, columns=columns))
    except PaneloomError:
        return source
    return other if "variable" in (*other.down, *other.across) else source
