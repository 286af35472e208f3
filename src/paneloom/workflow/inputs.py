"""The files a study reads and the programs it runs on, so that a result can be made again."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.report.results import InputFile
from paneloom.sources.folder import files_of
from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE

PACKAGES = ("paneloom", "numpy", "scipy", "duckdb", "python-calamine", "pyreadstat", "pyproj", "matplotlib")


def input_files(study: Study, folder: Path, data_folder: Path) -> tuple[InputFile, ...]:
    """The files of the study with their hashes, in the order of the study file.

    Raises
    ------
    PaneloomError
        ``file-missing`` and the like, for a file that is not there.
    """
    return tuple(
        _hashed(use, path, spelt)
        for use, key, file, root in _files(study, folder, data_folder)
        for path, spelt in files_of(root, file, Place(STUDY_FILE, key=key))
    )


def check_unchanged(before: tuple[InputFile, ...], after: tuple[InputFile, ...]) -> None:
    """Refuse results of files that changed while they were read.

    Raises
    ------
    PaneloomError
        ``input-changed``, with the names of the files.
    """
    now = set(after)
    changed = tuple(old.file for old in before if old not in now)
    changed += tuple(new.file for new in after if new not in set(before) and new.file not in changed)
    if changed:
        raise PaneloomError("input-changed", seen=changed)


def versions() -> tuple[tuple[str, str], ...]:
    """Python and the packages that numbers and drawings come from."""
    return (("python", platform.python_version()), *((name, version(name)) for name in PACKAGES))


def _files(study: Study, folder: Path, data_folder: Path) -> Iterator[tuple[str, str, str, Path]]:
    """(what uses it, the key that names it, its path in the study, the folder it lies in)."""
    for name, source in study.data.items():
        yield f"data.{name}", f"data.{name}.file", source.file, data_folder
    if study.clean.names is not None and study.clean.names.endswith(".csv"):
        yield "clean.names", "clean.names", study.clean.names, folder
    for name, index in study.index.items():
        if index.table is not None:
            yield f"index.{name}", f"index.{name}.table", index.table, folder
    for name, part in study.map.items():
        if part.boundary.endswith((".json", ".geojson")):
            yield f"map.{name}", f"map.{name}.boundary", part.boundary, folder


def _hashed(use: str, path: Path, file: str) -> InputFile:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return InputFile(use, file, digest, path.stat().st_size)
