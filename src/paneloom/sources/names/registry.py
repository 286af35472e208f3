"""Registries of unit names: every spelling of a unit, and the one name it has in a panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.sources.cells import squeezed, text_of
from paneloom.sources.names.countries import country_rows
from paneloom.sources.text import decode
from paneloom.study.contents import contents
from paneloom.study.csv_rows import csv_rows
from paneloom.wording import Language

BUNDLED = ("china-provinces", "china-cities", "us-states", "countries")
CANDIDATES = 3
_LABELS = ("zh", "en")
# What two units may be called alike: Suzhou is 苏州 and 宿州. Codes, full names and variants may not.
_LOOSE = ("en", "short", "pinyin")
# What a short name may mean besides: in a table of cities 吉林 may stand for the province.
_BESIDE = {"china-cities": "china-provinces"}

Rows = list[tuple[Place, dict[str, str]]]


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
        Every known spelling that means one unit, squeezed, to that unit.
    encoding
        That of its file.
    ambiguous
        Every spelling that may mean several, squeezed, to these; it is taken for none.
    """

    name: str
    units: tuple[str, ...]
    codes: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    spellings: Mapping[str, str]
    encoding: str = "utf-8"
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def unit(self, text: str) -> str | None:
        """The unit that a text means, or None. Blanks and case do not count; nothing is matched by likeness."""
        return self.spellings.get(squeezed(text))

    def resolve(self, text: str, where: Place | None = None) -> str:
        """The unit that a text means.

        Raises
        ------
        PaneloomError
            ``ambiguous-unit`` for a name that several units have, with these; ``other-kind-of-unit`` for a
            name of another bundled registry; ``unknown-unit``, with the units whose spellings are most like
            it, which are offered and never taken.
        """
        found = self.unit(text)
        if found is not None:
            return found
        meant = self.ambiguous.get(squeezed(text))
        if meant is not None:
            raise PaneloomError("ambiguous-unit", where=where, seen=text, known=meant)
        others = self.others(text)
        if others:
            raise PaneloomError(
                "other-kind-of-unit", where=where, seen=text, others=others, registry=self.name
            )
        raise PaneloomError("unknown-unit", where=where, seen=text, nearest=self.candidates(text))

    def others(self, text: str) -> tuple[str, ...]:
        """The other bundled registries that know a text; none for a registry that is not bundled."""
        if self.name not in BUNDLED:
            return ()
        return tuple(one.name for one in bundled() if one.name != self.name and one.unit(text) is not None)

    def candidates(self, text: str) -> tuple[str, ...]:
        """The units whose spellings are most like a text, best first, at most three."""
        word = squeezed(text)
        best = nearest(word, self.spellings)
        like = get_close_matches(word, self.spellings, n=2 * CANDIDATES) if best else []
        units = [self.spellings[spelling] for spelling in (best, *like) if spelling]
        return tuple(dict.fromkeys(units))[:CANDIDATES]

    def label(self, unit: str, language: Language) -> str:
        """How a unit is called in a language; its own name where the registry gives none."""
        return self.labels.get(unit, {}).get(language) or unit


def registry(name: str, path: Path | None = None) -> Registry:
    """A bundled registry, or the one in the CSV file at ``path``.

    The file has the columns ``code`` and ``name``; ``zh`` and ``en`` are labels. Every text of a row, those
    between bars apart, is a spelling of its unit. Two units may share what stands under ``en``, ``short``
    and ``pinyin``: such a spelling is taken for neither.

    Raises
    ------
    PaneloomError
        ``unknown-registry``, ``file-unreadable``, ``broken-registry`` (no ``name`` column, no row, or a row
        without a name), ``duplicate-column``, ``spelling-twice`` (one spelling for two units), ``ragged-row``, ``short-row``;
        ``needs-extra`` for the countries without the package that lists them; those of ``csv_rows``.
    """
    if name in BUNDLED:
        return _bundled(name)
    if path is None or not path.is_file():
        raise PaneloomError("unknown-registry", seen=name, nearest=nearest(name, BUNDLED), known=BUNDLED)
    text, encoding = decode(contents(path, Place(name)), name)
    return replace(_registry(name, _rows(name, text)), encoding=encoding)


