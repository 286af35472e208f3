"""What the reader of .xls files does not tell: extents before memory is asked for, hidden rows, error cells.

Source: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4.20 (BoolErr), 2.4.28 (BoundSheet8),
2.4.90 (Dimensions), 2.4.117 (FilePass), 2.4.127 (Formula), 2.4.175 (MulRk), 2.4.221 (Row), 2.4.265 (SST).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from paneloom.sources.sheet_scan import Scan

_BEGIN, _END, _SHEET, _PASSWORD, _ROW = 0x809, 0x0A, 0x85, 0x2F, 0x208
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS = 0x06, 0x205, 0xBD
_TEXTS = (0xFD, 0x204, 0xD6)
_CELLS = frozenset({0x203, 0x27E, _FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS, *_TEXTS})
_TEXT_TABLE, _EXTENT = 0xFC, 0x200
_ROWS, _COLUMNS, _SHORT_EXTENT = 65_536, 256, 10
_HIDDEN = 0x20
_NO_NUMBER = b"\xff\xff"
_IS_ERROR = 2
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def has_password(stream: bytes) -> bool:
    """Whether the records of a workbook are encrypted.

    Raises
    ------
    ValueError
        When a record is damaged.
    """
    try:
        return any(kind == _PASSWORD for kind, _, _ in _records(stream, 0))
    except struct.error as fault:
        raise ValueError("damaged records") from fault


def scan_stream(stream: bytes) -> list[tuple[str, Scan]]:
    """The name and the scan of each sheet of any type, in the order of the workbook.

    Raises
    ------
    ValueError
        When a record is cut short, or tells of more than there can be.
    """
    try:
        _check_texts(stream)
        sheets = [stream[at : at + size] for kind, at, size in _records(stream, 0) if kind == _SHEET]
        return [(_name(sheet), _scan(stream, struct.unpack_from("<I", sheet)[0])) for sheet in sheets]
    except (struct.error, IndexError) as fault:
        raise ValueError("damaged records") from fault


def _check_extent(stream: bytes, at: int, size: int) -> None:
    """Refuse an extent, which memory is set aside for, that no sheet can have."""
    layout = "<IIHH" if size > _SHORT_EXTENT else "<HHHH"
    top, bottom, left, right = struct.unpack_from(layout, stream, at)
    if not (top <= bottom <= _ROWS and left <= right <= _COLUMNS):
        raise ValueError("damaged records")


def _check_texts(stream: bytes) -> None:
    """Refuse a table of more texts than the stream has room for: three bytes at least to each."""
    for kind, at, _ in _records(stream, 0):
        if kind == _TEXT_TABLE and struct.unpack_from("<I", stream, at + 4)[0] * 3 > len(stream):
            raise ValueError("damaged records")


def _name(sheet: bytes) -> str:
    """The name in a record of a sheet: of two bytes to a character, or of the lower byte only."""
    wide = sheet[7] & 1
    return sheet[8:].decode("utf-16-le" if wide else "latin-1", errors="replace")


def _scan(stream: bytes, start: int) -> Scan:
    found = Scan()
    for kind, at, size in _records(stream, start):
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + size - 2)[0] if kind == _MANY_NUMBERS else column
            found.height = max(found.height, row + 1)
            found.width = max(found.width, last + 1)
            if kind in _TEXTS:
                found.texts += 1
            elif fault := _fault(kind, stream[at + 6 : at + 14]):
                found.faults[row, column] = fault
        elif kind == _ROW and struct.unpack_from("<I", stream, at + 12)[0] & _HIDDEN:
            found.hidden_rows.append(struct.unpack_from("<H", stream, at)[0])
    found.hidden_rows.sort()
    return found


def _fault(kind: int, value: bytes) -> str:
    """The error that a cell holds; "" when it holds none."""
    if kind == _FORMULA and value[6:8] == _NO_NUMBER and value[0] == _IS_ERROR:
        return _ERRORS.get(value[2], "#ERROR")
    if kind == _BOOL_OR_ERROR and value[1]:
        return _ERRORS.get(value[0], "#ERROR")
    return ""


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, start, size) of the records of one part of the stream; parts within it, as charts are, do not count."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif kind == _EXTENT:
            _check_extent(stream, at, size)
        elif depth == 1:
            yield kind, at, size
        at += size
