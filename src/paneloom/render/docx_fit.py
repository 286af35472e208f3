"""How a table is made to fit a page of a Word document: type size, column widths, the page turned or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from paneloom.present.cell import Cell, printed
from paneloom.present.table import Table
from paneloom.render.characters import breakable_units, one_line, width
from paneloom.render.docx_text import NOTE_SIZE
from paneloom.render.grid import head_rows, is_heading, is_number

TWIPS_PER_POINT = 20
SLACK = 0.3  # ems: the reader's fonts may be a little wider than ours
CELL_MARGIN = 85  # twips left and right
LINE, ROW_GAP = 1.25, 2.0  # height of a line in sizes of its type, points between rows
CAPTION_HEIGHT = 32.0  # points, with the space around it
MOST_LINES = 3  # lines that a text may take in its cell
NARROWEST, LONGEST_WORD = 6.0, 14.0  # ems: where a text need not wrap, how long a word is kept whole

# Type sizes in the order they are tried, and whether texts may wrap.
UPRIGHT = ((10.5, False), (9.0, False), (9.0, True), (8.0, True), (7.5, True))
TURNED = ((10.5, False), (9.0, False), (9.0, True), (8.0, False), (8.0, True), (7.0, False), (7.0, True))


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is made to fit a page: its font size, the widths of its columns in twips, the page turned or not.

    ``one_page`` says that rows and notes fit on one page together.
    """

    size: float
    widths: tuple[int, ...]
    landscape: bool
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The width of a column in ems: without any wrapping, and the least when its texts wrap."""

    natural: float
    least: float


def fit(table: Table, portrait: int, landscape: int) -> Fit:
    """The largest type at which the table fits, on the upright page if possible.

    ``portrait`` and ``landscape`` are the twips between the margins across; down the page it is the other of
    the two. Numbers never wrap; texts and headings may, in at most three lines, before type gets smaller than
    9 points or the page is turned. Where some size also holds rows and notes on one page, it is taken. A table
    that fits neither page takes the smallest type on the turned page, and its widest columns give way.
    """
    spans = _spans(table)
    for room, height, sizes in ((portrait, landscape, UPRIGHT), (landscape, portrait, TURNED)):
        fits = [
            Fit(size, widths, room == landscape)
            for size, wraps in sizes
            if (widths := _widths(spans, size, room, wraps=wraps))
        ]
        if fits:
            short = next((one for one in fits if _height(table, one) <= height / TWIPS_PER_POINT), None)
            return fits[0] if short is None else replace(short, one_page=True)
    size = TURNED[-1][0]
    natural = [_twips(span.natural, size) for span in spans]
    return Fit(size, _squeezed(natural, [0] * len(natural), landscape), landscape=True)


def _widths(spans: list[Span], size: float, room: int, *, wraps: bool) -> tuple[int, ...]:
    """The widths of the columns in twips; () when they do not fit the room."""
    natural = [_twips(span.natural, size) for span in spans]
    if sum(natural) <= room:
        return _spread(natural, room)
    least = [_twips(span.least, size) for span in spans]
    return _squeezed(natural, least, room) if wraps and sum(least) <= room else ()


def _spans(table: Table) -> list[Span]:
    """The width of each column, the stub column first."""
    stubs = [_text_span(row.stub) for row in table.rows if not is_heading(row)]
    columns = [[*stubs, _text_span(table.stub_heading)]]
    columns += [[_cell_span(row.cells[at]) for row in table.rows] for at in range(len(table.columns))]
    for row in head_rows(table):
        for cell in row:
            one = _text_span(cell.text)
            share = cell.stop - cell.start
            for at in range(cell.start, cell.stop):
                columns[at + 1].append(Span(one.natural / share, one.least / share))
    return [
        Span(
            max((one.natural for one in column), default=0.0), max((one.least for one in column), default=0.0)
        )
        for column in columns
    ]


def _cell_span(cell: Cell) -> Span:
    if not is_number(cell):
        return _text_span(printed(cell))
    ems = _ems(printed(cell))
    return Span(ems, ems)


def _text_span(text: str) -> Span:
    natural = _ems(text)
    word = max((_ems(piece.strip()) for piece in breakable_units(text)), default=0.0)
    return Span(natural, min(natural, max(natural / MOST_LINES, min(word, LONGEST_WORD), NARROWEST)))


def _height(table: Table, shape: Fit) -> float:
    """About how many points the table takes with its caption and notes."""
    line = shape.size * LINE
    rows = sum(max(_lines(shape, row)) * line + ROW_GAP for row in _texts(table))
    across = sum(shape.widths) / TWIPS_PER_POINT
    notes = sum(ceil(_ems(note.text) * NOTE_SIZE / across) * NOTE_SIZE * LINE * 1.15 for note in table.notes)
    return CAPTION_HEIGHT + rows + notes


def _texts(table: Table) -> Iterator[list[tuple[str, int, int]]]:
    """The texts of each row, with the columns that each stands over, the stub column being the first."""
    for line in head_rows(table):
        yield [(table.stub_heading, 0, 1), *((cell.text, cell.start + 1, cell.stop + 1) for cell in line)]
    for row in table.rows:
        if is_heading(row):
            yield [(row.stub, 0, len(table.columns) + 1)]
        else:
            yield [(row.stub, 0, 1), *((printed(cell), at, at + 1) for at, cell in enumerate(row.cells, 1))]


def _lines(shape: Fit, row: list[tuple[str, int, int]]) -> Iterator[int]:
    for text, start, stop in row:
        across = sum(shape.widths[start:stop]) - 2 * CELL_MARGIN
        yield max(1, ceil(_ems(text) * shape.size * TWIPS_PER_POINT / max(across, 1)))


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


def _squeezed(widths: list[int], least: list[int], room: int) -> tuple[int, ...]:
    """The widths cut to the room, none below its least: the widest columns give way first."""
    low, high = 0, max(widths)
    while high - low > 1:
        cap = (low + high) // 2
        low, high = (cap, high) if sum(_cut(widths, least, cap)) <= room else (low, cap)
    return tuple(_cut(widths, least, low))


def _cut(widths: list[int], least: list[int], cap: int) -> list[int]:
    return [min(wide, max(cap, narrow)) for wide, narrow in zip(widths, least, strict=True)]
