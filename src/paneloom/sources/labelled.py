"""Stata (.dta) and SPSS (.sav, .zsav) files, read with pyreadstat; labels of values are read as texts."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from paneloom.errors import PaneloomError, Place
from paneloom.sources.cells import Cell, Labelled, is_blank
from paneloom.sources.long_texts import size_of_long_texts
from paneloom.sources.sheet import Book
from paneloom.sources.tables import check_extent, check_texts, table_book
from paneloom.study.intake import Source

if TYPE_CHECKING:
    from pyreadstat import metadata_container

Kind = Literal["dta", "sav"]
# What the library calls each encoding, and what the ledger calls it.
_TRIED = {"UTF-8": "utf-8", "GB18030": "gb18030"}


def read_labelled(path: Path, file: str, kind: Kind, source: Source | None = None) -> Book:
    """The records of a Stata or SPSS file; a missing code is None, a number with a label a ``Labelled`` text.

    A file without a word on its encoding, as Stata wrote up to version 13, is tried as UTF-8, then as
    GB18030, and never as Latin-1.

    Raises
    ------
    PaneloomError
        ``not-a-table``; ``not-in-encoding`` when the encoding asked for does not fit; those of
        ``check_extent``.
    """
    asked = source.encoding if source else None
    about = _about(path, file, kind)
    declared = kind == "sav" and bool(about.file_encoding)
    tried = {asked.upper(): asked} if asked else ({"": ""} if declared else _TRIED)
    for name, encoding in tried.items():
        try:
            columns, about = _read(path, kind, encoding=name or None)
        except UnicodeError:
            continue
        except _read_errors() as fault:
            if "encoding" in str(fault):
                continue
            raise _broken(file, kind, fault) from None
        labels = about.variable_value_labels
        cells = [_labelled(columns[name], labels.get(name, {})) for name in about.column_names]
        return table_book(file, about.column_names, zip(*cells, strict=True), encoding)
    if asked:
        raise PaneloomError("not-in-encoding", where=Place(file), encoding=asked.upper())
    raise PaneloomError("not-text", where=Place(file))


def _about(path: Path, file: str, kind: Kind) -> metadata_container:
    """What the file says of itself, once its extent is known to be no danger."""
    try:
        _, about = _read(path, kind, metadata_only=True)
    except _read_errors() as fault:
        raise _broken(file, kind, fault) from None
    widths, kinds = about.variable_storage_width, about.readstat_variable_types
    texts = [widths[name] for name in about.column_names if kinds[name] == "string"]
    rows = about.number_rows or 0
    check_extent(file, rows, len(about.column_names), rows * sum(texts))
    if kind == "dta" and not all(texts):
        try:
            check_texts(file, size_of_long_texts(path))
        except ValueError as fault:
            raise _broken(file, kind, fault) from None
    return about


def _read(
    path: Path, kind: Kind, encoding: str | None = None, *, metadata_only: bool = False, dates: bool = True
) -> tuple[dict[str, list[Any]], metadata_container]:
    import pyreadstat

    read = pyreadstat.read_dta if kind == "dta" else pyreadstat.read_sav
    try:
        with warnings.catch_warnings():
            # What it warns of, two columns of one name, no program writes.
            warnings.simplefilter("error")
            return read(
                str(path),
                output_format="dict",
                metadataonly=metadata_only,
                encoding=encoding,
                disable_datetime_conversion=not dates,
            )
    except OverflowError:
        if not dates:
            raise
    # A date beyond the year 9999: the dates stay the numbers that the file holds.
    return _read(path, kind, encoding, metadata_only=metadata_only, dates=False)


def _read_errors() -> tuple[type[Exception], ...]:
    from pyreadstat import PyreadstatError, ReadstatError

    # In damaged files the library itself meets what it did not expect.
    return (
        PyreadstatError, ReadstatError, ValueError, OverflowError, OSError, TypeError, LookupError, UserWarning,
    )  # fmt: skip


def _labelled(values: list[Cell], labels: Mapping[Any, str]) -> list[Cell]:
    # A label that cannot be seen would make its number an empty cell.
    labels = {value: label for value, label in labels.items() if not is_blank(label)}
    if not labels:
        return values
    return [Labelled(labels[value], value) if value in labels else value for value in values]


def _broken(file: str, kind: Kind, fault: Exception) -> PaneloomError:
    name = "Stata" if kind == "dta" else "SPSS"
    return PaneloomError("not-a-table", where=Place(file), seen=str(fault), kind=name)
