"""From the text of a study file to a Study, or to all of its problems at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from paneloom.errors import PaneloomError, PaneloomErrors, Place, nearest
from paneloom.study.checking import checking
from paneloom.study.contents import check_study_size
from paneloom.study.faults import apart, faults
from paneloom.study.index_checks import index_problems
from paneloom.study.lookalikes import lookalikes
from paneloom.study.model import Study
from paneloom.study.model_checks import model_problems
from paneloom.study.positions import Places, dotted, lines_of, repeated_keys
from paneloom.study.references import reference_problems
from paneloom.study.salvage import doubtful, lost, salvaged
from paneloom.study.toml_tokens import too_deep
from paneloom.study.unread import Unread

# How the standard parser words its complaints, and what we call them.
SYNTAX = (
    ("Cannot overwrite", "key-twice"),
    ("Cannot declare", "key-twice"),
    ("Duplicate inline table key", "key-twice"),
    ("Cannot mutate", "key-twice"),
    ("Cannot redefine", "key-twice"),
    ("Unescaped '\\'", "toml-backslash"),
    ("Invalid hex value", "toml-backslash"),
    ("Escaped character", "toml-backslash"),
    ("Unterminated string", "toml-quote"),
    ("Illegal character '\\n'", "toml-quote"),
    ('Expected "\'"', "toml-quote"),
    ("Unclosed", "toml-bracket"),
    ("Expected ']", "toml-bracket"),
    ("Expected '='", "toml-equals"),
    ("Invalid value", "toml-value"),
    ("Invalid initial character for a key part", "toml-key"),
    ("Invalid statement", "toml-key"),
    ("Expected newline or end of document", "toml-rest"),
)
_LINE = re.compile(r"at line (\d+)")


def read_study(path: Path) -> Study:
    """The study in the file ``path``, checked as far as it can be without its data.

    Raises
    ------
    PaneloomError
        The one problem of the file, or ``PaneloomErrors`` with all of them: each with file, line and key,
        the value seen, the nearest valid word, and what to do.
    """
    return study_from_text(study_text(path), str(path), path.parent)


def study_text(path: Path) -> str:
    """The text of a study file, without byte-order mark, lines ended by a line feed alone.

    Raises
    ------
    PaneloomError
        ``study-missing``, ``study-too-large``, ``not-utf8``.
    """
    check_study_size(path, str(path))
    try:
        raw = path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):
        raw = None
    if raw is None:
        raise PaneloomError("study-missing", where=Place(str(path)), nearest=_toml_beside(path))
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise PaneloomError("not-utf8", where=Place(str(path), line), seen=_encoding(raw)) from None


def study_from_text(text: str, file: str, root: Path) -> Study:
    """The study that ``text`` says; ``file`` is its name in messages, ``root`` its folder.

    Raises
    ------
    PaneloomError
        As ``read_study``.
    """
    return study_from_document(*_parsed(text, file), root)


def study_from_document(
    document: dict[str, Any], places: Places, root: Path, unread: Unread | None = None
) -> Study:
    """The study that nested tables say, whatever file they come from; ``places`` knows where each key stands.

    Lists are tuples in them, as they are in the schema. ``unread`` is what was found wrong before.

    Raises
    ------
    PaneloomError
        As ``read_study``.
    """
    raw = _written_out(document)
    try:
        study: Study | None = Study.model_validate(raw)
        found: dict[tuple[str | int, ...], PaneloomError] = {}
    except ValidationError as error:
        found = faults(error, raw, places)
        study = salvaged(raw, found)
    unread = unread or Unread()
    absent = unread.lost(tuple(document), tuple(Study.model_fields))
    problems = apart(found)
    if study is not None:
        unsure = (*doubtful(found), *unread.doubtful(document))
        check = checking(study, root, places, lost=(*lost(found), *absent), doubtful=unsure)
        problems += [*reference_problems(check), *index_problems(check), *model_problems(check)]
    _raise([*unread.problems, *(problem for problem in problems if not unread.explains(problem, absent))])
    assert study is not None
    return study


def _parsed(text: str, file: str) -> tuple[dict[str, Any], Places]:
    """The document with tuples for lists, and the lines of its keys."""
    deep = too_deep(text)
    if deep:
        raise PaneloomError("toml-deep", where=Place(file, deep))
    _raise(lookalikes(text, file))
    try:
        document = tomllib.loads(text)
        places = Places(file, lines_of(text))
        document = {key: _tuples(value) for key, value in document.items()}
    except RecursionError:
        raise PaneloomError("toml-deep", where=Place(file)) from None
    except ValueError as fault:
        problem = _syntax(str(fault), text, file)
        _raise(_repetitions(text, file) if problem.slug == "key-twice" else ())
        raise problem from None
    return document, places


def _written_out(document: dict[str, Any]) -> dict[str, Any]:
    """The document with short forms written out."""
    variables = document.get("variables")
    if not isinstance(variables, dict):
        return document
    entries = {
        name: {"expr": value} if isinstance(value, str) else value for name, value in variables.items()
    }
    return {**document, "variables": entries}


def _tuples(value: Any) -> Any:
    """The schema holds tuples, which cannot be changed, where TOML has lists."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


def _syntax(complaint: str, text: str, file: str) -> PaneloomError:
    """What stopped the TOML parser, in our words, with the text of the line."""
    match = _LINE.search(complaint)
    lines = text.split("\n")
    number = int(match[1]) if match else len(lines)
    slug = next((slug for start, slug in SYNTAX if complaint.startswith(start)), "toml-syntax")
    return PaneloomError(slug, where=Place(file, number), seen=lines[min(number, len(lines)) - 1].strip())


def _repetitions(text: str, file: str) -> list[PaneloomError]:
    """Every key that stands twice; none when the text cannot be walked."""
    try:
        found = repeated_keys(text)
    except (ValueError, RecursionError):
        return []
    return [
        PaneloomError("key-repeated", where=Place(file, line, key=dotted(keys)), seen=keys[-1], first=first)
        for keys, line, first in found
    ]


def _raise(problems: Iterable[PaneloomError]) -> None:
    """One problem as itself, several together; the same one is said once."""
    unique = tuple({(p.slug, p.where, str(p.seen)): p for p in problems}.values())
    if len(unique) == 1:
        raise unique[0]
    if unique:
        raise PaneloomErrors(unique)


def _encoding(raw: bytes) -> str:
    """The encoding that a text was probably saved in."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK"


def _toml_beside(path: Path) -> str:
    """A study file that may be the one meant."""
    try:
        if path.is_dir():
            return str(path / "study.toml") if (path / "study.toml").is_file() else ""
        names = sorted(entry.name for entry in path.parent.glob("*.toml") if entry.is_file())
    except (OSError, ValueError):
        return ""
    match = nearest(path.name, names)
    return str(path.parent / match) if match else ""
