"""Which choice moves the ranks, or the score of a unit, and how much of it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError, nearest
from paneloom.index.uncertainty.cases import Cases, averages, laid_out, ranks
from paneloom.index.uncertainty.choices import Variants
from paneloom.index.uncertainty.draws import draws_at, nominal_scores, scored
from paneloom.index.uncertainty.sobol import (
    LEVEL,
    RESAMPLES,
    SobolIndices,
    base_of,
    sobol_indices,
    sobol_points,
)
from paneloom.study.index_variants import least_runs

Outcome = Literal["rank-shift", "score"]


def sensitivity(
    variants: Variants,
    cases: Cases,
    runs: int = 1000,
    seed: int = 1,
    outcome: Outcome = "rank-shift",
    unit: str | None = None,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> SobolIndices:
    """Sobol indices of the choices, the noise of all weights together being one input.

    The outcomes of "rank-shift" are mean absolute differences of ranks from the nominal ones: "pooled" over all
    unit-years, "average" of the ranks by average, then of each year; those of "score" are the average score of
    ``unit`` and its rank by average. ``runs`` is the most that is computed: the largest power of two of base
    points for which (inputs + 2) runs each fit into it.

    Raises
    ------
    PaneloomError
        ``uncertainty-runs`` when these are fewer than 16 base points, ``uncertainty-unit`` for a unit that is
        not known, ``uncertainty-no-score`` for one that a draw leaves without a score, and as
        ``monte_carlo``.
    """
    inputs = variants.inputs
    base = base_of(runs, len(inputs))
    if runs < least_runs(len(inputs)):
        raise PaneloomError("uncertainty-runs", runs=runs, least=least_runs(len(inputs)))
    groups = [1] * len(variants.choices) + ([len(variants.noisy)] if variants.noise else [])
    points = sobol_points(groups, base, seed)
    draws = draws_at(variants, points.reshape(-1, points.shape[2]))
    names, told = _outcomes(variants, cases, outcome, unit)
    made = np.empty((len(draws), len(names)))
    for batch in scored(variants, cases, draws):
        made[batch.at] = told(batch.scores)
    if np.isnan(made).any():
        raise PaneloomError("uncertainty-no-score", unit=unit or "")
    return sobol_indices(made.reshape(len(points), base, -1), inputs, names, seed, resamples, level)


class _Shifts:
    """Mean absolute differences of ranks from the nominal ones."""

    def __init__(self, nominal: Floats, grid: Integers) -> None:
        own = laid_out(nominal[None], grid)
        self.grid = grid
        self.ranks = ranks(own)
        self.average_ranks = ranks(averages(own))

    def __call__(self, scores: Floats) -> Floats:
        """(b, 2 + T) pooled, of averages, of each year, from scores (b, n)."""
        laid = laid_out(scores, self.grid)
        moved, counted = _moved(ranks(laid), self.ranks)
        average, average_counted = _moved(ranks(averages(laid)), self.average_ranks)
        whole = moved.sum(axis=(1, 2)) / counted.sum(axis=(1, 2))
        years = moved.sum(axis=2) / counted.sum(axis=2)
        return np.column_stack([whole, average.sum(axis=1) / average_counted.sum(axis=1), years])


class _Score:
    """The average score of one unit, and its rank by average."""

    def __init__(self, place: int, grid: Integers) -> None:
        self.place = place
        self.grid = grid

    def __call__(self, scores: Floats) -> Floats:
        """(b, 2) from scores (b, n)."""
        average = averages(laid_out(scores, self.grid))
        return np.column_stack([average[:, self.place], ranks(average)[:, self.place]])


def _outcomes(
    variants: Variants, cases: Cases, outcome: Outcome, unit: str | None
) -> tuple[tuple[str, ...], _Shifts | _Score]:
    grid = cases.grid()
    if outcome == "score":
        if unit not in cases.units:
            near = nearest(unit or "", cases.units)
            raise PaneloomError("uncertainty-unit", seen=unit, nearest=near)
        return ("score", "rank"), _Score(cases.units.index(unit), grid)
    nominal, _ = nominal_scores(variants, cases)
    years = tuple(str(year) for year in cases.years)
    return ("pooled", "average", *years), _Shifts(nominal, grid)


def _moved(found: np.ndarray, nominal: np.ndarray) -> tuple[Floats, np.ndarray]:
    """Absolute differences where both have a rank, else 0, and where that is."""
    counted = (found > 0) & (nominal > 0)
    return np.where(counted, np.abs(found - nominal), 0).astype(np.float64), counted
