"""What the reader of workbooks does not tell: sizes before unpacking, hidden rows, errors, formulas without a value."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from paneloom.errors import PaneloomError, Place
from paneloom.sources.sheet_scan import Scan, column_number, quick_scan

UNPACKED_LIMIT = 512 * 2**20
RATIO_LIMIT = 200
RATIO_FLOOR = 16 * 2**20
_CHUNK = 2**20
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def check_size(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse an archive that would unpack to more than it should.

    Raises
    ------
    PaneloomError
        ``workbook-too-large``.
    """
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    bomb = unpacked > RATIO_FLOOR and unpacked > RATIO_LIMIT * packed
    if unpacked > UNPACKED_LIMIT or bomb:
        raise PaneloomError(
            "workbook-too-large",
            where=Place(file),
            seen=f"{unpacked / 2**20:.0f} MB",
            limit=UNPACKED_LIMIT // 2**20,
        )


def check_parts(archive: zipfile.ZipFile, scanned: tuple[str, ...]) -> None:
    """Unpack what no scan has unpacked: a member larger than its archive says shows by its sum.

    Raises
    ------
    zipfile.BadZipFile
        For a member that is not what the archive says.
    """
    for member in archive.infolist():
        if member.filename not in scanned:
            with archive.open(member) as stream:
                while stream.read(_CHUNK):
                    pass


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive that holds each sheet, by the name of the sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes["Id"]] = posixpath.normpath(
                posixpath.join("/xl", attributes["Target"])
            ).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            sheets[attributes["name"]] = next(
                value for key, value in attributes.items() if key.endswith(" id")
            )

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        with archive.open(part) as stream:
            walk(stream, handler)
    return {name: targets[key] for name, key in sheets.items()}


def scan(archive: zipfile.ZipFile, part: str) -> Scan:
    """The extent, the hidden rows and columns, and the faulty cells of one sheet.

    A cell of type "e" holds an error; a formula without a value was written by a program that does not
    calculate. Both would otherwise read as empty, and be filled without a word.

    Raises
    ------
    ValueError
        For a document type, or a cell without an address that can be.
    """
    with archive.open(part) as stream:
        quick = quick_scan(stream)
    if quick is not None:
        return quick
    with archive.open(part) as stream:
        return full_scan(stream)


def full_scan(stream: IO[bytes]) -> Scan:
    """The scan of a sheet by a parser; see ``scan``. Cells with a format and nothing else do not count."""
    found = Scan()
    cell = CellState()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "col" and attributes.get("hidden") in ("1", "true"):
            found.hide_columns(attributes["min"], attributes["max"])
        elif tag == "row":
            cell.next_row(attributes.get("r"))
            if attributes.get("hidden") in ("1", "true"):
                found.hidden_rows.append(cell.row)
        elif tag == "c":
            cell.next_cell(attributes)
            found.texts += cell.kind in ("s", "str", "inlineStr")
        elif tag in ("f", "v", "is"):
            cell.parts[tag] = ""
            cell.open = tag
            found.height = max(found.height, cell.row + 1)
            found.width = max(found.width, cell.column + 1)

    def text(piece: str) -> None:
        if cell.open:
            cell.parts[cell.open] += piece

    def end(tag: str) -> None:
        if tag in ("f", "v", "is"):
            cell.open = ""
        elif tag == "c" and (fault := cell.fault()):
            found.faults[cell.row, cell.column] = fault

    walk(stream, start, text, end)
    return found


@dataclass(slots=True)
class CellState:
    """The cell being read; addresses may be left out in the file, and then count on."""

    row: int = -1
    column: int = -1
    kind: str = ""
    open: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    def next_row(self, number: str | None) -> None:
        """Begin a row, with its number when the file gives one."""
        self.row = int(number) - 1 if number else self.row + 1
        self.column = -1

    def next_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell, with its address when the file gives one."""
        self.kind = attributes.get("t", "n")
        self.parts = {}
        match = _ADDRESS.fullmatch(attributes.get("r", ""))
        if match:
            self.row = int(match[2]) - 1
            self.column = column_number(match[1]) - 1
        else:
            self.column += 1

    def fault(self) -> str:
        """The error or the formula without a value that the cell holds; "" when it holds none."""
        if self.kind == "e":
            return self.parts.get("v", "") or "#ERROR"
        stored = self.parts.get("v") or "is" in self.parts or (self.kind == "str" and "v" in self.parts)
        if "f" in self.parts and not stored:
            return f"={self.parts['f']}"
        return ""


def walk(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Call back for each element by its local name; a document type, the door to entity bombs, is refused.

    Raises
    ------
    ValueError
        For a document type.
    expat.ExpatError
        For what is no XML.
    """

    def refuse(*_: object) -> None:
        raise ValueError("document type in a workbook")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(" ")[2], attributes)
    if text is not None:
        parser.CharacterDataHandler = text
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.ParseFile(stream)
