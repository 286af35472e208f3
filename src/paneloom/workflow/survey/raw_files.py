"""The raw files of a folder: those that can be read, and the others with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.sources.files import read_book
from paneloom.sources.sheet import Book
from paneloom.study.paths import printable

# Texts that a reader of CSV would take for tables of one column.
NO_TABLES = (
    ".bib", ".cfg", ".css", ".do", ".geojson", ".html", ".ipynb", ".ini", ".js", ".json", ".log", ".m", ".md",
    ".py", ".r", ".rmd", ".rst", ".sh", ".tex", ".toml", ".xml", ".yaml", ".yml",
)  # fmt: skip
_SKIPPED = ("~$", ".")


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was not read, and why."""

    file: str
    problem: PaneloomError


@dataclass(frozen=True, slots=True, eq=False)
class RawFiles:
    """The files below ``root``, by their paths from there with /, in sorted order."""

    root: Path
    books: tuple[Book, ...]
    unread: tuple[Unread, ...]

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self.books) + len(self.unread)


def raw_files(path: Path, beside: Path) -> RawFiles:
    """Read every file of a folder and of those in it, or the one file that ``path`` is.

    Hidden files, lock files and what lies in ``beside``, the folder of the study, are passed over.
    """
    root = path if path.is_dir() else path.parent
    books: list[Book] = []
    unread: list[Unread] = []
    for one in [path] if path.is_file() else sorted(_below(root, beside)):
        file = one.relative_to(root).as_posix()
        try:
            books.append(_book(one, file))
        except PaneloomError as problem:
            unread.append(Unread(printable(file), problem))
    return RawFiles(root, tuple(books), tuple(unread))


def _book(path: Path, file: str) -> Book:
    if printable(file) != file:
        raise PaneloomError("name-not-utf8", where=Place(printable(file)), seen=printable(file))
    if path.suffix.lower() in NO_TABLES:
        raise PaneloomError("unread-format", where=Place(file), seen=path.suffix)
    return read_book(path, file)


def _below(root: Path, beside: Path) -> Iterator[Path]:
    """No link is followed, so that no folder comes again."""
    apart = beside.resolve() if beside.resolve() != root.resolve() else None
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = [
            name for name in folders if not name.startswith(_SKIPPED) and (here / name).resolve() != apart
        ]
        yield from (here / name for name in names if not name.startswith(_SKIPPED))
