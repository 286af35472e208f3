"""Ranks of units by year, and what changed between two years: ranks, scores, growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.reading.by_year import ByYear, by_year, ranks


@dataclass(frozen=True, slots=True, eq=False)
class YearRanks(Record):
    """``scores`` and ``ranks`` (U, T) of ``units`` (U,) at ``times`` (T,): 1 is the highest of a year.

    Units that tie share the better rank; NaN for a unit without a score in a year.
    """

    units: Integers
    times: Integers
    scores: Floats
    ranks: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shift(Record):
    """From year ``start`` to year ``end``, by unit (U,): NaN without a score in one of them.

    ``climbed`` is the rank before minus the rank after, so that climbing is positive; ``gain`` the difference
    of the scores; ``growth`` their ratio minus 1, and ``annual`` the average annual growth, the ratio to the
    power 1 / years, minus 1. Growth has no meaning, and is NaN, where a score is not positive.
    """

    units: Integers
    start: int
    end: int
    rank_before: Floats
    rank_after: Floats
    climbed: Floats
    gain: Floats
    growth: Floats
    annual: Floats


def year_ranks(scores: Floats, units: Integers, times: Integers) -> YearRanks:
    """Ranks of ``scores`` (n,) of rows with ``units`` and ``times`` (n,)."""
    found = by_year(scores, units, times)
    return YearRanks(found.units, found.times, found.values, frozen(ranks(found.values)))


def shift(found: YearRanks, start: int, end: int) -> Shift:
    """What changed between two years, the later one second.

    Raises
    ------
    PaneloomError
        ``index-no-year`` for a year that there is not, or that does not come after the other.
    """
    for year in (start, end):
        if year not in found.times or start >= end:
            known = tuple(int(time) for time in found.times if time > start or year == start)
            raise PaneloomError("index-no-year", year=year if start < end else end, known=known)
    scores, places = (ByYear(found.units, found.times, values) for values in (found.scores, found.ranks))
    before, after = scores.at(start), scores.at(end)
    is_positive = (before > 0) & (after > 0)
    ratio = np.divide(after, before, out=np.full(before.size, np.nan), where=is_positive)
    return Shift(
        found.units, start, end, frozen(places.at(start)), frozen(places.at(end)),
        frozen(places.at(start) - places.at(end)), frozen(after - before), frozen(ratio - 1.0),
        frozen(ratio ** (1.0 / (end - start)) - 1.0),
    )  # fmt: skip
