"""A first study of raw files, written beside them: ``study.toml`` and a codebook."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.open import open_panel
from paneloom.panel.ledger import Ledger
from paneloom.study.reading import study_from_text
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import Language, say
from paneloom.workflow.study_files import STUDY_WORKBOOK
from paneloom.workflow.survey.codebook import codebook, codebook_csv, codebook_markdown
from paneloom.workflow.survey.columns import raw_columns
from paneloom.workflow.survey.draft import Draft, drafted, without
from paneloom.workflow.survey.findings import Findings, findings
from paneloom.workflow.survey.groups import raw_sources
from paneloom.workflow.survey.names_known import NamesKnown, names_known
from paneloom.workflow.survey.raw_files import RawFiles, raw_files
from paneloom.workflow.survey.study_text import Setting, study_text
from paneloom.workflow.survey.tables import TIME_KEY, RawTable, raw_tables
from paneloom.workflow.write import write_files

CODEBOOK = "codebook"


@dataclass(frozen=True, slots=True, eq=False)
class Started:
    """What was written, and what it came to.

    ``sources`` and ``variables`` are read; ``unclear`` sources and ``doubtful`` variables of sources that are
    read wait for a judgement; of ``disagreeing`` variables the sources differ. ``data`` is what ``--data``
    must say, "" for nothing.
    """

    paths: tuple[Path, ...]
    files: int
    unread: int
    sources: int
    unclear: int
    variables: int
    doubtful: int
    disagreeing: int
    data: str


def start_study(path: Path, folder: Path | None, language: Language) -> Started:
    """Look at raw files and write a study that reads what was understood; what was not is in its comments.

    Parameters
    ----------
    path
        A folder, or one file.
    folder
        Where to write; ``study`` beside the files when None.
    language
        Of the comments and the study.

    Raises
    ------
    PaneloomError
        ``init-exists``, ``no-raw-files``, ``no-table-understood`` (nothing is written); those of ``write_files``.
    """
    target = folder or path.parent / "study"
    names = (STUDY_FILE, f"{CODEBOOK}.csv", f"{CODEBOOK}.md")
    present = tuple(name for name in (*names, STUDY_WORKBOOK) if (target / name).exists())
    if present or (target.exists() and not target.is_dir()):
        raise PaneloomError("init-exists", seen=present or str(target))
    raw = raw_files(path, target) if path.exists() else RawFiles(path, (), ())
    if not raw.books:
        raise PaneloomError("no-raw-files", seen=str(path), unread=tuple(one.file for one in raw.unread))
    known = names_known(raw.books)
    at = _setting(path, raw, target)
    tables = [table for book in raw.books for table in raw_tables(book, known)]
    if not tables:
        raise PaneloomError("no-table-understood", seen=tuple(book.file for book in raw.books))
    known = replace(known, order=next((one.source.order for one in tables if one.source.order), ""))
    draft, text, ledger, found = _settled(_draft(tables, raw, known), raw, known, at, language)
    lines = codebook(draft, ledger, language)
    contents = (
        text,
        codebook_csv(lines, language),
        codebook_markdown(lines, say("codebook.title", language, title=at.title), language),
    )
    made = {name: content.encode("utf-8") for name, content in zip(names, contents, strict=True)}
    written = write_files(target, made, "plain")
    used, total = len(draft.used), len(draft.sources)
    return Started(
        written.paths,
        raw.count,
        len(raw.unread),
        used,
        total - used,
        len(draft.read),
        len(draft.doubtful),
        len(found.disagreements),
        at.data,
    )


def _draft(tables: list[RawTable], raw: RawFiles, names: NamesKnown) -> Draft:
    files = [book.file for book in raw.books] + [one.file for one in raw.unread]
    found = []
    for source in raw_sources(tables, files):
        columns, problem = ((), None) if source.source.layout is None else raw_columns(source, names)
        found.append((source, columns, source.first.problem or problem))
    return drafted(found, (names.unit_key, TIME_KEY))


def _settled(
    draft: Draft, raw: RawFiles, names: NamesKnown, at: Setting, language: Language
) -> tuple[Draft, str, Ledger, Findings]:
    """The draft that can be read as a whole, with its text, the ledger of its panel, and what both tell.

    What only shows when all sources are put together becomes a comment too.
    """
    # Each round leaves out a source or a variable, so there is an end.
    while True:
        if not any(one.column.first is not None for one in draft.read):
            return draft, study_text(draft, raw, names, at, language), Ledger(), Findings()
        text = study_text(draft, raw, names, at, language)
        try:
            study = study_from_text(text, STUDY_FILE, raw.root)
            panel = open_panel(study, at.root, at.root)
            found = findings(panel.rows.collect(tuple(study.variables), EVERY_ROW), panel.ledger)
            return draft, study_text(draft, raw, names, at, language, found), panel.ledger, found
        except PaneloomError as problem:
            first = problem.problems[0] if isinstance(problem, PaneloomErrors) else problem
            other = without(draft, first, (names.unit_key, TIME_KEY))
            if other is None:
                raise
            draft = other


def _setting(path: Path, raw: RawFiles, target: Path) -> Setting:
    """Paths from the study where the data lie below it; else from the folder of the data, told by ``--data``."""
    root, study = raw.root.resolve(), target.resolve()
    title = (path.stem if path.is_file() else root.name) or "study"
    if root == study or study in root.parents:
        inner = root.relative_to(study).as_posix()
        return Setting(title, str(path), "", "" if inner == "." else f"{inner}/", study)
    return Setting(title, str(path), os.path.relpath(root, study).replace(os.sep, "/"), "", root)
