"""The texts that the cells of a workbook share: a long one in many cells would take more memory than there is."""

from __future__ import annotations

import zipfile
from array import array

from paneloom.sources.workbook_parts import walk

_PART = "xl/sharedstrings.xml"


def size_of_texts(archive: zipfile.ZipFile, parts: tuple[str, ...], cells: int, limit: int) -> int:
    """The characters of the shared texts, each as often as a cell shows it; 0 when surely within the limit.

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
    if not lengths or max(lengths) * cells <= limit:
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
    shared, index = False, ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal shared, index
        if tag == "c":
            shared, index = attributes.get("t") == "s", ""

    def text(piece: str) -> None:
        nonlocal index
        index += piece if shared else ""

    def end(tag: str) -> None:
        nonlocal total, shared
        if tag == "c" and shared:
            shared = False
            total += lengths[int(index)]

    with archive.open(part) as stream:
        walk(stream, start, text, end)
    return total
