"""Cells that the study knows to be wrong, left out with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import frozen
from paneloom.errors import PaneloomError, Place, nearest
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations
from paneloom.study.base import text_in
from paneloom.study.intake import Discard
from paneloom.study.recipes import STUDY_FILE
from paneloom.wording import Language

RULE = "discard"


def discard(
    observations: Sequence[Observations], discards: Sequence[Discard], language: Language = "en"
) -> tuple[tuple[Observations, ...], tuple[Entry, ...]]:
    """The observations with the cells that ``[[clean.discard]]`` names made missing.

    Parameters
    ----------
    observations
        Of each variable, one.
    discards
        What is left out: the cells of the variable for the units and years, the units by their names in the
        panel; no units stand for all of them, no years for all years.
    language
        Of the reasons.

    Returns
    -------
    The observations in their order, and an entry for each cell: "missing", with the value before and a rule
    of the form "discard: reason".

    Raises
    ------
    PaneloomError
        ``discard-nothing`` for a variable, unit or year that meets no value; nothing is left out in vain.
    """
    found = {one.variable: one for one in observations}
    entries: list[Entry] = []
    for position, item in enumerate(discards):
        place = Place(STUDY_FILE, key=f"clean.discard[{position + 1}]")
        if item.variable not in found:
            raise _nothing(item, place, item.variable, tuple(found))
        one = found[item.variable]
        hit = _hit(one, item, place)
        rule = f"{RULE}: {text_in(item.reason, language)}"
        entries += [
            Entry(
                "missing",
                rule,
                unit=one.unit_of(number),
                time=one.time_of(number),
                variable=one.variable,
                before=str(one.values[number]) if one.is_category else repr(float(one.values[number])),
                place=one.place(number),
            )
            for number in np.flatnonzero(hit).tolist()
        ]
        empty = "" if one.is_category else np.nan
        found[item.variable] = replace(one, values=frozen(np.where(hit, empty, one.values), None))
    return tuple(found[one.variable] for one in observations), tuple(entries)


def without(one: Observations, discards: Sequence[Discard]) -> Observations:
    """The observations of one variable, or of one of its sources, without what will be left out.

    A discard that meets nothing here may meet something elsewhere, and is no fault.
    """
    hit = np.zeros(one.values.size, dtype=bool)
    for item in discards:
        if item.variable == one.variable:
            of_units, of_years = _named(one, item)
            hit |= of_units & of_years
    empty = "" if one.is_category else np.nan
    return replace(one, values=frozen(np.where(hit, empty, one.values), None)) if hit.any() else one


def _named(one: Observations, item: Discard) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(n,) the values of the units that are meant, and (n,) those of the years."""
    code = {name: number for number, name in enumerate(one.units)}
    of_units = np.isin(one.unit, [code[name] for name in item.units if name in code]) | (not item.units)
    of_years = one.timed & np.isin(one.time, item.years) | (not item.years)
    return of_units, of_years


def _hit(one: Observations, item: Discard, place: Place) -> NDArray[np.bool_]:
    """(n,) the present values that are meant; each unit and year named meets one."""
    code = {name: number for number, name in enumerate(one.units)}
    of_units, of_years = _named(one, item)
    present = one.present
    for name in item.units:
        met = np.unique(one.unit[present & of_years])
        if name not in code or code[name] not in met:
            known = tuple(one.units[number] for number in met) if one.united else ()
            raise _nothing(item, place, name, known)
    for year in item.years:
        times = np.unique(one.time[present & of_units]) if one.timed else np.zeros(0, dtype=np.int64)
        if year not in times:
            raise _nothing(item, place, str(year), tuple(str(time) for time in times.tolist()))
    hit: NDArray[np.bool_] = present & of_units & of_years
    if not hit.any():
        raise _nothing(item, place, item.variable, ())
    return hit


def _nothing(item: Discard, place: Place, seen: str, known: tuple[str, ...]) -> PaneloomError:
    return PaneloomError(
        "discard-nothing",
        where=place,
        seen=seen,
        variable=item.variable,
        nearest=nearest(seen, known),
        known=known,
    )
