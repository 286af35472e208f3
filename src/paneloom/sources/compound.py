"""The streams of a compound file: the container of .xls, and of workbooks with a password.

Source: Microsoft, [MS-CFB] Compound File Binary File Format, sections 2.1 to 2.6.
"""

from __future__ import annotations

import struct
from array import array

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_FAT = 109
_ENTRY = 128
# Values above mark the end of a chain and the like; no sector has such a number.
_LAST_SECTOR = 0xFFFFFFFA
_CHAIN_END, _TABLE, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STREAM, _ROOT = 2, 5


def streams(data: bytes, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """The streams of a compound file that have one of these names, empty ones included.

    Raises
    ------
    ValueError
        When the file is damaged.
    """
    try:
        return _Compound(data).streams(wanted)
    except (struct.error, IndexError) as fault:
        raise ValueError("damaged compound file") from fault


def wrapped(name: str, stream: bytes) -> bytes:
    """A sound compound file that holds one stream, in sectors of 4096 bytes; at most 457 MB.

    What reads such files may trust them, and a damaged one may stop it dead.
    """
    size = 4096
    stream = stream.ljust(size, b"\0")
    count = -(-len(stream) // size)
    tables = -(-(count + 3) // (size // 4 - 1))
    # The stream, the directory, a sector for small streams that stays empty and that readers ask for, the table.
    chain = [*range(1, count), _CHAIN_END, _CHAIN_END, _CHAIN_END, *[_TABLE] * tables]
    chain += [_FREE] * (tables * size // 4 - len(chain))
    header = SIGNATURE.ljust(24, b"\0") + struct.pack("<HHHHH6xII", 0x3E, 4, 0xFFFE, 12, 6, 1, tables)
    header += struct.pack("<7I", count, 0, size, _CHAIN_END, 0, _CHAIN_END, 0)
    numbers = [*range(count + 2, count + 2 + tables), *[_FREE] * (_HEADER_FAT - tables)]
    header += struct.pack(f"<{_HEADER_FAT}I", *numbers)
    directory = _entry("Root Entry", _ROOT, 1, count + 1, 0) + _entry(name, _STREAM, _FREE, 0, len(stream))
    body = stream.ljust(count * size, b"\0") + directory.ljust(2 * size, b"\0")
    return header.ljust(size, b"\0") + body + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


class _Compound:
    """The tables of a compound file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift >= shift:
            raise ValueError("damaged compound file")
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        count, self.directory = struct.unpack_from("<II", data, 44)
        self.cutoff, mini_start, _, more, _ = struct.unpack_from("<5I", data, 56)
        numbers = list(struct.unpack_from(f"<{_HEADER_FAT}I", data, 76))
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *own, more = self._words(self._sector(more))
            numbers += own
        self.table: list[int] | array[int] = []
        self.table = self._joined([number for number in numbers[:count] if number < _LAST_SECTOR])
        self.mini_table = self._words(self._chain(mini_start)) if mini_start < _LAST_SECTOR else array("I")

    def streams(self, wanted: tuple[str, ...]) -> dict[str, bytes]:
        directory = self._chain(self.directory)
        found: dict[str, bytes] = {}
        mini = b""
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            if kind == _ROOT:
                mini = self._chain(start) if start < _LAST_SECTOR else b""
            elif kind == _STREAM and name in wanted:
                found[name] = (
                    self._mini(mini, start, size) if size < self.cutoff else self._chain(start)[:size]
                )
        return found

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise ValueError("damaged compound file")
        return self.data[start : start + self.size]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _followed(start, self.table)))

    def _mini(self, mini: bytes, start: int, size: int) -> bytes:
        step = self.mini_size
        numbers = _followed(start, self.mini_table) if size else []
        return b"".join(mini[number * step : (number + 1) * step] for number in numbers)[:size]

    def _joined(self, numbers: list[int]) -> array[int]:
        return self._words(b"".join(map(self._sector, numbers)))

    @staticmethod
    def _words(data: bytes) -> array[int]:
        return array("I", struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _followed(start: int, table: list[int] | array[int]) -> list[int]:
    """The numbers of a chain; a chain that meets itself is longer than its table."""
    numbers: list[int] = []
    while start < _LAST_SECTOR:
        if len(numbers) > len(table):
            raise ValueError("damaged compound file")
        numbers.append(start)
        start = table[start]
    return numbers
