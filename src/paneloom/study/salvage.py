"""The sound part of a faulty study, so that one slip does not hide the other problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from paneloom.errors import PaneloomError
from paneloom.study.model import Study
from paneloom.study.positions import Keys

SECTIONS = tuple(Study.model_fields)
# Their entries stand on their own, so a faulty one is left out and the others stay.
OF_ENTRIES = (
    "data", "variables", "groups", "index", "coupling", "regress", "mechanism", "moderation", "map", "published",
)  # fmt: skip
# Every key of theirs may be left out, so a faulty one is, and the entry stays.
OF_FREE_KEYS = ("regress", "mechanism", "moderation")
NEEDED = ("channels", "moderators")
# A mistyped key of theirs may hold what they are made of.
OF_CONTENT = ("variables", "index", "groups")


def lost(faulty: Mapping[Keys, PaneloomError]) -> tuple[str, ...]:
    """What a salvaged study cannot be asked about: sections, and "variable" when one has lost its settings."""
    sections = []
    for keys, problem in faulty.items():
        if keys[0] == "variables" and len(keys) > 1:
            sections.append("variable")
        elif problem.slug == "unknown-section":
            # What stands in a section whose name is mistyped is not read.
            sections.append(problem.details["nearest"])
        elif not _stays(keys, problem):
            sections.append(str(keys[0]))
    return tuple(dict.fromkeys(section for section in sections if section))


def doubtful(faulty: Iterable[Keys]) -> tuple[Keys, ...]:
    """The entries with a fault: what they seem to lack may be what could not be read."""
    return tuple(dict.fromkeys(keys[:2] for keys in faulty if keys[0] in OF_FREE_KEYS and len(keys) > 1))


def salvaged(raw: Mapping[str, Any], faulty: Mapping[Keys, PaneloomError]) -> Study | None:
    """The study without its faulty parts, or None when what is left is no study."""
    kept = {section: part for section, part in raw.items() if section in SECTIONS}
    for keys, problem in faulty.items():
        section = str(keys[0])
        if _stays(keys, problem):
            kept = _without(kept, keys)
        elif section in OF_ENTRIES and len(keys) > 1 and isinstance(kept.get(section), Mapping):
            rest = {name: entry for name, entry in kept[section].items() if name != keys[1]}
            # Its name is known still, so that uses of it are no faults of theirs.
            kept[section] = rest | ({keys[1]: {"expr": "0"}} if section == "variables" else {})
        elif section == "study" and isinstance(raw.get("study"), Mapping):
            kept[section] = {"title": "", "panel": raw["study"].get("panel")}
        else:
            kept.pop(section, None)
    kept["data"] = kept.get("data") or {"data": {"file": "", "layout": "long"}}
    try:
        return Study.model_validate(kept)
    except ValidationError:
        return None


def _stays(keys: Keys, problem: PaneloomError) -> bool:
    """Whether the entry can be read without the faulty key."""
    if problem.slug == "unknown-key" and len(keys) > 2:
        return keys[0] not in OF_CONTENT
    return keys[0] in OF_FREE_KEYS and len(keys) > 2 and keys[2] not in NEEDED


def _without(value: Any, keys: Keys) -> Any:
    """A copy of nested tables and lists without one key; a list with a faulty item goes as a whole."""
    first, rest = keys[0], keys[1:]
    if isinstance(value, tuple):
        return tuple(_without(item, rest) if at == first else item for at, item in enumerate(value))
    if not isinstance(value, Mapping) or first not in value:
        return value
    if rest and not all(isinstance(key, int) for key in rest):
        return {**value, first: _without(value[first], rest)}
    return {name: item for name, item in value.items() if name != first}
