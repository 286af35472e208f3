"""What the number formats of an .xls show of its cells; see ``number_formats``.

Source: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4.21 (BOF), 2.4.126 (Format), 2.4.127 (Formula),
2.4.175 (MulRk), 2.4.180 (Number), 2.4.220 (RK), 2.4.353 (XF).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from paneloom.sources.biff_records import records
from paneloom.sources.number_formats import BUILT_IN, Shown, Styles, styles_from

_SHEET, _FORMAT, _STYLE = 0x85, 0x41E, 0xE0
_ONE_NUMBER, _MANY_NUMBERS = (0x203, 0x27E, 0x06), 0xBD
_UNICODE = 0x600
_STYLE_AND_NUMBER = 6


def shown_in_stream(stream: bytes) -> list[Shown]:
    """The cells of each sheet, in the order of the workbook, whose format shows another number than they hold.

    Raises
    ------
    ValueError
        When a record is cut short.
    """
    try:
        styles = _styles(stream)
        starts = [
            struct.unpack_from("<I", stream, at)[0] for kind, at, _ in records(stream, 0) if kind == _SHEET
        ]
        return [_shown(stream, start, styles) for start in starts]
    except (struct.error, IndexError) as fault:
        raise ValueError("damaged records") from fault


def _styles(stream: bytes) -> Styles:
    codes, used = dict(BUILT_IN), []
    is_unicode = struct.unpack_from("<H", stream, 4)[0] >= _UNICODE
    for kind, at, size in records(stream, 0):
        if kind == _FORMAT:
            number = struct.unpack_from("<H", stream, at)[0]
            codes[number] = _code(stream[at + 2 : at + size], is_unicode=is_unicode)
        elif kind == _STYLE:
            used.append(struct.unpack_from("<H", stream, at + 2)[0])
    return styles_from(codes, used)


def _code(text: bytes, *, is_unicode: bool) -> str:
    """The text of a format: of two bytes to a character, or of the lower byte only; of a code page before 1997."""
    if not is_unicode:
        return text[1 : 1 + text[0]].decode("latin-1")
    length, wide = struct.unpack_from("<H", text)[0], text[2] & 1
    return text[3 : 3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", errors="replace")


def _shown(stream: bytes, start: int, styles: Styles) -> Shown:
    found = Shown(styles)
    for kind, at, size in records(stream, start) if styles else ():
        for row, column, style in _cells(stream, kind, at, size):
            if style in styles:
                found.cells.extend((row, column, style))
    return found


def _cells(stream: bytes, kind: int, at: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of the numbers of a record."""
    if kind in _ONE_NUMBER:
        yield struct.unpack_from("<HHH", stream, at)
    elif kind == _MANY_NUMBERS:
        row, first = struct.unpack_from("<HH", stream, at)
        for number, cell in enumerate(range(at + 4, at + size - 2, _STYLE_AND_NUMBER)):
            yield row, first + number, struct.unpack_from("<H", stream, cell)[0]
