"""The head of a table as a grid of merged cells, and its caption: what every writer needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.present.cell import Cell
from paneloom.present.table import Row, Spanner, Table
from paneloom.render.characters import has_chinese, one_line


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading over the columns ``start`` to ``stop - 1``; ``spans`` when it is a spanner and wants a rule below."""

    text: str
    start: int
    stop: int
    spans: bool = False


HeadRow = tuple[HeadCell, ...]


def head_rows(table: Table) -> tuple[HeadRow, ...]:
    """The lines of the head from the top: spanners first, then the headings, set against the lowest line.

    Each line covers every column once; the stub column is not among them.
    """
    width, depth = len(table.columns), table.heading_depth
    lines = [_spanner_row(level, width) for level in spanner_levels(table.spanners)]
    padded = [("",) * (depth - len(column.heading)) + column.heading for column in table.columns]
    headings = (tuple(HeadCell(padded[at][line], at, at + 1) for at in range(width)) for line in range(depth))
    return (*lines, *headings)


def spanner_levels(spanners: tuple[Spanner, ...]) -> tuple[tuple[Spanner, ...], ...]:
    """The spanners in lines within which none overlaps another; each takes the highest line with room."""
    levels: list[list[Spanner]] = []
    for spanner in spanners:
        for level in levels:
            if all(spanner.stop <= other.start or other.stop <= spanner.start for other in level):
                level.append(spanner)
                break
        else:
            levels.append([spanner])
    return tuple(tuple(sorted(level, key=lambda s: s.start)) for level in levels)


def caption(label: str, title: str) -> str:
    """The number and the title on one line: a full-width blank after a Chinese number, a full stop after another."""
    label, title = one_line(label), one_line(title)
    if not label or not title:
        return label or title
    return label + caption_gap(label) + title


def caption_gap(label: str) -> str:
    """What stands between the number and the title."""
    return "\N{IDEOGRAPHIC SPACE}" if has_chinese(label) else ". "


def is_heading(row: Row) -> bool:
    """Whether the row only heads the rows below it, and so may run over all columns."""
    return row.role == "group" and all(cell.value is None for cell in row.cells)


def is_number(cell: Cell) -> bool:
    """Whether the cell holds a number."""
    return cell.value is not None and not isinstance(cell.value, str)


def _spanner_row(level: tuple[Spanner, ...], width: int) -> HeadRow:
    cells: list[HeadCell] = []
    at = 0
    for spanner in level:
        cells += [HeadCell("", gap, gap + 1) for gap in range(at, spanner.start)]
        cells.append(HeadCell(spanner.label, spanner.start, spanner.stop, spans=True))
        at = spanner.stop
    return (*cells, *(HeadCell("", gap, gap + 1) for gap in range(at, width)))
