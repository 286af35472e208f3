"""Scores and ranks over random draws of the choices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen, sealed
from paneloom.index.uncertainty.cases import Cases, averages, laid_out, ranks
from paneloom.index.uncertainty.choices import Choice, Variants
from paneloom.index.uncertainty.draws import nominal_scores, random_draws, scored
from paneloom.index.uncertainty.spread import PROBABILITIES, Spread, rank_spread, score_spread
from paneloom.study.base import Text
from paneloom.study.index_part import WeightNoise


@dataclass(frozen=True, slots=True, eq=False)
class MonteCarlo(Record):
    """R draws of an index over T years and N units.

    ``levels`` (R, k) say which alternative of each of the ``choices`` a draw made, ``weights`` (R, J) the
    effective weights of the ``variables``, 0 for one left out. ``scores`` (R, T, N) and the ``averages``
    (R, N) over the years with a score are NaN where there is none, ``ranks`` (R, T, N) and ``average_ranks``
    (R, N) are 0 there. The ``nominal_`` ones are those of the recipe itself.
    """

    name: str
    label: Text
    units: tuple[str, ...]
    years: tuple[int, ...]
    variables: tuple[str, ...]
    inputs: tuple[str, ...]
    choices: tuple[Choice, ...]
    noise: WeightNoise | None
    seed: int
    levels: Integers
    weights: Floats
    scores: Floats
    ranks: np.ndarray
    averages: Floats
    average_ranks: np.ndarray
    nominal_weights: Floats
    nominal_scores: Floats
    nominal_ranks: np.ndarray
    nominal_averages: Floats
    nominal_average_ranks: np.ndarray

    @property
    def runs(self) -> int:
        """R, how many draws there are."""
        return len(self.levels)

    def settings(self, run: int) -> dict[str, str]:
        """The alternative that a draw made of each choice."""
        pairs = zip(self.choices, self.levels[run].tolist(), strict=True)
        return {choice.name: choice.alternatives[level].name for choice, level in pairs}

    def rank_intervals(self, probabilities: tuple[float, float, float] = PROBABILITIES) -> Spread:
        """(N,) quantiles of the ranks by average, over draws."""
        return rank_spread(self.average_ranks, probabilities)

    def year_rank_intervals(self, probabilities: tuple[float, float, float] = PROBABILITIES) -> Spread:
        """(T, N) quantiles of the ranks of each year, over draws."""
        return rank_spread(self.ranks, probabilities)

    def score_intervals(self, probabilities: tuple[float, float, float] = PROBABILITIES) -> Spread:
        """(N,) quantiles of the average scores, over draws."""
        return score_spread(self.averages, probabilities)

    def share_in_top(self, top: int) -> Floats:
        """(N,) the share of draws in which a unit is among the first ``top`` by average."""
        within = (self.average_ranks > 0) & (self.average_ranks <= top)
        return np.asarray(within.mean(axis=0))

    def year_share_in_top(self, top: int) -> Floats:
        """(T, N) the share of draws in which a unit is among the first ``top`` of a year."""
        return np.asarray(((self.ranks > 0) & (self.ranks <= top)).mean(axis=0))


def monte_carlo(variants: Variants, cases: Cases, runs: int = 1000, seed: int = 1) -> MonteCarlo:
    """Scores and ranks of ``runs`` draws.

    Memory: 12 bytes for each draw and unit-year, and somewhat more while quantiles are taken.

    Raises
    ------
    ImpossibleRecipe
        For a combination of alternatives that cannot be built.
    """
    draws = random_draws(variants, runs, seed)
    grid = cases.grid()
    shape = (runs, *grid.shape)
    scores, ranked = np.empty(shape), np.empty(shape, dtype=np.int32)
    mean, mean_ranked = np.empty((runs, shape[2])), np.empty((runs, shape[2]), dtype=np.int32)
    weights = np.empty((runs, len(variants.recipe.indicators)))
    for batch in scored(variants, cases, draws):
        laid = laid_out(batch.scores, grid)
        average = averages(laid)
        scores[batch.at], ranked[batch.at] = laid, ranks(laid)
        mean[batch.at], mean_ranked[batch.at] = average, ranks(average)
        weights[batch.at] = batch.weights
    nominal, own_weights = nominal_scores(variants, cases)
    own = laid_out(nominal[None], grid)
    own_average = averages(own)
    return MonteCarlo(
        name=variants.recipe.name,
        label=variants.recipe.label,
        units=cases.units,
        years=tuple(int(year) for year in cases.years),
        variables=variants.recipe.variables,
        inputs=variants.inputs,
        choices=variants.choices,
        noise=variants.noise,
        seed=seed,
        levels=draws.levels,
        weights=sealed(weights),
        scores=sealed(scores),
        ranks=sealed(ranked),
        averages=sealed(mean),
        average_ranks=sealed(mean_ranked),
        nominal_weights=frozen(own_weights),
        nominal_scores=frozen(own[0]),
        nominal_ranks=frozen(ranks(own)[0], np.int32),
        nominal_averages=frozen(own_average[0]),
        nominal_average_ranks=frozen(ranks(own_average)[0], np.int32),
    )
