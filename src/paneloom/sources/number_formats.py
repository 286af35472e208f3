"""What number formats show of a cell beside the number that it holds: a percent sign, thousands left out.

Source: ECMA-376, Office Open XML File Formats, part 1, sections 18.8.30 (numFmt) and 18.8.31 (numFmts).
"""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TypeGuard

from paneloom.sources.cells import Cell, Percent, PercentWord
from paneloom.sources.workbook_parts import CellState, walk

_PART = "xl/styles.xml"
BUILT_IN = {9: "0%", 10: "0.00%"}
_CONTAINERS = ("numFmts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
# What is shown as it stands: "text", \x, and the room of a letter; what fills a cell; colours and conditions.
_TEXTS = re.compile(r'"([^"]*)"|[\\!](.)', re.DOTALL)
_SPACES = re.compile(r"[_*].|\[[^\]]*\]", re.DOTALL)
# A comma behind the last digit before the point leaves out three digits.
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_CHUNK, _LONGEST = 2**20, 64


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of cells whose number format shows another number than the cell holds.

    ``percent`` leads from a style to the kind of number that a cell of it holds, ``scaled`` to the format.
    """

    percent: dict[int, type[Percent]] = field(default_factory=dict)
    scaled: dict[int, str] = field(default_factory=dict)

    def __contains__(self, style: int) -> bool:
        return style in self.percent or style in self.scaled

    def __bool__(self) -> bool:
        return bool(self.percent or self.scaled)


@dataclass(frozen=True, slots=True)
class Shown:
    """The cells of one sheet that have such a style: row, column and style of each, one after the other."""

    styles: Styles = field(default_factory=Styles)
    cells: array[int] = field(default_factory=lambda: array("L"))

    def by_row(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Each row with the columns and styles of its cells."""
        triples = zip(self.cells[::3], self.cells[1::3], self.cells[2::3], strict=True)
        for row, found in groupby(triples, itemgetter(0)):
            yield row, [(column, style) for _, column, style in found]


def styles_of(archive: zipfile.ZipFile) -> Styles:
    """The styles of a workbook that are worth a look.

    Raises
    ------
    ValueError
        For a document type, or a format without a number.
    """
    part = next((name for name in archive.namelist() if name.lower() == _PART), None)
    if part is None:
        return Styles()
    codes = dict(BUILT_IN)
    used: list[int] = []
    within = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal within
        if tag in _CONTAINERS:
            within = tag
        elif tag == "numFmt" and within == "numFmts":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf" and within == "cellXfs":
            used.append(int(attributes.get("numFmtId", "0")))

    with archive.open(part) as stream:
        walk(stream, start)
    return styles_from(codes, used)


def styles_from(codes: Mapping[int, str], used: Sequence[int]) -> Styles:
    """The styles that are worth a look, from the text of each number format and the format of each style."""
    percent = {number: kind for number, code in codes.items() if (kind := _percent(code))}
    scaled = {number: code for number, code in codes.items() if _SCALED.search(_bare(code))}
    return Styles(
        {style: percent[number] for style, number in enumerate(used) if number in percent},
        {style: scaled[number] for style, number in enumerate(used) if number in scaled},
    )


def _percent(code: str) -> type[Percent] | None:
    """The kind of a format: ``0.0%`` shows a hundred times the number, ``0.0"%"`` the number itself."""
    if "%" in _bare(code):
        return Percent
    is_word = any("%" in text or "％" in text for pair in _TEXTS.findall(code) for text in pair)
    return PercentWord if is_word or "％" in _bare(code) else None


def _bare(code: str) -> str:
    """A format without what is shown as it stands."""
    return _SPACES.sub("", _TEXTS.sub("", code))


def shown_in(archive: zipfile.ZipFile, part: str, styles: Styles) -> Shown:
    """The cells of one sheet, numbers or not, whose style is one of ``styles``.

    Raises
    ------
    ValueError
        For a document type, or a style that is no number.
    """
    found = Shown(styles)
    if not styles or not _mentions(archive, part, styles):
        return found
    cell = CellState()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            cell.next_row(attributes.get("r"))
        elif tag == "c":
            cell.next_cell(attributes)
            style = int(attributes.get("s", "0"))
            if cell.kind == "n" and style in styles:
                found.cells.extend((cell.row, cell.column, style))

    with archive.open(part) as stream:
        walk(stream, start)
    return found


def _mentions(archive: zipfile.ZipFile, part: str, styles: Styles) -> bool:
    """Whether a sheet may have a cell of these styles: a look at its bytes, much faster than a parser."""
    if 0 in styles:
        return True
    numbers = "|".join(map(str, sorted({*styles.percent, *styles.scaled})))
    pattern = re.compile(rf"\ss\s*=\s*[\"'](?:{numbers})[\"']|\0|&".encode())
    with archive.open(part) as stream:
        rest = b""
        while data := stream.read(_CHUNK):
            if pattern.search(rest + data):
                return True
            rest = data[-_LONGEST:]
    return False


def with_percent(rows: list[tuple[Cell, ...]], shown: Shown) -> None:
    """Make each number that is shown with a percent sign a ``Percent``."""
    for at, found in shown.by_row():
        if at >= len(rows):
            continue
        cells = list(rows[at])
        for column, style in found:
            kind = shown.styles.percent.get(style)
            cell = cells[column] if column < len(cells) else None
            if kind is not None and _is_number(cell):
                cells[column] = kind(cell)
        rows[at] = tuple(cells)


def scaled_in(rows: tuple[tuple[Cell, ...], ...], shown: Shown) -> dict[str, list[tuple[int, int]]]:
    """The cells of numbers by the format that leaves out their thousands; row and column of each."""
    cells: dict[str, list[tuple[int, int]]] = {}
    for at, found in shown.by_row():
        row = rows[at] if at < len(rows) else ()
        for column, style in found:
            code = shown.styles.scaled.get(style)
            if code is not None and column < len(row) and _is_number(row[column]):
                cells.setdefault(code, []).append((at, column))
    return cells


def _is_number(cell: Cell) -> TypeGuard[float]:
    """Whether a cell holds a number: an .xls has whole ones, too."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)
