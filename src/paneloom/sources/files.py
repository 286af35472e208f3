"""A file of any kind that can be read, told by its first bytes and not by its name."""

from __future__ import annotations

import re
from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.sources.compound import SIGNATURE
from paneloom.sources.csv_table import read_csv
from paneloom.sources.encrypted import read_compound
from paneloom.sources.excel import read_workbook
from paneloom.sources.labelled import read_labelled
from paneloom.sources.parquet import read_parquet
from paneloom.sources.sheet import Book
from paneloom.sources.unchanged import unchanged
from paneloom.study.contents import contents
from paneloom.study.intake import Source

SIZE_LIMIT = 512 * 2**20
# What is read into memory as a whole.
COMPOUND_LIMIT = 96 * 2**20
_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
# Stata up to version 12: the release, the order of bytes, the type of file, a byte that is not used.
_STATA = re.compile(rb"<stata_dta>|[\x69-\x73][\x01\x02]\x01\x00")
_SPSS = re.compile(rb"\$FL[23]")
# Exports that are called .xls and are web pages, too.
_UNREAD = (
    (re.compile(rb"%PDF"), "PDF"),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head|style)", re.IGNORECASE),
        "HTML",
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml"), "XML"),
    (re.compile(rb"MIME-Version:", re.IGNORECASE), "MHTML"),
    (re.compile(rb"\x09[\x00\x02\x04][\x04\x06]\x00"), "Excel 2-4"),
    (re.compile(rb"\x1f\x8b"), "gzip"),
    (re.compile(rb"7z\xbc\xaf"), "7z"),
    (re.compile(rb"Rar!\x1a\x07"), "RAR"),
)
_FIRST = 512


def read_book(path: Path, file: str, source: Source | None = None) -> Book:
    """The sheets of a workbook, or the one sheet that a CSV, Stata, SPSS or Parquet file is.

    Parameters
    ----------
    path
        Where the file is; ``study.paths.inside`` has made sure that it is there.
    file
        How messages call it: the path as the study file spells it.
    source
        Its section in the study file, which may name an encoding or a password.

    Raises
    ------
    PaneloomError
        ``file-too-large``, ``file-unreadable``, ``unread-format``, ``input-changed``, and those of the readers.
    """
    with unchanged(path, file):
        return _read(path, file, source)


def _read(path: Path, file: str, source: Source | None) -> Book:
    _check_size(path, file, SIZE_LIMIT)
    start = contents(path, Place(file), first=_FIRST)
    if start.startswith(_ZIP):
        return read_workbook(path, file)
    if start.startswith(SIGNATURE[:4]):
        _check_size(path, file, COMPOUND_LIMIT)
        return read_compound(path, file, source.password if source else None)
    if start.startswith(_PARQUET):
        return read_parquet(path, file)
    if _STATA.match(start):
        return read_labelled(path, file, "dta", source)
    if _SPSS.match(start):
        return read_labelled(path, file, "sav", source)
    for pattern, kind in _UNREAD:
        if pattern.match(start):
            raise PaneloomError("unread-format", where=Place(file), seen=kind)
    return read_csv(path, file, source)


def _check_size(path: Path, file: str, limit: int) -> None:
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise PaneloomError("file-unreadable", where=Place(file), seen=fault.strerror) from fault
    if size > limit:
        raise PaneloomError(
            "file-too-large", where=Place(file), seen=f"{size / 2**20:.0f} MB", limit=limit // 2**20
        )
