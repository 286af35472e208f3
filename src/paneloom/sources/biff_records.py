"""The records that an .xls consists of.

Source: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.1.4 (Record), 2.4.21 (BOF), 2.4.90 (Dimensions),
2.4.103 (EOF).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

BEGIN, END, EXTENT = 0x809, 0x0A, 0x200
_ROWS, _COLUMNS, _SHORT_EXTENT = 65_536, 256, 10


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, start, size) of the records of one part of the stream, its end last.

    Parts within it, as charts are, do not count.

    Raises
    ------
    ValueError
        When an extent is none that a sheet can have.
    """
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == BEGIN:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                yield kind, at, size
                return
        elif kind == EXTENT:
            _check_extent(stream, at, size)
        elif depth == 1:
            yield kind, at, size
        at += size


def begins(stream: bytes, at: int) -> bool:
    """Whether a part of the stream begins there."""
    return at + 4 <= len(stream) and struct.unpack_from("<H", stream, at)[0] == BEGIN


def _check_extent(stream: bytes, at: int, size: int) -> None:
    """Refuse an extent, which memory is set aside for, that no sheet can have."""
    layout = "<IIHH" if size > _SHORT_EXTENT else "<HHHH"
    top, bottom, left, right = struct.unpack_from(layout, stream, at)
    if not (top <= bottom <= _ROWS and left <= right <= _COLUMNS):
        raise ValueError("damaged records")
