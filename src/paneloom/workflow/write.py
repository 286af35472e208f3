"""Files written all together: each is whole or untouched, and what could not be replaced is named."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Literal

from paneloom.errors import PaneloomError, Place

TEMPORARY = ".paneloom-part"
SUMS = "SHA256SUMS"
Kind = Literal["whole", "part", "plain"]
_DIGEST = re.compile(r"[0-9a-f]{64}")


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
    are told as stale. "plain" files have no list.

    Raises
    ------
    PaneloomError
        ``output-unwritable`` when the disk is full or the folder refuses (nothing was replaced), ``output-held``
        when some targets could not be replaced, with their names (all others were).
    """
    earlier = _listed(folder)
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    contents = dict(files)
    if kind != "plain":
        contents[SUMS] = sums(digests if kind == "whole" else earlier | digests)
    remove_temporaries(folder)
    try:
        staged = [(_stage(folder / name, content), folder / name) for name, content in contents.items()]
    except OSError as fault:
        remove_temporaries(folder)
        raise PaneloomError(
            "output-unwritable", where=Place(str(folder)), seen=fault.strerror or fault
        ) from fault
    held = [target for temporary, target in staged if not _replace(temporary, target)]
    dropped = _unchanged(folder, earlier, contents) if kind == "whole" else ()
    held += [path for path in dropped if not _remove(path)]
    _flush_folders(folder, contents)
    if held:
        names = tuple(path.relative_to(folder).as_posix() for path in held)
        raise PaneloomError(
            "output-held", where=Place(str(folder)), seen=names, written=len(staged) - len(held)
        )
    return Written(
        paths=tuple(target for _, target in staged),
        stale=_not_written(folder, earlier, contents) if kind == "part" else (),
    )


def sums(digests: Mapping[str, str]) -> bytes:
    """The list that ``sha256sum --check`` reads."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("utf-8")


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


def _listed(folder: Path) -> dict[str, str]:
    """The digests of the files of the last run, by name; names that lead out of the folder are ignored."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in pairs if _is_below(name) and _DIGEST.fullmatch(digest)}


def _unchanged(folder: Path, earlier: Mapping[str, str], contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Files of the last run that this one does not make, unless somebody has changed them."""
    others = ((folder / name, digest) for name, digest in earlier.items() if name not in contents)
    return tuple(path for path, digest in others if path.is_file() and _digest(path) == digest)


def _not_written(folder: Path, earlier: Mapping[str, str], contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Files of the last whole run, at the top of the folder, that a run of one part left as they are."""
    return tuple(
        name
        for name in earlier
        if name not in contents and len(PurePosixPath(name).parts) == 1 and (folder / name).is_file()
    )


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
