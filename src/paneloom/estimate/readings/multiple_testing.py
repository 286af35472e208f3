"""Many slopes, one table: p values adjusted for how many are looked at together.

The family is every shown regressor of every column of the table. Romano and Wolf's step-down resamples whole
clusters, the same draws for every column, so that it knows how the tests hang together; each draw has effects
and clustered errors of its own, and its t is (b* - b) / s*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.algebra.recounted import Recounted, recounted
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.covariance.pairs import cluster_counts
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.adjusted import benjamini_hochberg, holm, romano_wolf
from paneloom.estimate.readings.again import is_of_moments, solved_again
from paneloom.estimate.readings.shown import (
    column_label,
    error,
    number,
    plain,
    reading_table,
    shown_slopes,
    three,
)
from paneloom.estimate.solved import Solved
from paneloom.panel.panel import Panel
from paneloom.present.table import Row, Table
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

BATCH = 500
# A draw of which less than this share of the usual error is left fits its clusters exactly.
EXACT = 1e-8


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One slope: ``column`` from zero, its own p value and the adjusted ones; None where not offered."""

    column: int
    regressor: str
    estimate: float
    error: float
    p: float
    holm: float
    benjamini_hochberg: float
    romano_wolf: float | None


@dataclass(frozen=True, slots=True)
class MultipleTesting:
    """The family of a table; ``cluster`` is what was drawn ("" for units), ``reason`` why nothing was."""

    design: TableDesign
    made: tuple[Estimate, ...]
    slopes: tuple[Adjusted, ...]
    cluster: str
    draws: int
    degenerate: int
    seed: int
    reason: str = ""

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row for each slope of the family."""
        rows = [
            Row(
                say(
                    "comparison.slope_of_column",
                    language,
                    regressor=label_of(study, one.regressor, language),
                    column=column_label(self.made[one.column], one.column, study, language),
                ),
                (
                    number(one.estimate, one.error),
                    error(one.error),
                    *(three(p) for p in (one.p, one.holm, one.benjamini_hochberg, one.romano_wolf)),
                ),
            )
            for one in self.slopes
        ]
        drawn = label_of(study, self.cluster or study.unit, language)
        counts = {"draws": f"{self.draws:,}", "seed": self.seed, "cluster": drawn}
        sentences = [
            say("comparison.multiple_testing_note", language, tests=len(self.slopes)),
            say("comparison.romano_wolf_note", language, **counts) if not self.reason else "",
            say("comparison.degenerate", language, draws=self.degenerate) if self.degenerate else "",
            say(f"comparison.{self.reason}", language) if self.reason else "",
        ]
        return (reading_table(self.design, "multiple_testing", _HEADINGS, rows, sentences, study, language),)

    def plain(self) -> dict[str, object]:
        """The family and the draws."""
        return {
            "reading": "multiple-testing",
            "draws": self.draws,
            "degenerate": self.degenerate,
            "seed": self.seed,
            "reason": self.reason,
            "family": [
                {
                    "column": one.column + 1,
                    "regressor": one.regressor,
                    **{
                        name: plain(getattr(one, name))
                        for name in ("estimate", "error", "p", "holm", "benjamini_hochberg", "romano_wolf")
                    },
                }
                for one in self.slopes
            ],
        }


_HEADINGS = ("estimate", "error", "p", "holm", "benjamini_hochberg", "romano_wolf")


def multiple_testing(panel: Panel, fitted: EstimateTable) -> MultipleTesting:
    """The adjusted p values of the shown slopes of a table."""
    made, family = fitted.estimates, shown_slopes(fitted)
    places = [(column, made[column].names.index(name)) for column, name in family]
    p = np.array([made[column].p[at] for column, at in places])
    p = np.where(np.isfinite(p), p, 1.0)
    reason = _reason(made)
    design = made[0].design
    found, cluster = np.full(p.size, np.nan), design.cluster or ""
    told = lost = 0
    if not reason and p.size:
        solved = [solved_again(panel, one.design, ("keyed",)) for one in made]
        t = np.array([made[column].t[at] for column, at in places])
        draws = _resampled(solved, places, design.draws, design.seed)
        lost = design.draws - len(draws)
        told = len(draws)
        if told < max(2, design.draws // 2):
            reason = "too_few_draws"
        else:
            found = romano_wolf(t, draws)
    adjusted = zip(family, places, p, holm(p), benjamini_hochberg(p), found, strict=True)
    slopes = tuple(
        Adjusted(
            column=column,
            regressor=name,
            estimate=float(made[column].coefficients[at]),
            error=float(made[column].errors[at]),
            p=float(own),
            holm=float(by_holm),
            benjamini_hochberg=float(by_rate),
            romano_wolf=None if np.isnan(by_draws) else float(by_draws),
        )
        for (column, name), (_, at), own, by_holm, by_rate, by_draws in adjusted
    )
    return MultipleTesting(fitted.design, made, slopes, cluster, told, lost, design.seed, reason)


def _reason(made: Sequence[Estimate]) -> str:
    """Why no cluster can be drawn in common for all columns; "" where one can."""
    if not all(is_of_moments(one) for one in made):
        return "only_least_squares"
    clusters = {one.design.cluster for one in made}
    if len(clusters) > 1 or any(one.design.second_cluster for one in made):
        return "no_common_clusters"
    return ""


def _resampled(solved: Sequence[Solved], places: Sequence[tuple[int, int]], draws: int, seed: int) -> Floats:
    """(B, m) t statistics around the estimates, of the draws in which every slope of the family is told."""
    keys = [one.records.moments.keys for one in solved]
    every = np.unique(np.concatenate(keys))
    counts = cluster_counts(every.size, draws, seed)
    at = [np.searchsorted(every, own) for own in keys]
    parts = [parts_of(one) for one in solved]
    t = np.empty((draws, len(places)))
    for start in range(0, draws, BATCH):
        rows = slice(start, start + BATCH)
        for column, (part, own, one) in enumerate(zip(parts, at, solved, strict=True)):
            counted_rows = counts[rows][:, own]
            ratios = _ratios(recounted(part, counted_rows), _factors(counted_rows, one))
            for place, (of, slope) in enumerate(places):
                if of == column:
                    t[rows, place] = ratios[:, slope]
    return t[np.isfinite(t).all(axis=1)]


def _ratios(found: Recounted, factors: Floats) -> Floats:
    """(B, p) t statistics; NaN where a draw does not tell every slope, or leaves nothing of an error."""
    least = EXACT * np.median(found.scale, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = found.values / (found.scale * factors[:, None])
    told = np.asarray(found.identified).all(axis=1).reshape(-1, 1)
    return np.where(told & (found.scale > least), ratios, np.nan)


def _factors(counts: Floats, solved: Solved) -> Floats:
    """(B,) roots of the small-sample factors of the draws: that of the model, with the G of the draw for its own.

    K stays that of the model.
    """
    whole = counts.shape[1]
    drawn = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        adjusted = drawn / (drawn - 1) * (whole - 1) / whole
    return np.asarray(np.sqrt(counted(solved, clusters=whole).factor * adjusted))
