"""The long texts (strL) of a Stata file: each stands in it once, and may be shown by every record.

Source: StataCorp, Stata file formats .dta 117, 118 and 119 (help dta), sections 5.1 to 5.11.
"""

from __future__ import annotations

import mmap
import re
import struct
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

_HEAD = re.compile(
    rb"<stata_dta><header><release>(117|118|119)</release><byteorder>(LSF|MSF)</byteorder><K>(.{2,4}?)</K>"
    rb"<N>(.{4}|.{8})</N>.*?</header><map>(.{112})</map><variable_types>",
    re.DOTALL,
)
_HEAD_BYTES = 4096
_DATA, _TEXTS = 9, 10
_LONG_TEXT, _LONGEST_FIXED = 32_768, 2_045
_WIDTHS = {_LONG_TEXT: 8, 65_526: 8, 65_527: 4, 65_528: 4, 65_529: 2, 65_530: 1}
_BITS = {b"117": 32, b"118": 16, b"119": 24}


class _File(NamedTuple):
    """``bits`` are those of the number of a variable in the eight bytes by which a record names a text."""

    order: Literal["<", ">"]
    bits: int
    records: int
    types: tuple[int, ...]
    data: int
    texts: int


def size_of_long_texts(path: Path) -> int:
    """The bytes of the long texts of a file, each as often as a record shows it.

    Raises
    ------
    ValueError
        When the file is damaged.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            return _size(content)
        except (struct.error, KeyError, IndexError, TypeError) as fault:
            raise ValueError("damaged long texts") from fault


def _size(content: mmap.mmap) -> int:
    about = _about(content)
    keys, lengths = _lengths(content, about)
    if not keys.size:
        return 0
    widths = [kind if kind <= _LONGEST_FIXED else _WIDTHS[kind] for kind in about.types]
    start = about.data + len(b"<data>")
    cells = np.frombuffer(content, np.uint8, about.records * sum(widths), start).reshape(about.records, -1)
    total = 0
    for number, kind in enumerate(about.types):
        if kind == _LONG_TEXT:
            left = sum(widths[:number])
            shown = np.ascontiguousarray(cells[:, left : left + 8]).view(f"{about.order}u8")[:, 0]
            at = np.minimum(np.searchsorted(keys, shown), keys.size - 1)
            total += int(lengths[at[keys[at] == shown]].sum())
    # The map can be closed only when no array looks at it.
    del cells
    return total


def _about(content: mmap.mmap) -> _File:
    head = _HEAD.match(content[:_HEAD_BYTES])
    if head is None:
        raise ValueError("damaged header")
    order: Literal["<", ">"] = "<" if head[2] == b"LSF" else ">"
    word = "little" if order == "<" else "big"
    variables = int.from_bytes(head[3], word)  # type: ignore[arg-type]
    places = struct.unpack(f"{order}14Q", head[5])
    types = struct.unpack_from(f"{order}{variables}H", content, head.end())
    records = int.from_bytes(head[4], word)  # type: ignore[arg-type]
    return _File(order, _BITS[head[1]], records, types, places[_DATA], places[_TEXTS])


def _lengths(content: mmap.mmap, about: _File) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The eight bytes by which records name each text, as numbers in order, and its length."""
    form = f"{about.order}{'II' if about.bits == _BITS[b'117'] else 'IQ'}BI"
    head = struct.calcsize(form)
    at = about.texts + len(b"<strls>")
    found: dict[int, int] = {}
    while content[at : at + 3] == b"GSO":
        variable, record, _, length = struct.unpack_from(form, content, at + 3)
        low = variable | record << about.bits
        high = variable << (64 - about.bits) | record
        key = low if about.order == "<" else high
        found[key] = max(length, found.get(key, 0))
        at += 3 + head + length
    keys = np.array(sorted(found), dtype=np.uint64)
    return keys, np.array([found[key] for key in sorted(found)], dtype=np.int64)
