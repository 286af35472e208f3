"""Readings of an index with the names of its units, as a report shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.ranking import Ranking
from paneloom.index.reading.bureau import YearOnYear, year_on_year
from paneloom.index.reading.by_year import ranks
from paneloom.index.reading.change import Change, changes
from paneloom.index.reading.components import PrincipalComponents, components_of
from paneloom.index.reading.correlations import Correlations, correlations
from paneloom.index.reading.effective import Importance, effective_weights
from paneloom.index.reading.leave_out import LeaveOut, leave_out
from paneloom.index.reading.obstacle import Obstacles, obstacles
from paneloom.index.reading.profile import Profile, profiles
from paneloom.index.reading.reliability import Reliability, reliability
from paneloom.index.reading.shifts import Shift, YearRanks, shift, year_ranks
from paneloom.panel.frame import Frame


@dataclass(frozen=True, slots=True, eq=False)
class Coherence(Record):
    """Of each of M nodes, the whole index last: alpha, and components where they can be had (None where not)."""

    alphas: tuple[Reliability, ...]
    components: tuple[PrincipalComponents | None, ...]
    pairs: Correlations


@dataclass(frozen=True, slots=True, eq=False)
class Growth(Record):
    """Ranks and scores of ``units`` (U,) in every year, and their ``shift`` from the first year to the last."""

    units: tuple[str, ...]
    years: YearRanks
    shift: Shift


@dataclass(frozen=True, slots=True, eq=False)
class UnitChange(Record):
    """The ``change`` of the scores of ``units`` (U,) from the first year with a score to the last."""

    units: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True, eq=False)
class UnitYears(Record):
    """The changes of the scores of ``units`` (U,) from each year to the next."""

    units: tuple[str, ...]
    years: YearOnYear


@dataclass(frozen=True, slots=True, eq=False)
class UnitProfiles(Record):
    """The profiles of ``units`` in ``time``, the last year with a score, by rank of their ``scores`` (U,)."""

    time: int
    units: tuple[str, ...]
    ranks: Floats
    scores: Floats
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """An index with the rows it is read of: raw ``values`` (n, J), ``scores`` (n,), and the names of units."""

    index: Index
    values: Floats
    scores: Floats
    frame: Frame

    @property
    def rows(self) -> tuple[Floats, Integers]:
        """What most readings take."""
        return self.values, self.frame.time

    def _check(self) -> None:
        """Refuse what is read of scores where no row has one."""
        if np.isnan(self.scores).all():
            raise PaneloomError("index-no-scores")

    def coherence(self) -> Coherence:
        """Alpha, adequacy and components of each node, and the pairs that are redundant or opposed."""
        z = self.index.stages(*self.rows).scaled
        made: list[PrincipalComponents | None] = []
        for node in self.index.nodes:
            names = tuple(self.index.recipe.variables[j] for j in node.leaves)
            try:
                made.append(components_of(names, z[:, list(node.leaves)]))
            except PaneloomError:
                # A dimension whose indicators do not vary over complete rows has none; the others do.
                made.append(None)
        pairs = correlations(self.index, *self.rows)
        return Coherence(reliability(self.index, *self.rows), tuple(made), pairs)

    def effective(self) -> Importance:
        """What indicators and dimensions do to the scores; ``index-no-scores`` where there are none."""
        self._check()
        return effective_weights(self.index, *self.rows)

    def left_out(self) -> tuple[LeaveOut, ...]:
        """Each indicator left out in turn, and each dimension where there are several."""
        kinds: tuple[Literal["indicator", "dimension"], ...] = ("indicator", "dimension")
        rows = (self.values, self.frame.unit, self.frame.time)
        return tuple(leave_out(self.index, *rows, kind) for kind in kinds[: len(self.index.nodes) - 1 or 1])

    def obstacles(self) -> Obstacles:
        """The degrees of obstacle."""
        return obstacles(self.index, *self.rows)

    def growth(self) -> Growth:
        """From the first year with a score to the last.

        Raises
        ------
        PaneloomError
            ``index-one-year`` when there are scores of one year only.
        """
        start, end = self._ends()
        found = year_ranks(self.scores, self.frame.unit, self.frame.time)
        return Growth(self._named(found.units), found, shift(found, start, end))

    def change(self) -> UnitChange:
        """What changed scores between the first year with a score and the last; raises as ``growth``."""
        made = changes(self.index, self.values, self.frame.unit, self.frame.time, *self._ends())
        return UnitChange(self._named(made.units), made)

    def year_on_year(self) -> UnitYears:
        """The changes from each year to the next; raises as ``growth``."""
        self._ends()
        made = year_on_year(self.index, self.values, self.frame.unit, self.frame.time)
        return UnitYears(self._named(made.units), made)

    def _ends(self) -> tuple[int, int]:
        """The first and the last year with a score, of two or more."""
        years = np.unique(self.frame.time[~np.isnan(self.scores)])
        if years.size < 2:
            raise PaneloomError("index-one-year", year=", ".join(str(year) for year in years))
        return int(years[0]), int(years[-1])

    def _named(self, units: Integers) -> tuple[str, ...]:
        return tuple(self.frame.units[code] for code in units)

    def profiles(self, ranking: Ranking) -> UnitProfiles:
        """Of the units with a score in the last year that has any; ``index-no-scores`` where none has."""
        self._check()
        scored = ~np.isnan(self.scores)
        time = int(self.frame.time[scored].max())
        own = (self.frame.time == time) & scored
        made = profiles(self.index, self.values, self.frame.unit, self.frame.time, time)
        score = dict(zip(self.frame.unit[own].tolist(), self.scores[own].tolist(), strict=True))
        place = {unit: at for at, unit in enumerate(ranking.units)}
        shown = sorted(
            (one for one in made if one.unit in score),
            key=lambda one: (-score[one.unit], place[self.frame.units[one.unit]]),
        )
        scores = np.array([score[one.unit] for one in shown])
        return UnitProfiles(
            time, tuple(self.frame.units[one.unit] for one in shown), ranks(scores), scores, tuple(shown)
        )
