"""What a study asked to see of an index beside its weights and averages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.looks import Coherence, Growth, Looks, UnitChange, UnitProfiles, UnitYears
from paneloom.index.method_weights import MethodWeights, weights_by_method
from paneloom.index.ranking import Ranking
from paneloom.index.reading.by_year import by_year, ranks
from paneloom.index.reading.contribution import averaged, contributions
from paneloom.index.reading.effective import Importance
from paneloom.index.reading.leave_out import LeaveOut
from paneloom.index.reading.obstacle import Obstacles
from paneloom.index.refusal import Refusal, refusal
from paneloom.index.rows import engine_rows
from paneloom.index.uncertainty.uncertainty import UncertaintyOfIndex, uncertainty_of
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.study.index_part import Shown
from paneloom.study.sample import EVERY_ROW


@dataclass(frozen=True, slots=True, eq=False)
class RankPaths(Record):
    """``ranks`` (U, T) of ``units`` in each of ``times``: 1 is the highest of a year, NaN without a score.

    Units stand in the order of their averages; units that tie share the better rank.
    """

    units: tuple[str, ...]
    times: tuple[int, ...]
    ranks: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AverageParts(Record):
    """``values`` (U, J) average contributions of each indicator to the scores of ``units``, by the ``rule``.

    Rows add up to the averages of the index but for ``constant`` (U,), which no indicator has.
    ``by_dimension`` (U, M - 1) are the sums over the indicators of each dimension, at any depth.
    """

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    constant: Floats
    rule: str
    dimensions: tuple[str, ...]
    by_dimension: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Findings(Record):
    """Of the index ``name``: what was asked for, None for what was not or was ``refused``.

    ``uncertainty`` is there where the recipe declares it.
    """

    name: str
    weights: MethodWeights | None = None
    ranks: RankPaths | None = None
    contributions: AverageParts | None = None
    coherence: Coherence | None = None
    effective: Importance | None = None
    left_out: tuple[LeaveOut, ...] | None = None
    obstacles: Obstacles | None = None
    growth: Growth | None = None
    change: UnitChange | None = None
    year_on_year: UnitYears | None = None
    profiles: UnitProfiles | None = None
    refused: tuple[Refusal, ...] = ()
    uncertainty: UncertaintyOfIndex | None = None


def findings_of(panel: Panel, index: Index, ranking: Ranking) -> Findings:
    """What ``show`` asks for, and the uncertainty declared; the score columns must have been derived.

    A reading that is refused is told as such; nothing is computed that was not asked for.

    Raises
    ------
    PaneloomError
        As ``uncertainty_of``.
    """
    columns = (index.name, *index.recipe.variables)
    frame = panel.rows.collect(columns, EVERY_ROW)
    values = np.column_stack([frame.numbers[name] for name in index.recipe.variables])
    looks = Looks(index, values, frame.numbers[index.name], frame)
    readings: dict[Shown, tuple[str, Callable[[], Any]]] = {
        "weights-by-method": (
            "weights",
            lambda: weights_by_method(index, engine_rows(panel.rows, index.recipe.variables)),
        ),
        "ranks": ("ranks", lambda: _rank_paths(frame, index, ranking)),
        "contributions": ("contributions", lambda: _average_parts(frame, index, ranking)),
        "coherence": ("coherence", looks.coherence),
        "effective": ("effective", looks.effective),
        "leave-out": ("left_out", looks.left_out),
        "obstacles": ("obstacles", looks.obstacles),
        "growth": ("growth", looks.growth),
        "change": ("change", looks.change),
        "year-on-year": ("year_on_year", looks.year_on_year),
        "profiles": ("profiles", lambda: looks.profiles(ranking)),
    }
    found: dict[str, Any] = {}
    refused = []
    for key, (field, read) in readings.items():
        if key in index.part.show:
            try:
                found[field] = read()
            except PaneloomError as error:
                refused.append(refusal(key, error))
    asked = index.part.uncertainty is not None
    uncertainty = uncertainty_of(panel, index) if asked else None
    return Findings(name=index.name, **found, refused=tuple(refused), uncertainty=uncertainty)


def _rank_paths(frame: Frame, index: Index, ranking: Ranking) -> RankPaths:
    wide = by_year(frame.numbers[index.name], frame.unit, frame.time)
    place = {frame.units[code]: row for row, code in enumerate(wide.units)}
    order = [place[unit] for unit in ranking.units]
    return RankPaths(
        ranking.units, tuple(int(time) for time in wide.times), frozen(ranks(wide.values)[order])
    )


def _average_parts(frame: Frame, index: Index, ranking: Ranking) -> AverageParts:
    values = np.column_stack([frame.numbers[name] for name in index.recipe.variables])
    made = contributions(index, values, frame.time)
    codes, means, of_dimensions = averaged(made, frame.unit)
    place = {frame.units[code]: row for row, code in enumerate(codes)}
    order = [place[unit] for unit in ranking.units]
    scored = ~np.isnan(made.score)
    rest = [float(made.constant[scored & (frame.unit == codes[row])].mean()) for row in order]
    return AverageParts(
        ranking.units, index.recipe.variables, frozen(means[order]), frozen(rest), made.rule,
        made.dimensions, frozen(of_dimensions[order]),
    )  # fmt: skip
