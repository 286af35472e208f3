"""Readings to observations: names mapped to units, cells to numbers or labels, all faults of a file at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations, observed
from paneloom.sources.cells import text_of
from paneloom.sources.names.registry import Registry
from paneloom.sources.numbers import REPORT_LIMIT, missing_words, numbers
from paneloom.sources.readings import Readings


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """The observations of one file, and what was done to its cells."""

    observations: tuple[Observations, ...]
    entries: tuple[Entry, ...]


def observe(
    readings: tuple[Readings, ...],
    registry: Registry | None,
    missing: tuple[str, ...],
    categories: frozenset[str],
) -> Observed:
    """The observations of the readings of one file.

    Parameters
    ----------
    readings
        What the layout found.
    registry
        The names of the units; without one a name counts as it stands, outer blanks apart.
    missing
        The words for a missing value.
    categories
        The variables that are labels.

    Raises
    ------
    PaneloomErrors
        ``unknown-unit`` for each unknown name, ``not-a-number`` for each bad cell.
    """
    renamed, name_entries = _rename(readings, registry)
    observations: list[Observations] = []
    entries = list(name_entries)
    problems: list[PaneloomError] = []
    for one in renamed:
        if one.variable in categories:
            values, own = _labels(one, missing)
        else:
            try:
                values, own = numbers(one, missing)
            except PaneloomErrors as several:
                problems += several.problems
                continue
        observations.append(observed(one.variable, one.sheet.file, one.units, one.times, values, one.place))
        entries += own
    if problems:
        raise PaneloomErrors(problems)
    return Observed(tuple(observations), tuple(entries))


def _rename(
    readings: tuple[Readings, ...], registry: Registry | None
) -> tuple[tuple[Readings, ...], tuple[Entry, ...]]:
    """The readings with the panel's names of the units, and an entry for each spelling that was changed."""
    if registry is None:
        return readings, ()
    names: dict[str, str] = {"": ""}
    entries: list[Entry] = []
    problems: list[PaneloomError] = []
    for one in readings:
        for number, text in enumerate(one.units):
            if text in names:
                continue
            names[text] = text
            place = one.unit_place(number)
            try:
                names[text] = registry.resolve(text, place)
            except PaneloomError as problem:
                problems.append(problem)
            if names[text] != text:
                entries.append(Entry("renamed", registry.name, before=text, after=names[text], place=place))
    if problems:
        raise PaneloomErrors(problems[:REPORT_LIMIT])
    return tuple(replace(one, units=tuple(names[text] for text in one.units)) for one in readings), tuple(
        entries
    )


def _labels(readings: Readings, missing: tuple[str, ...]) -> tuple[np.ndarray, tuple[Entry, ...]]:
    words = missing_words(missing).words
    texts = [text_of(cell) for cell in readings.values]
    entries = tuple(
        Entry(
            "missing",
            "missing word",
            unit=readings.units[number],
            time=readings.times[number],
            variable=readings.variable,
            before=text,
            place=readings.place(number),
        )
        for number, text in enumerate(texts)
        if text and text in words
    )
    return np.array(["" if text in words else text for text in texts], dtype=np.str_), entries
