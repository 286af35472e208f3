"""Bytes to text, by strict trial: an encoding either fits every byte or is not the one."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO, Literal

from paneloom.errors import PaneloomError, Place
from paneloom.panel.ledger import Entry

Encoding = Literal["utf-8", "utf-16", "gb18030"]
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What needs no word: nothing was chosen.
_PLAIN = ("", "utf-8", "utf-8-sig")
_CHUNK = 2**20
_HEAD = 4096
# Digits, commas and line ends make up far more than this share of a table.
_NUL_SHARE = 1 / 8


def encoding_entries(encoding: str, file: str) -> tuple[Entry, ...]:
    """The line of the ledger for a file in another encoding than UTF-8: the choice may be a wrong guess."""
    if encoding in _PLAIN:
        return ()
    return (Entry("converted", f"encoding {encoding.upper()}", place=Place(file)),)


def decode(data: bytes, file: str, asked: Encoding | None = None) -> tuple[str, str]:
    """The text of a file and the encoding that fits it; see ``encoding_of``.

    Raises
    ------
    PaneloomError
        Those of ``encoding_of``.
    """
    encoding = encoding_of(io.BytesIO(data), file, asked)
    return data.decode(encoding), encoding


def encoding_of(stream: BinaryIO, file: str, asked: Encoding | None = None) -> str:
    """The encoding that fits every byte of a stream: UTF-8, UTF-16 or GB18030, or else the one asked for.

    UTF-16 needs its mark, or NUL at every other byte, as the signs of a table have it. Latin-1 is never
    tried: it fits any bytes, and so tells nothing. The stream is left at its start.

    Raises
    ------
    PaneloomError
        ``not-text`` when none fits, ``not-in-encoding`` when the one asked for does not, ``nul-byte`` when
        the text holds NUL.
    """
    head = stream.read(_HEAD)
    candidates = _candidates(head, asked)
    for encoding in candidates:
        stream.seek(0)
        try:
            nul_line = _nul_line(stream, encoding)
        except UnicodeError:
            continue
        stream.seek(0)
        if nul_line:
            raise PaneloomError("nul-byte", where=Place(file, line=nul_line))
        return encoding
    if asked is not None:
        raise PaneloomError("not-in-encoding", where=Place(file), encoding=asked.upper())
    raise PaneloomError("not-text", where=Place(file))


def _candidates(head: bytes, asked: Encoding | None) -> tuple[str, ...]:
    marked = tuple(name for mark, name in _MARKED if head.startswith(mark))
    if asked == "utf-16":
        return marked if marked == ("utf-16",) else _orders(head)
    if asked is not None:
        return ("utf-8-sig",) if asked == "utf-8" and marked == ("utf-8-sig",) else (asked,)
    if marked:
        return marked
    even, odd = head[0::2].count(0), head[1::2].count(0)
    often = max(even, odd) > _NUL_SHARE * len(head) / 2 and not min(even, odd)
    return (often and _orders(head)) or ("utf-8", "gb18030")


def _orders(head: bytes) -> tuple[str, ...]:
    """The orders of bytes in which UTF-16 without a mark has a line that ends: NUL beside each end."""
    return tuple(order for order in ("utf-16-le", "utf-16-be") if "\n" in head.decode(order, "ignore"))


def _nul_line(stream: BinaryIO, encoding: str) -> int:
    """The line of the first NUL of a text, 0 when there is none.

    Raises
    ------
    UnicodeError
        When a byte does not fit the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line, found = 1, 0
    while not found:
        data = stream.read(_CHUNK)
        piece = decoder.decode(data, final=not data)
        if "\0" in piece:
            found = line + piece[: piece.index("\0")].count("\n")
        line += piece.count("\n")
        if not data:
            break
    # The rest must fit as well: only a text can hold a NUL too many.
    while found and (data := stream.read(_CHUNK)):
        decoder.decode(data)
    return found
