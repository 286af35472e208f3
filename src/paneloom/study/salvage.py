"""The sound part of a faulty study, so that one slip does not hide the other problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from paneloom.study.model import Study
from paneloom.study.positions import Keys

SECTIONS = tuple(Study.model_fields)
# Their entries stand on their own, so a faulty one is left out and the others stay.
OF_ENTRIES = ("data", "variables", "groups", "index", "regress", "mechanism", "map", "published")


def lost(faulty: Iterable[Keys]) -> tuple[str, ...]:
    """What a salvaged study cannot be asked about: sections, and "variable" when one has lost its settings."""
    sections = ["variable" if keys[0] == "variables" and len(keys) > 1 else str(keys[0]) for keys in faulty]
    return tuple(dict.fromkeys(sections))


def salvaged(raw: Mapping[str, Any], faulty: Iterable[Keys]) -> Study | None:
    """The study without its faulty parts, or None when what is left is no study."""
    kept = {section: part for section, part in raw.items() if section in SECTIONS}
    for keys in faulty:
        section = str(keys[0])
        if section in OF_ENTRIES and len(keys) > 1 and isinstance(kept.get(section), Mapping):
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
