"""The table of indicators of one or more indices: a CSV file or the first sheet of a workbook.

Columns, by their headings, in any order: index, dimension, indicator, direction, unit, label, weight, low,
high, best_low, best_high, target, or 指数, 维度, 指标, 方向, 单位, 名称, 权重, 下限, 上限, 最优下限, 最优上限,
目标值. Only indicator and direction must be there. A dimension is written as its key, or as key, blank, label:
"tp 科技生产力".
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.study.contents import contents
from paneloom.study.csv_rows import csv_rows
from paneloom.study.directions import DIRECTIONS
from paneloom.study.index_part import Direction
from paneloom.study.indicator_numbers import NUMBER_HEADINGS, Beside, beside
from paneloom.study.panics import is_panic, without_trace

HEADINGS = {
    "指数": "index",
    "维度": "dimension",
    "指标": "indicator",
    "方向": "direction",
    "单位": "unit",
    "名称": "label",
    "权重": "weight",
    "下限": "low",
    "上限": "high",
    "最优下限": "best_low",
    "最优上限": "best_high",
    "目标值": "target",
}
NEEDED = ("indicator", "direction")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as the table has it; "" where a cell is empty."""

    where: Place
    index: str
    dimension: str
    dimension_label: str
    indicator: str
    direction: Direction
    unit: str
    label: str
    beside: Beside


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells as text; ``place(row, column)`` finds the cell in the file, both counted from 0."""

    cells: list[list[str]]
    place: Callable[[int, int], Place]


def read_indicator_table(path: Path, name: str) -> tuple[Row, ...]:
    """The rows of the table at ``path``, which the study calls ``name``.

    Raises
    ------
    PaneloomError
        ``file-unreadable``, ``table-unreadable``, ``table-encoding``, ``broken-csv``, ``cell-too-long``,
        ``table-heading``; for each bad row ``ragged-row`` (a cell beyond the headings), ``indicator-missing``,
        ``indicator-direction``, ``bad-name``, ``indicator-number``, ``indicator-half``.
    """
    is_text = path.suffix.lower() in (".csv", ".txt", ".tsv")
    data = contents(path, Place(name))
    grid = _text_grid(data, name) if is_text else _workbook_grid(data, name)
    filled = [number for number, row in enumerate(grid.cells) if any(row)]
    heading = grid.cells[filled[0]] if filled else []
    columns = {HEADINGS.get(word, word.lower()): position for position, word in enumerate(heading)}
    lacking = tuple(column for column in NEEDED if column not in columns)
    if lacking:
        where = grid.place(filled[0], 0) if filled else Place(name)
        raise PaneloomError("table-heading", where=where, seen=heading, lacking=lacking)
    rows, problems = [], []
    for number in filled[1:]:
        try:
            rows.append(_row(grid, number, columns, len(heading)))
        except PaneloomError as problem:
            problems.append(problem)
    if problems:
        raise problems[0] if len(problems) == 1 else PaneloomErrors(problems)
    return tuple(rows)


def _row(grid: _Grid, number: int, columns: dict[str, int], width: int) -> Row:
    cells = grid.cells[number]
    for position, text in enumerate(cells[width:], start=width):
        if text:
            raise PaneloomError("ragged-row", where=grid.place(number, position), seen=text)

    def cell(column: str) -> str:
        position = columns.get(column, len(cells))
        return cells[position] if position < len(cells) else ""

    def place(column: str) -> Place:
        return grid.place(number, columns[column])

    indicator, written = cell("indicator"), cell("direction")
    if not indicator:
        raise PaneloomError("indicator-missing", where=place("indicator"))
    direction = DIRECTIONS.get(written.lower())
    if direction is None:
        raise PaneloomError("indicator-direction", where=place("direction"), seen=written or None)
    dimension, _, label = cell("dimension").partition(" ")
    if dimension and not _KEY.fullmatch(dimension):
        raise PaneloomError("bad-name", where=place("dimension"), seen=dimension)
    numbers, problems = beside(indicator, {heading: cell(heading) for heading in NUMBER_HEADINGS})
    for heading, problem in problems:
        problem.where = place(heading)
        raise problem
    index = cell("index").partition(" ")[0]
    return Row(
        replace(place("indicator"), key=None),
        index, dimension, label.strip(), indicator, direction, cell("unit"), cell("label"), numbers,
    )  # fmt: skip


def _text_grid(data: bytes, name: str) -> _Grid:
    text = _decoded(data, name)
    rows = csv_rows(text, name, "\t" if "\t" in text.partition("\n")[0] else ",")
    cells = [[word.strip() for word in row] for _, row in rows]
    return _Grid(cells, lambda row, _column: Place(name, rows[row][0]))


def _decoded(raw: bytes, name: str) -> str:
    """UTF-8, with or without a byte-order mark, else GB18030, as spreadsheet programs save in China."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PaneloomError("table-encoding", where=Place(name))


def _workbook_grid(data: bytes, name: str) -> _Grid:
    import python_calamine

    try:
        with without_trace():
            book = python_calamine.load_workbook(io.BytesIO(data))
            sheet = book.sheet_names[0]
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, IndexError) as fault:
        raise PaneloomError("table-unreadable", where=Place(name), seen=fault) from None
    except BaseException as fault:
        if not is_panic(fault):
            raise
        raise PaneloomError("table-unreadable", where=Place(name)) from None
    cells = [[str(value).strip() for value in row] for row in rows]
    return _Grid(cells, lambda row, column: Place(name, sheet=sheet, cell=f"{_letters(column)}{row + 1}"))


def _letters(column: int) -> str:
    """The name of a spreadsheet column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
