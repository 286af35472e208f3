"""What the reader of .xls files does not tell: extents before memory is asked for, hidden rows and columns, error cells.

Source: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4.20 (BoolErr), 2.4.28 (BoundSheet8), 2.4.53 (ColInfo),
2.4.117 (FilePass), 2.4.127 (Formula), 2.4.175 (MulRk), 2.4.221 (Row), 2.4.265 (SST).
"""

from __future__ import annotations

import struct
from itertools import pairwise

from paneloom.sources.biff_records import begins, records
from paneloom.sources.biff_texts import SHARED_TEXT, TEXT_TABLE, size_of_texts
from paneloom.sources.sheet import CELL_LIMIT
from paneloom.sources.sheet_scan import Scan

_SHEET, _PASSWORD, _ROW, _COLUMNS = 0x85, 0x2F, 0x208, 0x7D
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS = 0x06, 0x205, 0xBD
_TEXTS = (SHARED_TEXT, 0x204, 0xD6)
_CELLS = frozenset({0x203, 0x27E, _FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS, *_TEXTS})
_HIDDEN, _HIDDEN_COLUMNS = 0x20, 0x01
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
        return any(kind == _PASSWORD for kind, _, _ in records(stream, 0))
    except struct.error as fault:
        raise ValueError("damaged records") from fault


def scan_stream(stream: bytes, limit: int) -> tuple[list[tuple[str, Scan]], int]:
    """The name and the scan of each sheet of any type, in the order of the workbook, and the size of their texts.

    The size counts the characters of the texts that cells share, as often as they show them; it is 0 when
    surely within ``limit``. Texts that stand in the cells themselves are as large as the stream at most.

    Raises
    ------
    ValueError
        When a record is cut short, or tells of more than there can be.
    """
    try:
        _check_texts(stream)
        sheets = [stream[at : at + size] for kind, at, size in records(stream, 0) if kind == _SHEET]
        starts = [struct.unpack_from("<I", sheet)[0] for sheet in sheets]
        found = [_scan(stream, start) for start in starts]
        _check_apart([(start, end) for start, (_, end) in zip(starts, found, strict=True)])
        scans = [(_name(sheet), one) for sheet, (one, _) in zip(sheets, found, strict=True)]
        cells = sum(one.texts for _, one in scans)
        return scans, size_of_texts(stream, starts, cells, limit)
    except (struct.error, IndexError) as fault:
        raise ValueError("damaged records") from fault


def _check_texts(stream: bytes) -> None:
    """Refuse a table of more texts than the stream has room for, three bytes at least to each, or than cells."""
    for kind, at, _ in records(stream, 0):
        if kind == TEXT_TABLE:
            count = struct.unpack_from("<I", stream, at + 4)[0]
            if count * 3 > len(stream) or count > CELL_LIMIT:
                raise ValueError("damaged records")


def _check_apart(spans: list[tuple[int, int]]) -> None:
    """Refuse sheets that share records: a small file would hold many large ones."""
    ordered = sorted(spans)
    if any(end > start for (_, end), (start, _) in pairwise(ordered)):
        raise ValueError("damaged records")


def _name(sheet: bytes) -> str:
    """The name in a record of a sheet: of two bytes to a character, or of the lower byte only."""
    wide = sheet[7] & 1
    return sheet[8:].decode("utf-16-le" if wide else "latin-1", errors="replace")


def _scan(stream: bytes, start: int) -> tuple[Scan, int]:
    """The scan of a sheet, and where it ends."""
    if not begins(stream, start):
        raise ValueError("damaged records")
    found, end = Scan(), start
    for kind, at, size in records(stream, start):
        end = at + size
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
        elif kind == _COLUMNS:
            first, last, hides = struct.unpack_from("<HH4xH", stream, at)
            if hides & _HIDDEN_COLUMNS:
                found.hide_columns(first + 1, last + 1)
    found.hidden_rows.sort()
    return found, end


def _fault(kind: int, value: bytes) -> str:
    """The error that a cell holds; "" when it holds none."""
    if kind == _FORMULA and value[6:8] == _NO_NUMBER and value[0] == _IS_ERROR:
        return _ERRORS.get(value[2], "#ERROR")
    if kind == _BOOL_OR_ERROR and value[1]:
        return _ERRORS.get(value[0], "#ERROR")
    return ""
