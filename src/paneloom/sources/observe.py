"""Readings to observations: names mapped to units, cells to numbers or labels, all faults of a file at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations, joined, observed
from paneloom.sources.cells import ErrorCell, as_written, text_of
from paneloom.sources.mojibake import unmangled
from paneloom.sources.names.registry import Registry
from paneloom.sources.numbers import REPORT_LIMIT, fault, not_numbers, numbers
from paneloom.sources.readings import Readings
from paneloom.sources.sentinels import sentinel_faults
from paneloom.sources.signs import missing_words
from paneloom.sources.value_labels import labelled_among
from paneloom.study.intake import Clean


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """The observations of one file, one for each variable, and what was done to its cells.

    ``totals`` are those of total rows, where a reader takes them apart by itself.
    """

    observations: tuple[Observations, ...]
    entries: tuple[Entry, ...]
    totals: tuple[Observations, ...] = ()


def observe(
    readings: tuple[Readings, ...],
    registry: Registry | None,
    clean: Clean,
    categories: frozenset[str],
    decimal: str = ".",
) -> Observed:
    """The observations of the readings of one file; those of one variable, from several sheets or blocks, as one.

    Parameters
    ----------
    readings
        What the layout found.
    registry
        The names of the units; without one a name counts as it stands, outer blanks apart.
    clean
        The words for a missing value, and what signs beside numbers mean.
    categories
        The variables that are labels.
    decimal
        The sign before the decimals, "." or ",".

    Raises
    ------
    PaneloomErrors
        ``unknown-unit`` or ``other-encoding`` for each unknown name, ``no-unit`` for a row without one among
        rows with; the faults of ``to_number`` for each bad cell; ``error-cell`` and ``formula-without-value``
        among labels; ``likely-sentinel``.
    """
    renamed, entries = _rename(readings, registry)
    parts: dict[str, list[Observations]] = {}
    problems: list[PaneloomError] = []
    for one in renamed:
        try:
            if one.variable in categories:
                values, own = _labels(one, clean.missing)
            else:
                values, own = numbers(one, clean, decimal)
        except PaneloomErrors as several:
            problems += several.problems
            continue
        seen = observed(one.variable, one.sheet.file, one.units, one.times, values, one.place)
        parts.setdefault(one.variable, []).append(seen)
        entries += own
    observations = tuple(joined(same) for same in parts.values())
    if clean.sentinels == "stop":
        problems += [problem for one in observations for problem in sentinel_faults(one)]
    if problems:
        raise PaneloomErrors(problems)
    return Observed(observations, tuple(entries))


def _rename(
    readings: tuple[Readings, ...], registry: Registry | None
) -> tuple[tuple[Readings, ...], list[Entry]]:
    """The readings with the panel's names of the units, and an entry for each spelling that was changed."""
    problems = [problem for one in readings for problem in _without_unit(one)]
    names: dict[str, str] = {}
    entries: list[Entry] = []
    for one, number, text in _spellings(readings):
        names[text] = text
        if registry is None:
            continue
        place = one.unit_place(number)
        try:
            names[text] = _resolve(registry, text, place)
        except PaneloomError as problem:
            problems.append(problem)
        if names[text] != text:
            entries.append(
                Entry(
                    "renamed",
                    registry.name,
                    before=one.unit_as_written(number),
                    after=names[text],
                    place=place,
                )
            )
    if problems:
        raise PaneloomErrors(problems[:REPORT_LIMIT])
    if registry is None:
        return readings, entries
    names[""] = ""
    return tuple(replace(one, units=tuple(map(names.__getitem__, one.units))) for one in readings), entries


def _spellings(readings: tuple[Readings, ...]) -> Iterator[tuple[Readings, int, str]]:
    """Each spelling of a unit where it is first met."""
    met = {""}
    for one in readings:
        if not met.issuperset(one.units):
            for number, text in enumerate(one.units):
                if text not in met:
                    met.add(text)
                    yield one, number, text


def _resolve(registry: Registry, text: str, place: Place) -> str:
    try:
        return registry.resolve(text, place)
    except PaneloomError:
        original = unmangled(text)
        if original is None:
            raise
        raise PaneloomError("other-encoding", where=place, seen=text, looks_like=original) from None


def _without_unit(readings: Readings) -> list[PaneloomError]:
    """An error for each row without a unit; none when no row has one, and each value holds for every unit."""
    if "" not in readings.units or not any(readings.units):
        return []
    return [
        PaneloomError("no-unit", where=readings.unit_place(number), seen=str(readings.values[number]))
        for number, unit in enumerate(readings.units)
        if not unit
    ]


def _labels(readings: Readings, missing: tuple[str, ...]) -> tuple[np.ndarray, tuple[Entry, ...]]:
    words = missing_words(missing).words
    texts = [text_of(cell) for cell in readings.values]
    bad = {
        number: fault(cell)
        for number, cell in enumerate(readings.values)
        if isinstance(cell, ErrorCell) and texts[number] not in words
    }
    if bad:
        raise PaneloomErrors(not_numbers(readings, bad))
    entries = tuple(
        Entry(
            "missing",
            "missing word",
            unit=readings.units[number],
            time=readings.times[number],
            variable=readings.variable,
            before=as_written(readings.values[number]),
            place=readings.place(number),
        )
        for number, text in enumerate(texts)
        if text and text in words
    )
    told = (*labelled_among(readings, words), *entries)
    return np.array(["" if text in words else text for text in texts], dtype=np.str_), told
