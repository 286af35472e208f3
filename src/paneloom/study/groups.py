"""Groupings of units and of years: the levels of each, those of bundled schemes of regions too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.study.base import InTwoLanguages
from paneloom.study.csv_rows import csv_rows
from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sections import Level, MedianSplit
from paneloom.wording import say

HIGH, LOW = "high", "low"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A bundled grouping of the units of a registry, called as it calls them; ``source`` says whose it is.

    ``called`` are its names in Chinese, which do as well.
    """

    name: str
    called: tuple[str, ...]
    registry: str
    levels: Mapping[str, Level]
    source: str


def levels_of(study: Study, group: str) -> dict[str, Level]:
    """The levels of a grouping of the study in order, whichever form it has.

    Those of a median, "high" and "low", have labels and no units: which these are, the data say.

    Raises
    ------
    PaneloomError
        ``unknown-scheme``.
    """
    found = study.groups[group]
    if isinstance(found, str):
        return dict(scheme(found, Place(STUDY_FILE, key=f"groups.{group}")).levels)
    if isinstance(found, MedianSplit):
        return {level: Level(label=_in_two_languages(f"group.{level}")) for level in (HIGH, LOW)}
    return found


def scheme(name: str, where: Place | None = None) -> Scheme:
    """A bundled scheme, by its name or by what it is called in Chinese.

    Raises
    ------
    PaneloomError
        ``unknown-scheme``, with the nearest.
    """
    by_name = {word: found for found in schemes().values() for word in (found.name, *found.called)}
    if name.strip() not in by_name:
        known = _described()
        near = by_name.get(nearest(name, by_name) or "")
        raise PaneloomError(
            "unknown-scheme", where=where, seen=name, nearest=near.name if near else "", known=known
        )
    return by_name[name.strip()]


def by_not_group(seen: str, groups: tuple[str, ...], where: Place) -> PaneloomError:
    """That regressions are to be run by what is no grouping, with the ways to one."""
    return PaneloomError(
        "by-not-group",
        where=where,
        seen=seen,
        nearest=nearest(seen, groups),
        known=groups,
        schemes=_described(),
    )


@cache
def schemes() -> Mapping[str, Scheme]:
    """The bundled schemes by name: ``schemes.csv``, a line for each level."""
    text = files(__package__).joinpath("schemes.csv").read_text(encoding="utf-8")
    (_, headings), *lines = csv_rows(text, "schemes.csv")
    rows = [dict(zip(headings, cells, strict=True)) for _, cells in lines]
    found: dict[str, Scheme] = {}
    for row in rows:
        level = Level(label=InTwoLanguages(en=row["en"], zh=row["zh"]), units=tuple(row["units"].split("|")))
        before = found[row["scheme"]].levels if row["scheme"] in found else {}
        levels = MappingProxyType({**before, row["level"]: level})
        called = tuple(row["called"].split("|"))
        found[row["scheme"]] = Scheme(row["scheme"], called, row["registry"], levels, row["source"])
    return MappingProxyType(found)


def _described() -> tuple[str, ...]:
    return tuple(f"{found.name} {found.called[0]}" for found in schemes().values())


def _in_two_languages(word: str) -> InTwoLanguages:
    return InTwoLanguages(en=say(word, "en"), zh=say(word, "zh"))
