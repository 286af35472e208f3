"""Files that a study names: always inside its folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from paneloom.errors import PaneloomError, Place, nearest

# Windows opens these as devices in any folder, whatever the extension.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def printable(name: str) -> str:
    """The name of a file as it can be printed: what is not in UTF-8 by its code."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def inside(root: Path, relative: str, where: Place | None = None) -> Path:
    """The existing regular file ``relative`` to ``root``; blanks and Chinese in names are fine.

    Accents count alike, whether a disk holds them in one character or two.

    Raises
    ------
    PaneloomError
        ``outside-folder`` for an absolute path, "..", a device or a link that leads out; ``file-missing``
        with the nearest name in the folder; ``not-a-file`` for a folder or the like.
    """
    parts = PurePosixPath(relative.replace("\\", "/")).parts
    if _leaves(relative, parts):
        raise PaneloomError("outside-folder", where=where, seen=relative)
    try:
        path = spelt_on_disk(root, parts)
        escapes = not path.resolve().is_relative_to(root.resolve())
        exists, is_file = path.exists(), path.is_file()
    except (OSError, RuntimeError, ValueError):
        # A name too long, a character that no file name can hold, links that go round in a circle.
        path, escapes, exists, is_file = root, False, False, False
    if escapes:
        raise PaneloomError("outside-folder", where=where, seen=relative)
    if not exists:
        raise _missing(root, relative, parts, where)
    if not is_file:
        raise PaneloomError("not-a-file", where=where, seen=relative)
    return path


def spelt_on_disk(root: Path, parts: tuple[str, ...]) -> Path:
    """The path below ``root``, each part as the disk has it where only the form of its accents differs.

    Raises
    ------
    OSError, ValueError
        For a name that no file can have, or a folder that cannot be looked into.
    """
    path = root
    for part in parts:
        exact = path / part
        if not exact.exists() and not part.isascii() and path.is_dir():
            composed = unicodedata.normalize("NFC", part)
            alike = (
                entry for entry in path.iterdir() if unicodedata.normalize("NFC", entry.name) == composed
            )
            exact = min(alike, default=exact)
        path = exact
    return path


def _missing(root: Path, relative: str, parts: tuple[str, ...], where: Place | None) -> PaneloomError:
    """What is not there, what may be meant, and for data that they may lie in another folder."""
    is_data = where is not None and (where.key or "").startswith("data.")
    return PaneloomError(
        "file-missing",
        where=where,
        seen=relative,
        folder=root,
        nearest=_nearest_file(root, parts),
        option="--data" if is_data else "",
    )


def _leaves(relative: str, parts: tuple[str, ...]) -> bool:
    windows = PureWindowsPath(relative)
    absolute = bool(windows.drive or windows.root)
    return absolute or ".." in parts or any(_DEVICE.fullmatch(part) for part in parts)


def _nearest_file(root: Path, parts: tuple[str, ...]) -> str:
    """The name in the same folder most like the one asked for, as the study would write it."""
    folder = root.joinpath(*parts[:-1])
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    except (OSError, ValueError):
        return ""
    match = nearest(parts[-1], names) if parts else ""
    return str(PurePosixPath(*parts[:-1], match)) if match else ""
