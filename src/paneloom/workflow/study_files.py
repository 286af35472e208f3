"""A study in either of its two forms, a text or a workbook: found, read, turned into the other.

The command line asks here before it knows its language, so nothing heavy is imported at the top.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paneloom.study.model import Study
    from paneloom.study.positions import Places
    from paneloom.wording import Language

STUDY_WORKBOOK = "study.xlsx"
WORKBOOKS = (".xlsx", ".xlsm")
TEXT = ".toml"


def is_workbook(path: Path) -> bool:
    """Whether a path is that of a workbook, by its ending."""
    return path.suffix.lower() in WORKBOOKS


def study_file(path: Path) -> Path:
    """The study in a folder, the text before the workbook; a path that is no folder is the study itself."""
    if not path.is_dir():
        return path
    from paneloom.study.recipes import STUDY_FILE

    has_workbook_only = (path / STUDY_WORKBOOK).is_file() and not (path / STUDY_FILE).exists()
    return path / (STUDY_WORKBOOK if has_workbook_only else STUDY_FILE)


def read_study_file(path: Path) -> Study:
    """The study in a text or a workbook.

    Raises
    ------
    PaneloomError
        As ``read_study``; for a workbook as ``read_workbook`` and ``study_from_grids``.
    """
    from paneloom.study.reading import read_study

    if not is_workbook(path) or not path.is_file():
        return read_study(path)
    from paneloom.study.workbook.reading import study_from_grids
    from paneloom.workflow.study_workbook import grids_in

    return study_from_grids(grids_in(path, str(path)), str(path), path.parent)


def places_of(path: Path) -> Places:
    """Where each key of a study stands.

    Raises
    ------
    PaneloomError
        When the file cannot be read, or not any more.
    """
    from paneloom.study.positions import Places, lines_of
    from paneloom.study.reading import study_text

    if not is_workbook(path):
        return Places(str(path), lines_of(study_text(path)))
    from paneloom.study.workbook.reading import document_of
    from paneloom.workflow.study_workbook import grids_in

    return document_of(grids_in(path, str(path)), str(path))[1]


def language_of(path: Path) -> Language | None:
    """The language that a workbook says its study is in, also when the rest of it is wrong; None when it says none.

    Raises
    ------
    PaneloomError
        When the workbook cannot be read.
    """
    from paneloom.study.workbook.forms import forms
    from paneloom.study.workbook.words import choices_by_text, folded, headings_by_text
    from paneloom.workflow.study_workbook import grids_in

    called = headings_by_text(("language",), "study")
    meant = choices_by_text(next(slot for slot in forms()["study"].slots if slot.heading == "language"))
    for grid in grids_in(path, str(path)):
        for row in grid.rows:
            words = [folded(cell) for cell in row if isinstance(cell, str) and cell.strip()]
            said = next((meant[word] for word in words[1:3] if word in meant), "")
            if said and any(word in called for word in words[:2]):
                return "zh" if said == "zh" else "en"
    return None


def convert(source: Path, target: Path, language: Language) -> Path:
    """Write the study of one file in the form that the ending of the other asks for, and overwrite nothing.

    Raises
    ------
    PaneloomError
        ``convert-ending``, ``convert-exists``, ``workbook-too-long``, what is wrong with the study, and what
        ``write_files`` meets.
    """
    from paneloom.errors import PaneloomError, Place
    from paneloom.study.writing import study_toml
    from paneloom.workflow.study_workbook import study_xlsx
    from paneloom.workflow.write import write_files

    if target.suffix.lower() not in (TEXT, ".xlsx"):
        raise PaneloomError("convert-ending", where=Place(str(target)))
    if target.exists():
        raise PaneloomError("convert-exists", where=Place(str(target)))
    study = read_study_file(study_file(source))
    made = study_xlsx(study, language) if is_workbook(target) else study_toml(study).encode("utf-8")
    return write_files(target.parent, {target.name: made}, "plain").paths[0]
