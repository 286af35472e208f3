"""Workbooks (.xlsx, .xlsm, .xls), read with calamine after a look at their size and at cells without a value."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from paneloom.errors import PaneloomError, Place
from paneloom.panel.ledger import Entry
from paneloom.sources.biff import scan_stream
from paneloom.sources.biff_formats import shown_in_stream
from paneloom.sources.cells import Cell, ErrorCell, is_blank
from paneloom.sources.compound import wrapped
from paneloom.sources.number_formats import Shown, scaled_in, shown_in, styles_of, with_percent
from paneloom.sources.shared_texts import size_of_texts
from paneloom.sources.sheet import CELL_LIMIT, Book, Sheet, letters
from paneloom.sources.sheet_scan import Scan
from paneloom.sources.tables import TEXT_LIMIT, check_texts
from paneloom.sources.workbook_parts import check_parts, check_size, scan, sheet_parts
from paneloom.study.panics import is_panic, without_trace

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# The last row that a sheet can have; a table that ends there was likely cut.
XLSX_ROWS, XLS_ROWS = 1_048_576, 65_536
# RuntimeError is what the archive raises for a member with a password or in a packing it does not know,
# OSError for a place before its start.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, LookupError, ValueError, StopIteration,
    expat.ExpatError,
)  # fmt: skip


def read_workbook(origin: Path | bytes, file: str) -> Book:
    """Every sheet of an .xlsx; cells are text, numbers, truth values, dates, or ``ErrorCell``.

    Parameters
    ----------
    origin
        The file, or its bytes when they had to be decrypted.
    file
        How messages call it.

    Raises
    ------
    PaneloomError
        ``not-a-workbook``, ``unread-format`` for other archives, ``workbook-too-large``, ``sheet-too-large``,
        ``texts-too-large``.
    """
    from python_calamine import CalamineWorkbook

    with _refused_if_damaged(file):
        with zipfile.ZipFile(origin if isinstance(origin, Path) else io.BytesIO(origin)) as archive:
            check_size(archive, file)
            _check_kind(archive, file)
            parts = {
                name: part for name, part in sheet_parts(archive).items() if part.startswith("xl/worksheets/")
            }
            if len(set(parts.values())) < len(parts):
                # One sheet under many names: a small file would hold many large ones.
                raise ValueError
            scans = {name: scan(archive, part) for name, part in parts.items()}
            _check_extents(scans.items(), file)
            cells = sum(found.texts for found in scans.values())
            check_texts(file, size_of_texts(archive, tuple(parts.values()), cells, TEXT_LIMIT))
            check_parts(archive, tuple(parts.values()))
            styles = styles_of(archive)
            shown = {name: shown_in(archive, part, styles) for name, part in parts.items()}
        with CalamineWorkbook.from_object(
            origin if isinstance(origin, Path) else io.BytesIO(origin)
        ) as workbook:
            return _book(workbook, file, scans, XLSX_ROWS, shown)


def read_xls(stream: bytes, file: str) -> Book:
    """Every sheet of an .xls, from its stream of records; see ``read_workbook``.

    Raises
    ------
    PaneloomError
        ``not-a-workbook``, ``sheet-too-large``, ``texts-too-large``.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with _refused_if_damaged(file):
        found, texts = scan_stream(stream, TEXT_LIMIT)
        _check_extents(found, file)
        check_texts(file, texts)
        formats = shown_in_stream(stream)
        with CalamineWorkbook.from_filelike(io.BytesIO(wrapped("Workbook", stream))) as workbook:
            sheets = {
                about.name: (one, shown)
                for about, (_, one), shown in zip(workbook.sheets_metadata, found, formats, strict=True)
                if about.typ == SheetTypeEnum.WorkSheet
            }
            scans = {name: one for name, (one, _) in sheets.items()}
            shown_in_sheets = {name: shown for name, (_, shown) in sheets.items()}
            return _book(workbook, file, scans, XLS_ROWS, shown_in_sheets)


@contextmanager
def _refused_if_damaged(file: str) -> Iterator[None]:
    from python_calamine import CalamineError

    try:
        with without_trace():
            yield
    except (*_DAMAGED, CalamineError):
        raise PaneloomError("not-a-workbook", where=Place(file)) from None
    except BaseException as fault:
        if not is_panic(fault):
            raise
        raise PaneloomError("not-a-workbook", where=Place(file)) from None


def _check_kind(archive: zipfile.ZipFile, file: str) -> None:
    names = archive.namelist()
    for part, kind in (("xl/workbook.bin", "XLSB"), ("mimetype", "ODS"), ("word/document.xml", "Word")):
        if part in names:
            raise PaneloomError("unread-format", where=Place(file), seen=kind)


