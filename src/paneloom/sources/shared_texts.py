"""The texts that the cells of a workbook show: a long one in many cells would take more memory than there is."""

from __future__ import annotations

import zipfile
from array import array

from paneloom.sources.workbook_parts import walk

_PART = "xl/sharedstrings.xml"
# Cells that hold their text themselves.
_OWN = ("str", "inlineStr")


def size_of_texts(archive: zipfile.ZipFile, parts: tuple[str, ...], cells: int, limit: int) -> int:
    """The characters of the texts that cells share, each as often as a cell shows it, and of those they hold.

    0 when each of the two is surely within the limit.

    Parameters
    ----------
    archive
        The workbook.
    parts
        Its worksheets.
    cells
        How many cells hold a text.
    limit
        The characters that do no harm.
    """
    lengths = _lengths(archive)
    unpacked = sum(archive.getinfo(part).file_size for part in parts)
    if max(lengths, default=0) * cells <= limit and unpacked <= limit:
        return 0
    return sum(_shown(archive, part, lengths) for part in parts)


def _lengths(archive: zipfile.ZipFile) -> array[int]:
    lengths = array("Q")
    part = next((name for name in archive.namelist() if name.lower() == _PART), None)
    if part is None:
        return lengths

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)

    with archive.open(part) as stream:
        walk(stream, start, text)
    return lengths


def _shown(archive: zipfile.ZipFile, part: str, lengths: array[int]) -> int:
    """The characters that the cells of one sheet show."""
    total = 0
    kind, index = "", ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal kind, index
        if tag == "c":
            kind, index = attributes.get("t", ""), ""

    def text(piece: str) -> None:
        nonlocal total, index
        if kind == "s":
            index += piece
        elif kind in _OWN:
            total += len(piece)

    def end(tag: str) -> None:
        nonlocal total, kind
        if tag == "c":
            total += lengths[int(index)] if kind == "s" and index else 0
            kind = ""

    with archive.open(part) as stream:
        walk(stream, start, text, end)
    return total
