"""Year-on-year change of an index and of its groups, as statistical bureaus print it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.index.index import Index
from paneloom.index.reading.by_year import by_year


@dataclass(frozen=True, slots=True, eq=False)
class YearOnYear(Record):
    """Of M groups, the whole index last: ``scores``, ``change`` and ``growth`` (M, U, T) by unit and year.

    ``change`` is the score minus that of the year before, in points; ``growth`` the ratio to it minus 1. NaN in
    the first year, after a year without a row, and growth where the score before is not positive.
    ``mean_change`` and ``mean_growth`` (M, T) are those of the mean score over the units with a score in both
    years.
    """

    groups: tuple[str, ...]
    units: Integers
    times: Integers
    scores: Floats
    change: Floats
    growth: Floats
    mean_change: Floats
    mean_growth: Floats


def year_on_year(index: Index, values: Floats, units: Integers, times: Integers) -> YearOnYear:
    """From raw ``values`` (n, J) of rows with ``units`` and ``times`` (n,)."""
    made = index.stages(values, times).scores
    found = [by_year(column, units, times) for column in made.T]
    scores = np.array([one.values for one in found])
    years = found[0].times
    before = np.full(scores.shape, np.nan)
    follows = np.flatnonzero(np.diff(years) == 1) + 1
    before[:, :, follows] = scores[:, :, follows - 1]
    both = ~(np.isnan(scores) | np.isnan(before))
    count = np.maximum(both.sum(axis=1), 1)
    now_mean, before_mean = (
        np.where(both.any(axis=1), np.where(both, one, 0.0).sum(axis=1) / count, np.nan)
        for one in (scores, before)
    )
    return YearOnYear(
        tuple(node.name for node in index.nodes), found[0].units, years, frozen(scores),
        frozen(scores - before), frozen(_growth(scores, before)),
        frozen(now_mean - before_mean), frozen(_growth(now_mean, before_mean)),
    )  # fmt: skip


def _growth(now: Floats, before: Floats) -> Floats:
    return np.asarray(np.divide(now, before, out=np.full(now.shape, np.nan), where=before > 0) - 1.0)
