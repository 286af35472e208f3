"""The files that a path or a pattern of a study means."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath

from paneloom.errors import PaneloomError, Place
from paneloom.study.paths import inside, printable, spelt_on_disk

# Files that Excel and other programs keep beside an open one, and hidden files.
_SKIPPED = ("~$", ".")


def files_of(folder: Path, pattern: str, where: Place) -> tuple[tuple[Path, str], ...]:
    """The files meant: one for a plain path; for a pattern all that match, in the order of their names.

    Only * and ? stand for others, and only in the last part of a path: the brackets in "年鉴[1].xlsx" are
    brackets. Lock files (~$x.xlsx) and hidden files do not match.

    Parameters
    ----------
    folder
        The folder that no file may lie outside of.
    pattern
        The path or pattern, relative to it.
    where
        The key of the study file that names it.

    Returns
    -------
    Each file, and how the study would spell it, with /.

    Raises
    ------
    PaneloomError
        Those of ``inside``; ``pattern-in-folder``; ``no-file-matches`` with the files that are there;
        ``name-not-utf8``.
    """
    if not _is_pattern(pattern):
        return ((inside(folder, pattern, where), pattern),)
    parts = PurePosixPath(pattern.replace("\\", "/")).parts
    if any(map(_is_pattern, parts[:-1])) or "**" in parts[-1]:
        raise PaneloomError("pattern-in-folder", where=where, seen=pattern)
    parent = PurePosixPath(*parts[:-1])
    names = _names(_folder(folder, str(parent), where))
    wanted = _expression(parts[-1])
    spelt = [str(parent / name) for name in names if wanted.fullmatch(unicodedata.normalize("NFC", name))]
    for name in spelt:
        if printable(name) != name:
            raise PaneloomError("name-not-utf8", where=where, seen=printable(name))
    if not spelt:
        raise PaneloomError(
            "no-file-matches",
            where=where,
            seen=pattern,
            folder=folder / parent,
            known=tuple(map(printable, names)),
        )
    return tuple((inside(folder, name, where), name) for name in spelt)


def _is_pattern(text: str) -> bool:
    return "*" in text or "?" in text


def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern that gives no star back once what follows it was met: many stars cost no more than a few."""
    first, *others = unicodedata.normalize("NFC", pattern).split("*")
    between = "".join(f"(?>.*?{_literal(part)})" for part in others[:-1])
    last = f".*{_literal(others[-1])}" if others else ""
    return re.compile(_literal(first) + between + last, re.DOTALL)


def _literal(text: str) -> str:
    """An expression for a text in which only ? stands for another sign."""
    return "".join("." if sign == "?" else re.escape(sign) for sign in text)


def _folder(folder: Path, parent: str, where: Place) -> Path:
    """The folder of a pattern, under the rules that hold for files."""
    try:
        inside(folder, parent, where)
    except PaneloomError as problem:
        if problem.slug != "not-a-file":
            raise
    return spelt_on_disk(folder, PurePosixPath(parent).parts)


def _names(folder: Path) -> list[str]:
    """The names of the files of a folder, sorted; none for what is no folder or cannot be looked into."""
    try:
        return sorted(
            entry.name
            for entry in folder.iterdir()
            if not entry.name.startswith(_SKIPPED) and entry.is_file()
        )
    except OSError:
        return []
