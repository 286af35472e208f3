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


def salvaged(raw: Mapping[str, Any], faulty: Iterable[Keys]) -> Study | None:
    """The study without its faulty parts, or None when what is left is no study."""
    kept = {section: part for section, part in raw.items() if section in SECTIONS}
    for keys in faulty:
        section = str(keys[0])
        if section in OF_ENTRIES and len(keys) > 1 and isinstance(kept.get(section), Mapping):
            kept[section] = _without(kept[section], keys[1], keeps_name=section == "variables")
        elif section == "study" and isinstance(raw.get("study"), Mapping):
            kept[section] = {"title": "", "panel": raw["study"].get("panel")}
        else:
            kept.pop(section, None)
    kept["data"] = kept.get("data") or {"data": {"file": "", "layout": "long"}}
    try:
        return Study.model_validate(kept)
    except ValidationError:
        return None


def _without(entries: Mapping[str, Any], name: object, *, keeps_name: bool) -> dict[str, Any]:
    rest = {key: entry for key, entry in entries.items() if key != name or keeps_name}
    if keeps_name and name in rest:
        rest[str(name)] = {}
    return rest