def bundled() -> Iterator[Registry]:
    """The bundled registries; that of the countries only where the extra that lists them is installed."""
    for name in BUNDLED:
        try:
            yield registry(name)
        except PaneloomError:
            continue


def registry_codes(registry_name: str) -> dict[str, str]:
    """The code of each unit of a bundled registry, by the unit's name."""
    return dict(registry(registry_name).codes)


@cache
def _bundled(name: str) -> Registry:
    if name == "countries":
        return _registry(name, [(Place(name), row) for row in country_rows()])
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    found = _registry(name, _rows(name, text))
    return _apart(found, _bundled(_BESIDE[name])) if name in _BESIDE else found


def _registry(name: str, found: Rows) -> Registry:
    meanings: dict[str, dict[str, None]] = {}
    for _, row in found:
        for spelling in _spellings(row.values()):
            meanings.setdefault(spelling, {})[row["name"]] = None
    _check_firm(found)
    rows = [row for _, row in found]
    return Registry(
        name=name,
        units=tuple(dict.fromkeys(row["name"] for row in rows)),
        codes=MappingProxyType({row["name"]: row.get("code") or row["name"] for row in rows}),
        labels=MappingProxyType(
            {row["name"]: {key: row[key] for key in _LABELS if row.get(key)} for row in rows},
        ),
        spellings=MappingProxyType({text: next(iter(of)) for text, of in meanings.items() if len(of) == 1}),
        ambiguous=MappingProxyType({text: tuple(of) for text, of in meanings.items() if len(of) > 1}),
    )


def _check_firm(found: Rows) -> None:
    """No code, full name or variant stands for two units."""
    firm: dict[str, str] = {}
    for where, row in found:
        texts = [text for heading, text in row.items() if heading not in _LOOSE]
        for spelling in _spellings(texts):
            other = firm.setdefault(spelling, row["name"])
            if other != row["name"]:
                raise PaneloomError(
                    "spelling-twice", where=where, seen=spelling, unit=row["name"], other=other
                )


def _apart(small: Registry, large: Registry) -> Registry:
    """A registry without the spellings that another has for a unit of another code."""
    unclear = {
        text: (unit, f"{large.spellings[text]} ({large.name})")
        for text, unit in small.spellings.items()
        if text in large.spellings and large.codes[large.spellings[text]] != small.codes[unit]
    }
    clear = {text: unit for text, unit in small.spellings.items() if text not in unclear}
    return replace(
        small,
        spellings=MappingProxyType(clear),
        ambiguous=MappingProxyType({**small.ambiguous, **unclear}),
    )


def _rows(name: str, text: str) -> Rows:
    """The place and the cells of each row, by heading; empty lines are passed over."""
    lines = [(line, row) for line, row in csv_rows(text, name) if any(cell.strip() for cell in row)]
    headings = tuple(_headings(lines[0][1])) if lines else ()
    if "name" not in headings or len(lines) == 1:
        raise PaneloomError("broken-registry", where=Place(name, line=1), seen=headings)
    twice = next((one for number, one in enumerate(headings) if one in headings[:number]), None)
    if twice is not None:
        raise PaneloomError("duplicate-column", where=Place(name, line=lines[0][0]), seen=twice)
    rows: Rows = []
    for line, row in lines[1:]:
        where = Place(name, line=line)
        if len(row) > len(headings):
            raise PaneloomError("ragged-row", where=where, seen=row[len(headings)])
        if len(row) < len(headings):
            raise PaneloomError("short-row", where=where, seen=row, cells=len(row), headings=len(headings))
        cells = dict(zip(headings, (text_of(cell) for cell in row), strict=True))
        if not cells["name"]:
            raise PaneloomError("broken-registry", where=where, seen=row)
        rows.append((where, cells))
    return rows


def _headings(cells: Iterable[str]) -> Iterator[str]:
    """Headings without case; a column without one is told from the others by its number."""
    for number, cell in enumerate(cells, start=1):
        yield text_of(cell).casefold() or f"({number})"


def _spellings(texts: Iterable[str]) -> tuple[str, ...]:
    parts = (part for text in texts for part in text.split("|"))
    return tuple(dict.fromkeys(squeezed(part) for part in parts if part.strip()))
