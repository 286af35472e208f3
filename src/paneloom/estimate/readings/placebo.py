"""Placebos: the regressor of another unit, and of a later period, in place of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.block import stacked
from paneloom.errors import PaneloomError
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.again import reference_p, refitted, solved_again
from paneloom.estimate.readings.permuted_paths import permuted_paths
from paneloom.estimate.readings.shown import column_label, error, number, plain, reading_table, three
from paneloom.estimate.requests import effects_of, modelled
from paneloom.estimate.winsorize import as_fitted
from paneloom.panel.panel import Panel
from paneloom.present.cell import EMPTY
from paneloom.present.table import Row, Table, group_row
from paneloom.study.base import Text
from paneloom.study.designs import Design, TableDesign
from paneloom.study.expression import Shift, formula, parse
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

LEADS = (1, 2, 3)
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class InUnits:
    """Permuted paths of one slope: quantiles of t over the draws, p of the observed t, share significant."""

    column: int
    regressor: str
    t: float
    p: float
    low: float
    mean: float
    high: float
    beyond: float
    draws: int
    kept: int


@dataclass(frozen=True, slots=True)
class InTime:
    """One slope with the regressor led; None where the sample does not tell it (``reason``, a slug)."""

    column: int
    regressor: str
    periods: int
    estimate: float | None = None
    error: float | None = None
    t: float | None = None
    p: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placebo:
    """Both placebos of the shown slopes of a table."""

    design: TableDesign
    made: tuple[Estimate, ...]
    units: tuple[InUnits, ...]
    times: tuple[InTime, ...]
    reasons: tuple[str, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table of permuted paths, one of led regressors."""
        found = []
        first = self.design.designs[0]
        reasons = [say(f"comparison.{reason}", language) for reason in self.reasons]
        if self.units:
            kept = max(one.kept for one in self.units)
            draws = f"{max(one.draws for one in self.units):,}"
            sentences = [
                say("comparison.placebo_note", language, draws=draws, seed=first.seed),
                say("comparison.partial_paths", language, units=kept) if kept else "",
                *reasons,
            ]
            rows = [_unit_row(one, self.made, study, language) for one in self.units]
            found.append(reading_table(self.design, "placebo", _UNITS, rows, sentences, study, language))
        if self.times or not found:
            sentences = [say("comparison.placebo_time_note", language), *([] if found else reasons)]
            rows = []
            for column in dict.fromkeys(one.column for one in self.times):
                label = column_label(self.made[column], column, study, language)
                rows.append(group_row(label, len(_TIMES)))
                rows += [_time_row(one, study, language) for one in self.times if one.column == column]
            table = reading_table(self.design, "placebo", _TIMES, rows, sentences, study, language)
            found.append(replace(table, name=f"{self.design.name}.placebo_in_time"))
        return tuple(found)

    def plain(self) -> dict[str, object]:
        """Both placebos."""
        units = ("t", "p", "low", "mean", "high", "beyond")
        times = ("estimate", "error", "t", "p")
        return {
            "reading": "placebo",
            "units": [
                {"column": one.column + 1, "regressor": one.regressor, "draws": one.draws, "kept": one.kept}
                | {name: plain(getattr(one, name)) for name in units}
                for one in self.units
            ],
            "times": [
                {"column": one.column + 1, "regressor": one.regressor, "periods": one.periods}
                | {name: plain(getattr(one, name)) for name in times}
                | {"reason": one.reason}
                for one in self.times
            ],
            "reasons": list(self.reasons),
        }


_UNITS = ("t", "p", "quantile_low", "mean_t", "quantile_high", "beyond")
_TIMES = ("estimate", "error", "t", "p")


def placebo(panel: Panel, fitted: EstimateTable) -> Placebo:
    """The placebos of every shown slope of the within models solved by least squares."""
    units: list[InUnits] = []
    times: list[InTime] = []
    reasons: list[str] = []
    for column, made in enumerate(fitted.estimates):
        if made.design.model != "within":
            reasons.append("only_within")
            continue
        if made.method != "ols":
            reasons.append("placebo_ols")
            continue
        for name in made.design.regressors:
            times += [_led(panel, made, column, name, periods) for periods in LEADS]
        if made.kind != "cluster" or made.design.second_cluster or ("solver" in dict(made.facts)):
            reasons.append("placebo_cluster")
            continue
        found = [_permuted(panel, made, column, name) for name in made.design.regressors]
        units += [one for one in found if one is not None]
        reasons += ["incomplete_paths"] if None in found else []
    return Placebo(fitted.design, fitted.estimates, tuple(units), tuple(times), tuple(dict.fromkeys(reasons)))


def _permuted(panel: Panel, made: Estimate, column: int, name: str) -> InUnits | None:
    seen = as_fitted(panel, made.design)
    solved = solved_again(panel, made.design, ("rows",))
    design = made.design
    columns, levels = modelled(design), _levels(panel, design)
    wanted = (columns, design.sample, design.cluster, design.weights, levels)
    block = stacked([part for part in seen.rows.blocks(*wanted) if part.units.size])
    drawn = permuted_paths(seen, block, solved, name, made.freedom.factor)
    t = drawn.t[np.isfinite(drawn.t)]
    if not t.size:
        return None
    at = made.names.index(name)
    observed = float(made.t[at])
    reached = int((np.abs(t) >= abs(observed) * (1 - 1e-10)).sum())
    low, high = np.quantile(t, (0.025, 0.975))
    beyond = float((reference_p(t, made.freedom.df) < SIGNIFICANT).mean())
    p = (1 + reached) / (1 + t.size)
    return InUnits(
        column, name, observed, p, float(low), float(t.mean()), float(high), beyond, int(t.size), drawn.kept
    )


def _levels(panel: Panel, design: Design) -> str | None:
    """The name of the second effect when it is not the time."""
    return effects_of(panel, design)[1]


def _led(panel: Panel, made: Estimate, column: int, name: str, periods: int) -> InTime:
    led = formula(Shift("F", periods, parse(name)))
    design = made.design
    regressors = tuple(led if one == name else one for one in design.regressors)
    complete = tuple(dict.fromkeys(led if one == name else one for one in design.sample.complete))
    title: Text = ""
    sample = replace(design.sample, complete=complete or design.sample.complete)
    try:
        one = refitted(panel, replace(design, regressors=regressors, sample=sample, title=title))
    except PaneloomError as problem:
        return InTime(column, name, periods, reason=problem.slug)
    at = one.names.index(led)
    b, scale, t, p = (float(values[at]) for values in (one.coefficients, one.errors, one.t, one.p))
    return InTime(column, name, periods, b, scale, t, p)


def _unit_row(one: InUnits, made: tuple[Estimate, ...], study: Study, language: Language) -> Row:
    label = label_of(study, one.regressor, language)
    column = column_label(made[one.column], one.column, study, language)
    stub = say("comparison.slope_of_column", language, regressor=label, column=column)
    return Row(stub, tuple(three(v) for v in (one.t, one.p, one.low, one.mean, one.high, one.beyond)))


def _time_row(one: InTime, study: Study, language: Language) -> Row:
    label = label_of(study, one.regressor, language)
    stub = say("comparison.placebo_lead", language, regressor=label, periods=one.periods)
    if one.estimate is None or one.error is None:
        return Row(stub, (EMPTY,) * len(_TIMES))
    return Row(stub, (number(one.estimate, one.error), error(one.error), three(one.t), three(one.p)))
