"""Readings to observations: names mapped to units, cells to numbers or labels, all faults of a file at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations, observed
from paneloom.sources.cells import ErrorCell, text_of
from paneloom.sources.mojibake import unmangled
from paneloom.sources.names.registry import Registry
from paneloom.sources.numbers import REPORT_LIMIT, fault, not_numbers, numbers, row_of
from paneloom.sources.readings import Readings
from paneloom.sources.sentinels import likely_sentinels
from paneloom.sources.signs import missing_words
from paneloom.study.intake import Clean


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """The observations of one file, and what was done to its cells."""

    observations: tuple[Observations, ...]
    entries: tuple[Entry, ...]


def observe(
    readings: tuple[Readings, ...],
    registry: Registry | None,
    clean: Clean,
    categories: frozenset[str],
    decimal: str = ".",
) -> Observed:
    """The observations of the readings of one file.

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
    observations: list[Observations] = []
    problems: list[PaneloomError] = []
    read: dict[str, list[tuple[Readings, Floats]]] = {}
    for one in renamed:
        try:
            if one.variable in categories:
                values, own = _labels(one, clean.missing)
            else:
                values, own = numbers(one, clean, decimal)
                read.setdefault(one.variable, []).append((one, values))
        except PaneloomErrors as several:
            problems += several.problems
            continue
        observations.append(observed(one.variable, one.sheet.file, one.units, one.times, values, one.place))
        entries += own
    if clean.sentinels == "stop":
        problems += [problem for parts in read.values() for problem in _sentinels(parts)]
    if problems:
        raise PaneloomErrors(problems)
    return Observed(tuple(observations), (*_hidden(renamed), *entries))


def _sentinels(parts: list[tuple[Readings, Floats]]) -> list[PaneloomError]:
    """An error for each value of one variable that is likely a code for a missing one."""
    starts = np.cumsum([0, *(len(readings) for readings, _ in parts)])
    found = likely_sentinels(np.concatenate([values for _, values in parts]))
    problems: list[PaneloomError] = []
    for at in found[:REPORT_LIMIT].tolist():
        part = int(np.searchsorted(starts, at, side="right")) - 1
        readings, values = parts[part]
        number = at - int(starts[part])
        value = f"{values[number]:.0f}"
        problems.append(
            PaneloomError(
                "likely-sentinel",
                where=readings.place(number),
                seen=value,
                variable=readings.variable,
                row=row_of(readings, number),
                value=value,
            )
        )
    return problems


def _hidden(readings: tuple[Readings, ...]) -> tuple[Entry, ...]:
    """An entry for each hidden row of a workbook that values are read from."""
    found: dict[tuple[str, str | None, int], Entry] = {}
    for one in readings:
        hidden = frozenset(one.sheet.hidden_rows)
        for number, (row, _) in enumerate(one.cells) if hidden else ():
            key = (one.sheet.file, one.sheet.name, row)
            if row in hidden and key not in found:
                time = one.times[number]
                found[key] = Entry("flagged", "hidden row", one.units[number], time, place=one.place(number))
    return tuple(found.values())


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
            entries.append(Entry("renamed", registry.name, before=text, after=names[text], place=place))
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
            before=text,
            place=readings.place(number),
        )
        for number, text in enumerate(texts)
        if text and text in words
    )
    return np.array(["" if text in words else text for text in texts], dtype=np.str_), entries