def _check_extents(scans: Iterable[tuple[str, Scan]], file: str) -> None:
    """Refuse cells that would take too much memory; a text takes twice that of a number."""
    left = CELL_LIMIT
    for name, found in scans:
        left -= found.height * found.width + found.texts
        if left < 0:
            raise PaneloomError(
                "sheet-too-large",
                where=Place(file, sheet=name),
                seen=f"{found.height} x {found.width}",
                limit=f"{CELL_LIMIT:,}",
            )


def _book(
    workbook: CalamineWorkbook, file: str, scans: dict[str, Scan], last_row: int, shown: dict[str, Shown]
) -> Book:
    from python_calamine import SheetVisibleEnum

    visible = {about.name: about.visible == SheetVisibleEnum.Visible for about in workbook.sheets_metadata}
    sheets: list[Sheet] = []
    entries: list[Entry] = []
    for name, found in scans.items():
        formats = shown.get(name, Shown())
        raw = workbook.get_sheet_by_name(name)
        rows = _rows(raw, found)
        with_percent(rows, formats)
        sheet = _sheet(raw, file, rows, found.hidden_rows, visible[name])
        sheets.append(sheet)
        entries += _entries(sheet, found, last_row)
        entries += _scaled(sheet, formats)
    return Book(file, tuple(sheets), entries=tuple(entries))


def _rows(raw: CalamineSheet, found: Scan) -> list[tuple[Cell, ...]]:
    lists = raw.to_python(skip_empty_area=False)
    # Taken from the end, so that no row is held twice.
    rows: list[tuple[Cell, ...]] = []
    rows += (tuple(lists.pop()) for _ in range(len(lists)))
    rows.reverse()
    for (at, column), text in found.faults.items():
        rows += [()] * (at + 1 - len(rows))
        cells = [*rows[at], *[None] * (column + 1 - len(rows[at]))]
        cells[column] = ErrorCell(text)
        rows[at] = tuple(cells)
    return rows


def _sheet(
    raw: CalamineSheet,
    file: str,
    rows: list[tuple[Cell, ...]],
    hidden: list[int],
    visible: bool,  # noqa: FBT001
) -> Sheet:
    header = next(
        (number for number, row in enumerate(rows) if any(cell not in ("", None) for cell in row)), 0
    )
    return Sheet(
        file,
        raw.name,
        tuple(rows),
        header=header,
        merged=tuple((*first, *last) for first, last in raw.merged_cell_ranges or ()),
        hidden_rows=tuple(row for row in hidden if row < len(rows)),
        visible=visible,
    )


def _entries(sheet: Sheet, found: Scan, last_row: int) -> Iterator[Entry]:
    """What may have escaped the eye: that the sheet is hidden, hidden rows and columns, that it fills all rows."""
    if sheet.rows and not sheet.visible:
        yield Entry("flagged", "hidden sheet", place=sheet.at_row(0))
    hidden = [row for row in sheet.hidden_rows if not all(map(is_blank, sheet.rows[row]))]
    if hidden:
        first = sheet.place(hidden[0], 0)
        yield Entry(
            "flagged", "hidden rows", before=_spans(hidden, _row_name), place=first, count=len(hidden)
        )
    yield from _hidden_columns(sheet, found)
    if len(sheet.rows) >= last_row and not all(map(is_blank, sheet.rows[last_row - 1])):
        yield Entry("flagged", "cut at the limit", before=f"{last_row:,}", place=sheet.place(last_row - 1, 0))


def _hidden_columns(sheet: Sheet, found: Scan) -> Iterator[Entry]:
    width = max(map(len, sheet.rows), default=0)
    hidden: list[int] = []
    for first, last in sorted(found.hidden_columns):
        # Sheets hide all columns to the right of a table, too.
        start = max(first, hidden[-1] + 1 if hidden else 0)
        hidden += range(start, min(last + 1, width))
    hidden = [
        column
        for column in hidden
        if not all(column >= len(row) or is_blank(row[column]) for row in sheet.rows)
    ]
    if hidden:
        names, first_place = _spans(hidden, letters), sheet.place(0, hidden[0])
        yield Entry("flagged", "hidden columns", before=names, place=first_place, count=len(hidden))


def _scaled(sheet: Sheet, shown: Shown) -> Iterator[Entry]:
    """Number formats that leave out the last thousands of a number; the numbers stay as they are held."""
    for code, cells in scaled_in(sheet.rows, shown).items():
        yield Entry("flagged", "scaled format", before=code, place=sheet.place(*cells[0]), count=len(cells))


def _spans(found: list[int], name: Callable[[int], str]) -> str:
    """Rows or columns by their names, neighbours joined: 3-5, 9."""
    known = set(found)
    starts = [name(at) for at in found if at - 1 not in known]
    ends = [name(at) for at in found if at + 1 not in known]
    return ", ".join(
        start if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True)
    )


def _row_name(row: int) -> str:
    return str(row + 1)
