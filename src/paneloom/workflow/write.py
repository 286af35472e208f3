"""Files written all together: each is whole or untouched, and what could not be replaced is named."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Literal

from paneloom.errors import PaneloomError, Place
from paneloom.workflow.folders import check_below, is_plain_file, new_folders
from paneloom.workflow.lock import DAY, is_running, locked

TEMPORARY = ".paneloom-part"
SUMS = "SHA256SUMS"
Kind = Literal["whole", "part", "plain"]
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OF_PROCESS = re.compile(rf"\.([0-9]{{1,9}})-[0-9]+{re.escape(TEMPORARY)}")


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and those of an earlier whole run that hold every part and were not."""

    paths: tuple[Path, ...]
    stale: tuple[str, ...]


def write_files(folder: Path, files: Mapping[str, bytes], kind: Kind = "whole") -> Written:
    """Write ``files``, named by their paths below ``folder`` with "/" between the parts.

    All are first written beside their targets under another name and flushed to the disk; only then does each
    take its place. ``SHA256SUMS`` lists them. When ``files`` is the "whole" that the folder should hold, files
    that the last such list holds, that nobody has changed since and that are no longer made, are removed. When
    it is a "part", the list keeps its other lines, and the files at the top of the folder that it still names
    are told as stale. "plain" files have no list. One process at a time writes into a folder, and no link in
    it is followed.

    Raises
    ------
    PaneloomError
        ``output-unwritable`` when the disk is full or the folder refuses, ``output-busy`` when another run
        writes there, ``output-outside`` when a link in the folder leads out of it (nothing was replaced);
        ``output-held`` when some targets could not be replaced, with their names (all others were).
    """
    try:
        with new_folders() as make:
            make(folder)
            with locked(folder):
                earlier = _listed(folder)
                contents = _with_sums(files, earlier, kind)
                dropped = _no_longer_made(folder, earlier, contents) if kind == "whole" else ()
                for name in contents:
                    check_below(folder, name)
                    make((folder / name).parent)
                _write(folder, contents, dropped)
                stale = _not_written(folder, earlier, contents) if kind == "part" else ()
    except (OSError, ValueError) as fault:
        # The latter is of a name that no folder can have.
        reason = (fault.strerror if isinstance(fault, OSError) else None) or fault
        raise PaneloomError("output-unwritable", where=Place(str(folder)), seen=reason) from fault
    return Written(tuple(folder / name for name in contents), stale)


def _with_sums(files: Mapping[str, bytes], earlier: Mapping[str, str], kind: Kind) -> dict[str, bytes]:
    """The files with the list of them."""
    if kind == "plain":
        return dict(files)
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    return {**files, SUMS: sums(digests if kind == "whole" else {**earlier, **digests})}


def _write(folder: Path, contents: Mapping[str, bytes], dropped: tuple[Path, ...]) -> None:
    """Stage the contents, put them in their places, remove what is no longer made."""
    parents = tuple(dict.fromkeys((folder / name).parent for name in contents))
    remove_temporaries(parents)
    places: dict[Path, Path] = {}
    try:
        for number, (name, content) in enumerate(contents.items()):
            temporary = (folder / name).with_name(f".{os.getpid()}-{number}{TEMPORARY}")
            places[temporary] = folder / name
            _stage(temporary, content)
        held = [target for temporary, target in places.items() if not _replace(temporary, target)]
    finally:
        for temporary in places:
            _remove(temporary)
    held += [path for path in dropped if not _remove(path)]
    _flush_folders(parents)
    if held:
        names = tuple(path.relative_to(folder).as_posix() for path in held)
        written = sum(target not in held for target in places.values())
        raise PaneloomError("output-held", where=Place(str(folder)), seen=names, written=written)


def sums(digests: Mapping[str, str]) -> bytes:
    """The list that ``sha256sum --check`` reads."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("utf-8")


def remove_temporaries(folders: Iterable[Path]) -> None:
    """Remove what interrupted runs left behind in these folders; who calls this holds the lock."""
    for folder in folders:
        for path in sorted(folder.glob(f".*{TEMPORARY}")):
            if _is_left_behind(path):
                _remove(path)


def _is_left_behind(path: Path) -> bool:
    """Whether a temporary file is a day old, or of a process that has ended."""
    if time.time() - path.lstat().st_mtime > DAY:
        return True
    match = _OF_PROCESS.fullmatch(path.name)
    return match is not None and (int(match[1]) == os.getpid() or not is_running(int(match[1])))


def _stage(temporary: Path, content: bytes) -> None:
    """The content on the disk."""
    # Whatever has the name already, a link too, is not written to.
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(temporary: Path, target: Path) -> bool:
    """Whether the file took its place; it does not while another program holds the target."""
    try:
        os.replace(temporary, target)  # noqa: PTH105 - named so that a test can make it fail
    except OSError:
        return False
    return True


def _listed(folder: Path) -> dict[str, str]:
    """The digests of the files of the last run, by name; names that lead out of the folder are ignored."""
    if not is_plain_file(folder / SUMS):
        return {}
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in pairs if _is_below(name) and _DIGEST.fullmatch(digest)}


def _no_longer_made(
    folder: Path, earlier: Mapping[str, str], contents: Mapping[str, bytes]
) -> tuple[Path, ...]:
    """Files of the last run that this one does not make, unless somebody has changed them."""
    names = [name for name in earlier if name not in contents and is_plain_file(folder / name)]
    for name in names:
        check_below(folder, name)
    return tuple(folder / name for name in names if _digest(folder / name) == earlier[name])


def _not_written(folder: Path, earlier: Mapping[str, str], contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Files of the last whole run, at the top of the folder, that a run of one part left as they are."""
    return tuple(
        name
        for name in earlier
        if name not in contents and len(PurePosixPath(name).parts) == 1 and is_plain_file(folder / name)
    )


def _is_below(name: str) -> bool:
    """Whether a listed name stays in the folder; the list is a file that anybody can edit."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _digest(path: Path) -> str:
    """The digest of a file; "" when it cannot be read, so that it counts as changed."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _remove(path: Path) -> bool:
    """Whether the file is gone; what is no plain file is left alone."""
    try:
        if is_plain_file(path):
            path.unlink()
    except OSError:
        return False
    return True


def _flush_folders(folders: Iterable[Path]) -> None:
    """Make the new names durable too, where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    for path in folders:
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
