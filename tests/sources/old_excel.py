"""Small .xls files for the tests of the readers: records of the format, in a compound file."""

import struct
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
BEGIN_GLOBALS = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
BEGIN_SHEET = struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)
ERRORS = {"#DIV/0!": 7, "#N/A": 42}
Cells = dict[tuple[int, int], object]


@dataclass(frozen=True)
class Formatted:
    """A number and its format, by number or text; ``short`` as one of two in a row, the other 5."""

    value: float
    code: str | int
    short: bool = False


def xls(
    path: Path, sheets: dict[str, Cells], hidden_rows: tuple[int, ...] = (), hidden: tuple[str, ...] = ()
) -> Path:
    """A workbook; a text that begins with # is an error, one that begins with = a formula with that error."""
    numbers = [cell for cells in sheets.values() for cell in cells.values() if isinstance(cell, Formatted)]
    codes = list(dict.fromkeys(cell.code for cell in numbers))
    bodies = [_sheet(_styled(cells, codes), hidden_rows) for cells in sheets.values()]
    names = [_bound(name, name in hidden) for name in sheets]
    globals_ = record(0x809, BEGIN_GLOBALS) + _styles(codes)
    start = len(globals_) + sum(len(record(0x85, b"\0\0\0\0" + name)) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        globals_ += record(0x85, struct.pack("<I", start) + name)
        start += len(body)
    path.write_bytes(compound({"Workbook": globals_ + record(0x0A) + b"".join(bodies)}))
    return path


def locked(path: Path, password: str) -> Path:
    """The workbook of ``xls``, of one stream, with its records encrypted (RC4, [MS-OFFCRYPTO] 2.3.6)."""
    data = path.read_bytes()
    stream = data[SECTOR : data.index(b"R\0o\0o\0t\0")]
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = _rc4(password, salt, 0, verifier + md5(verifier, usedforsecurity=False).digest())
    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + proof)
    open_, at, shift = b"", 0, len(lock)
    keys = b"".join(
        _rc4(password, salt, block, bytes(1024)) for block in range((len(stream) + shift) // 1024 + 1)
    )
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        start = len(open_) + 4
        plain = size if kind == 0x809 else 4 if kind == 0x85 else 0
        if kind == 0x85:
            body = struct.pack("<I", struct.unpack("<I", body[:4])[0] + shift) + body[4:]
        hidden = bytes(a ^ b for a, b in zip(body[plain:], keys[start + plain :], strict=False))
        open_ += stream[at : at + 4] + body[:plain] + hidden + (lock if at == 0 else b"")
        at += 4 + size
    path.write_bytes(compound({"Workbook": open_}))
    return path


def _rc4(password: str, salt: bytes, block: int, data: bytes) -> bytes:
    def digest(text: bytes) -> bytes:
        return md5(text, usedforsecurity=False).digest()

    short = digest((digest(password.encode("utf-16-le"))[:5] + salt) * 16)[:5]
    return Cipher(ARC4(digest(short + struct.pack("<I", block))), mode=None).encryptor().update(data)


def _styles(codes: list[str | int]) -> bytes:
    """A format for each text, and a style for each format behind the general one."""
    formats, styles = b"", [0]
    for number, code in enumerate(codes, start=164):
        if isinstance(code, str):
            wide = not code.isascii()
            text = code.encode("utf-16-le" if wide else "ascii")
            formats += record(0x41E, struct.pack("<HHB", number, len(code), wide) + text)
        styles.append(number if isinstance(code, str) else code)
    return formats + b"".join(record(0xE0, struct.pack("<HH16x", 0, style)) for style in styles)


def _styled(cells: Cells, codes: list[str | int]) -> Cells:
    return {
        at: (cell.value, codes.index(cell.code) + 1, cell.short) if isinstance(cell, Formatted) else cell
        for at, cell in cells.items()
    }


def record(kind: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(body)) + body


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each padded beyond the size of small streams."""
    contents = [data.ljust(4096, b"\0") for data in streams.values()]
    counts = [-(-len(data) // SECTOR) for data in contents]
    directory = -(-(len(streams) + 1) * 128 // SECTOR)
    tables = 1
    while tables * 128 < sum(counts) + directory + tables:
        tables += 1
    table: list[int] = []
    starts = []
    for count in (*counts, directory):
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), END]
    first_table = len(table)
    table += [FAT] * tables
    table += [FREE] * (tables * 128 - len(table))
    entries = _entry("Root Entry", 5, END, 0, child=1)
    for number, (name, data) in enumerate(zip(streams, contents, strict=True)):
        after = number + 2 if number + 1 < len(streams) else FREE
        entries += _entry(name, 2, starts[number], len(data), after=after)
    body = b"".join(data.ljust(count * SECTOR, b"\0") for data, count in zip(contents, counts, strict=True))
    body += entries.ljust(directory * SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    header += struct.pack("<IIIIIII", starts[-1], 0, 4096, END, 0, END, 0)
    numbers = [*range(first_table, first_table + tables)]
    header += struct.pack("<109I", *numbers, *[FREE] * (109 - tables))
    return header + body + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, after: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, after, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def _bound(name: str, hidden: bool) -> bytes:
    return struct.pack("<BBBB", int(hidden), 0, len(name), 1) + name.encode("utf-16-le")


def _sheet(cells: Cells, hidden_rows: tuple[int, ...]) -> bytes:
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    parts = [record(0x809, BEGIN_SHEET), record(0x200, struct.pack("<IIHHH", 0, height, 0, width, 0))]
    parts += [
        record(0x208, struct.pack("<HHHHHHI", row, 0, width, 300, 0, 0, 0x20 | 0x100)) for row in hidden_rows
    ]
    parts += [_cell(row, column, value) for (row, column), value in sorted(cells.items())]
    return b"".join(parts) + record(0x0A)


def _cell(row: int, column: int, value: object) -> bytes:
    at = struct.pack("<HHH", row, column, 0)
    if isinstance(value, tuple):
        number, style, short = value
        if short:
            # Whole numbers in 30 bits, in a MulRk of two cells whose second is the next column.
            pairs = struct.pack("<HiHi", style, int(number) << 2 | 2, 0, 5 << 2 | 2)
            return record(0xBD, struct.pack("<HH", row, column) + pairs + struct.pack("<H", column + 1))
        return record(0x203, struct.pack("<HHHd", row, column, style, number))
    if isinstance(value, bool):
        return record(0x205, at + struct.pack("<BB", int(value), 0))
    if isinstance(value, int | float):
        return record(0x203, at + struct.pack("<d", value))
    text = str(value)
    if text in ERRORS:
        return record(0x205, at + struct.pack("<BB", ERRORS[text], 1))
    if text.startswith("="):
        result = struct.pack("<BBB3xH", 2, 0, ERRORS[text[1:]], 0xFFFF)
        return record(0x06, at + result + struct.pack("<HIH", 0, 0, 0))
    return record(0x204, at + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def shared(path: Path, texts: list[str], cells: Cells, most: int = 8224) -> Path:
    """A workbook whose cells show the shared texts with their numbers; a text of 1-byte signs is held as such."""
    parts = [struct.pack("<II", len(cells), len(texts))]
    for text in texts:
        wide = not text.isascii()
        head = struct.pack("<HBI", len(text), 4 | wide, 3)
        left = text
        while len(parts[-1]) + len(head) + 2 > most:
            parts.append(b"")
        parts[-1] += head
        while True:
            room = (most - len(parts[-1])) // (1 + wide)
            parts[-1] += left[:room].encode("utf-16-le" if wide else "ascii")
            left = left[room:]
            if not left:
                break
            parts.append(bytes([wide]))
        parts.append(b"ext")
    start = record(0x809, BEGIN_GLOBALS)
    table = b"".join(record(0x3C if number else 0xFC, part) for number, part in enumerate(parts))
    bound = _bound("s", False)
    at = len(start) + len(record(0x85, bytes(4) + bound)) + len(table) + 4
    globals_ = start + record(0x85, struct.pack("<I", at) + bound) + table + record(0x0A)
    height = max(row for row, _ in cells) + 1
    width = max(column for _, column in cells) + 1
    sheet = record(0x809, BEGIN_SHEET) + record(0x200, struct.pack("<IIHHH", 0, height, 0, width, 0))
    sheet += b"".join(
        record(0xFD, struct.pack("<HHHI", row, column, 0, int(str(number))))
        for (row, column), number in sorted(cells.items())
    )
    path.write_bytes(compound({"Workbook": globals_ + sheet + record(0x0A)}))
    return path
