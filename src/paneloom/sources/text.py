"""Bytes to text, by strict trial: an encoding either fits every byte or is not the one."""

from __future__ import annotations

import codecs

from paneloom.errors import PaneloomError, Place
from paneloom.panel.ledger import Entry

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


# What needs no word: nothing was chosen.
_PLAIN = ("", "utf-8", "utf-8-sig")


def encoding_entries(encoding: str, file: str) -> tuple[Entry, ...]:
    """The line of the ledger for a file in another encoding than UTF-8: the choice may be a wrong guess."""
    if encoding in _PLAIN:
        return ()
    return (Entry("converted", f"encoding {encoding.upper()}", place=Place(file)),)


def decode(data: bytes, file: str) -> tuple[str, str]:
    """The text of a file and the encoding that fits it: UTF-8, UTF-16 with a mark, or GB18030.

    Latin-1 is never tried: it fits any bytes, and so tells nothing.

    Raises
    ------
    PaneloomError
        ``not-text`` when none fits, ``nul-byte`` when the text holds NUL.
    """
    marked = [name for mark, name in _MARKED if data.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            raise PaneloomError("nul-byte", where=Place(file, line=line))
        return text, encoding
    raise PaneloomError("not-text", where=Place(file))
