"""Files written all together: each is whole or untouched, and what could not be replaced is named."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from paneloom.errors import PaneloomError, Place

TEMPORARY = ".paneloom-part"
SUMS = "SHA256SUMS"


def write_files(folder: Path, files: Mapping[str, bytes], *, whole: bool = True) -> tuple[Path, ...]:
    """Write ``files``, named by their paths below ``folder`` with "/" between the parts.

    All are first written beside their targets under another name and flushed to the disk; only then does each
    take its place. With ``whole``, ``files`` is all that the folder should hold: ``SHA256SUMS`` lists them, and
    files that the last such list holds, that nobody has changed since and that are no longer made, are removed.

    Raises
    ------
    PaneloomError
        ``output-unwritable`` when the disk is full or the folder refuses (nothing was replaced), ``output-held``
        when some targets could not be replaced, with their names (all others were).
    """
    contents = dict(files)
    if whole:
        contents[SUMS] = sums(files)
    remove_temporaries(folder)
    try:
        staged = [(_stage(folder / name, content), folder / name) for name, content in contents.items()]
    except OSError as fault:
        remove_temporaries(folder)
        raise PaneloomError(
            "output-unwritable", where=Place(str(folder)), seen=fault.strerror or fault
        ) from fault
    stale = _stale(folder, contents) if whole else ()
    held = [target for temporary, target in staged if not _replace(temporary, target)]
    held += [path for path in stale if not _remove(path)]
    _flush_folders(folder, contents)
    if held:
        names = tuple(path.relative_to(folder).as_posix() for path in held)
        raise PaneloomError(
            "output-held", where=Place(str(folder)), seen=names, written=len(staged) - len(held)
        )
    return tuple(target for _, target in staged)


def sums(files: Mapping[str, bytes]) -> bytes:
    """The list that ``sha256sum --check`` reads."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("utf-8")


def remove_temporaries(folder: Path) -> None:
    """Remove what an interrupted run left behind."""
    for path in sorted(folder.glob(f"**/.*{TEMPORARY}")):
        _remove(path)


def _stage(target: Path, content: bytes) -> Path:
    """The content on the disk beside its target."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}{TEMPORARY}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _replace(temporary: Path, target: Path) -> bool:
    """Whether the file took its place; it does not while another program holds the target."""
    try:
        os.replace(temporary, target)  # noqa: PTH105 - named so that a test can make it fail
    except OSError:
        _remove(temporary)
        return False
    return True


def _stale(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Files of the last run that this one does not make, unless somebody has changed them."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    found = []
    for line in lines:
        digest, _, name = line.partition("  ")
        path = folder / name
        if name not in contents and _is_below(name) and path.is_file() and _digest(path) == digest:
            found.append(path)
    return tuple(found)


def _is_below(name: str) -> bool:
    """Whether a listed name stays in the folder; the list is a file that anybody can edit."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _remove(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _flush_folders(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Make the new names durable too, where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    for path in dict.fromkeys((folder / name).parent for name in contents):
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
