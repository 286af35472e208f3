"""Registries of unit names: every spelling of a unit, and the one name it has in a panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.sources.cells import squeezed
from paneloom.sources.text import decode
from paneloom.study.contents import contents
from paneloom.study.csv_rows import csv_rows
from paneloom.wording import Language

BUNDLED = ("china-provinces", "us-states")
_LABELS = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Registry:
    """The units of a registry, in its order.

    Parameters
    ----------
    name
        What the study file calls it.
    units
        The name of each unit as it stands in a panel.
    codes, labels
        By unit: its code, and its name in each language.
    spellings
        Every known spelling, squeezed, to the unit it means.
    encoding
        That of its file.
    """

    name: str
    units: tuple[str, ...]
    codes: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    spellings: Mapping[str, str]
    encoding: str = "utf-8"

    def unit(self, text: str) -> str | None:
        """The unit that a text means, or None. Blanks and case do not count; nothing is matched by likeness."""
        return self.spellings.get(squeezed(text))

    def resolve(self, text: str, where: Place | None = None) -> str:
        """The unit that a text means.

        Raises
        ------
        PaneloomError
            ``unknown-unit``, with the known spelling most like it, which is offered and never taken.
        """
        found = self.unit(text)
        if found is None:
            like = nearest(squeezed(text), self.spellings)
            candidate = self.spellings[like] if like else ""
            raise PaneloomError("unknown-unit", where=where, seen=text, nearest=candidate)
        return found

    def label(self, unit: str, language: Language) -> str:
        """How a unit is called in a language; its own name where the registry gives none."""
        return self.labels.get(unit, {}).get(language) or unit


def registry(name: str, path: Path | None = None) -> Registry:
    """A bundled registry, or the one in the CSV file at ``path``.

    The file has the columns ``code`` and ``name``; ``zh`` and ``en`` are labels. Every text of a row, those
    between bars apart, is a spelling of its unit.

    Raises
    ------
    PaneloomError
        ``unknown-registry``, ``file-unreadable``, ``broken-registry`` (no ``name`` column, or one spelling
        for two units), ``ragged-row``, ``short-row``; those of ``csv_rows``.
    """
    if name in BUNDLED:
        return _bundled(name)
    if path is None or not path.is_file():
        raise PaneloomError("unknown-registry", seen=name, known=BUNDLED)
    text, encoding = decode(contents(path, Place(name)), name)
    return replace(_parsed(name, text), encoding=encoding)


def registry_codes(registry_name: str) -> dict[str, str]:
    """The code of each unit of a bundled registry, by the unit's name."""
    return dict(registry(registry_name).codes)


@cache
def _bundled(name: str) -> Registry:
    return _parsed(name, files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8"))


def _parsed(name: str, text: str) -> Registry:
    found = _rows(name, text)
    spellings: dict[str, str] = {}
    for where, row in found:
        for spelling in _spellings(row.values()):
            if spellings.setdefault(spelling, row["name"]) != row["name"]:
                raise PaneloomError("broken-registry", where=where, seen=spelling)
    rows = [row for _, row in found]
    return Registry(
        name=name,
        units=tuple(dict.fromkeys(row["name"] for row in rows)),
        codes=MappingProxyType({row["name"]: row.get("code") or row["name"] for row in rows}),
        labels=MappingProxyType(
            {row["name"]: {key: row[key] for key in _LABELS if row.get(key)} for row in rows},
        ),
        spellings=MappingProxyType(spellings),
    )


def _rows(name: str, text: str) -> list[tuple[Place, dict[str, str]]]:
    """The place and the cells of each row, by heading; empty lines are passed over."""
    lines = [(line, row) for line, row in csv_rows(text, name) if row]
    headings = lines[0][1] if lines else ()
    if "name" not in headings or len(lines) == 1:
        raise PaneloomError("broken-registry", where=Place(name, line=1), seen=headings)
    rows: list[tuple[Place, dict[str, str]]] = []
    for line, row in lines[1:]:
        where = Place(name, line=line)
        if len(row) > len(headings):
            raise PaneloomError("ragged-row", where=where, seen=row[len(headings)])
        if len(row) < len(headings):
            raise PaneloomError("short-row", where=where, seen=row, cells=len(row), headings=len(headings))
        rows.append((where, dict(zip(headings, row, strict=True))))
    return rows


def _spellings(texts: Iterable[str]) -> tuple[str, ...]:
    parts = (part for text in texts for part in text.split("|"))
    return tuple(dict.fromkeys(squeezed(part) for part in parts if part.strip()))
