"""The texts that the cells of an .xls share, each as often as a cell shows it.

Source: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4.58 (Continue), 2.4.149 (LabelSst), 2.4.265 (SST),
2.5.293 (XLUnicodeRichExtendedString).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence

from paneloom.sources.biff_records import records

TEXT_TABLE, CONTINUED, SHARED_TEXT = 0xFC, 0x3C, 0xFD
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
_LONGEST = 2**16


def size_of_texts(stream: bytes, starts: Sequence[int], cells: int, limit: int) -> int:
    """The characters of the shared texts, each as often as a cell shows it; 0 when surely within the limit.

    Parameters
    ----------
    stream
        The records of the workbook.
    starts
        Where its sheets begin.
    cells
        How many cells hold a text.
    limit
        The characters that do no harm.

    Raises
    ------
    ValueError, IndexError, struct.error
        When a text is cut short, or a cell shows one that is not there.
    """
    count, pieces = _table(stream)
    if min(sum(size for _, size in pieces), _LONGEST) * cells <= limit:
        return 0
    lengths = _lengths(stream, count, pieces)
    return sum(_shown(stream, start, lengths) for start in starts)


def _table(stream: bytes) -> tuple[int, list[tuple[int, int]]]:
    """The number of texts, and where the record that holds them and its continuations stand."""
    count = 0
    pieces: list[tuple[int, int]] = []
    for kind, at, size in records(stream, 0):
        if kind == TEXT_TABLE and not pieces:
            count = struct.unpack_from("<I", stream, at + 4)[0]
            pieces.append((at + 8, size - 8))
        elif kind == CONTINUED and pieces:
            pieces.append((at, size))
        elif pieces:
            break
    return count, pieces


def _lengths(stream: bytes, count: int, pieces: Iterable[tuple[int, int]]) -> array[int]:
    """The characters of each text."""
    parts = iter(pieces)
    lengths = array("I")
    at = end = 0

    def go_on() -> None:
        nonlocal at, end
        at, size = next(parts, (0, 0))
        if not at:
            raise ValueError("damaged texts")
        end = at + size

    go_on()
    for _ in range(count):
        while at >= end:
            go_on()
        length, flags = struct.unpack_from("<HB", stream, at)
        at += 3
        rest = 0
        if flags & _RICH:
            rest += 4 * struct.unpack_from("<H", stream, at)[0]
            at += 2
        if flags & _EXTENDED:
            rest += struct.unpack_from("<I", stream, at)[0]
            at += 4
        left, wide = length, flags & _WIDE
        while left:
            taken = min(left, (end - at) >> wide)
            left, at = left - taken, at + (taken << wide)
            if left:
                # A text that goes on in another record says anew how wide its characters are.
                go_on()
                wide, at = stream[at] & _WIDE, at + 1
        while rest > end - at:
            rest -= end - at
            go_on()
        at += rest
        lengths.append(length)
    return lengths


def _shown(stream: bytes, start: int, lengths: array[int]) -> int:
    return sum(
        lengths[struct.unpack_from("<I", stream, at + 6)[0]]
        for kind, at, _ in records(stream, start)
        if kind == SHARED_TEXT
    )
