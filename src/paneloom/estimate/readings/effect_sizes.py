"""How large is a slope? In standard deviations, in the variation that the effects leave, as an elasticity.

Each is the slope times a constant of the sample, b sd(x), b sd(x) / sd(y), b mean(x) / mean(y), taken as known:
by the delta method its error is the error of the slope times the same constant. Standard deviations after the
effects are the ones a within model moves by (Mummolo and Peterson 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.shown import column_label, number, plain, reading_table
from paneloom.estimate.readings.spreads import spreads
from paneloom.panel.panel import Panel
from paneloom.present.cell import EMPTY, TEXT, Cell, fitting, printed
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Size:
    """One measure: its value and the ends of its 95 % interval; the multiplier is value / slope."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SizedSlope:
    """One slope of one column, from zero. ``sizes`` go by the words of ``MEASURES``; None where not defined."""

    column: int
    regressor: str
    estimate: float
    sizes: tuple[Size | None, ...]


# Per SD of x in the units of y; in SD of y; both after the effects; the elasticity at the means.
MEASURES = ("per_sd", "per_sd_in_sd", "per_within_sd", "per_within_sd_in_sd", "elasticity")


@dataclass(frozen=True, slots=True)
class EffectSizes:
    """The sizes of every shown slope."""

    design: TableDesign
    made: tuple[Estimate, ...]
    slopes: tuple[SizedSlope, ...]
    reasons: tuple[str, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row of sizes for each slope, intervals beneath."""
        rows: list[Row] = []
        for column in dict.fromkeys(one.column for one in self.slopes):
            rows.append(group_row(column_label(self.made[column], column, study, language), len(MEASURES)))
            for one in self.slopes:
                if one.column == column:
                    rows += _rows(one, study, language)
        sentences = [
            say("comparison.effect_sizes_note", language),
            *(say(f"comparison.{reason}", language) for reason in self.reasons),
        ]
        return (reading_table(self.design, "effect_sizes", MEASURES, rows, sentences, study, language),)

    def plain(self) -> dict[str, object]:
        """Every size with its interval."""
        return {
            "reading": "effect-sizes",
            "slopes": [
                {
                    "column": one.column + 1,
                    "regressor": one.regressor,
                    "estimate": plain(one.estimate),
                    **{
                        name: None
                        if size is None
                        else {"value": plain(size.value), "low": plain(size.low), "high": plain(size.high)}
                        for name, size in zip(MEASURES, one.sizes, strict=True)
                    },
                }
                for one in self.slopes
            ],
            "reasons": list(self.reasons),
        }


def effect_sizes(panel: Panel, fitted: EstimateTable) -> EffectSizes:
    """The sizes of the shown slopes of every within model of a table."""
    slopes: list[SizedSlope] = []
    reasons: list[str] = []
    for column, made in enumerate(fitted.estimates):
        if made.design.model != "within":
            reasons.append("only_within")
            continue
        found = spreads(panel, made)
        ends = made.interval(LEVEL)
        for name in made.design.regressors:
            at = made.names.index(name)
            scales = _scales(found.mean, found.sd, found.within, at + 1)
            if scales[-1] is None:
                reasons.append("mean_near_zero")
            b, (low, high) = float(made.coefficients[at]), ends[at]
            sizes = tuple(None if c is None else _size(b, low, high, c) for c in scales)
            slopes.append(SizedSlope(column, name, b, sizes))
    return EffectSizes(fitted.design, fitted.estimates, tuple(slopes), tuple(dict.fromkeys(reasons)))


def _scales(mean: np.ndarray, sd: np.ndarray, within: np.ndarray, at: int) -> tuple[float | None, ...]:
    """The multipliers of ``MEASURES``; no elasticity where the mean of the outcome is all but zero."""
    defined = abs(mean[0]) > 1e-8 * sd[0]
    return (
        float(sd[at]),
        float(sd[at] / sd[0]),
        float(within[at]),
        float(within[at] / within[0]),
        float(mean[at] / mean[0]) if defined else None,
    )


def _size(b: float, low: float, high: float, scale: float) -> Size:
    ends = sorted((low * scale, high * scale))
    return Size(b * scale, float(ends[0]), float(ends[1]))


def _rows(one: SizedSlope, study: Study, language: Language) -> list[Row]:
    """The sizes of one slope, and their intervals."""
    values, ends = [], []
    for size in one.sizes:
        if size is None:
            values.append(EMPTY)
            ends.append(EMPTY)
            continue
        scale = (size.high - size.low) / 4
        values.append(number(size.value, scale))
        kind = fitting(scale)
        low, high = printed(Cell(size.low, kind)), printed(Cell(size.high, kind))
        ends.append(Cell(say("comparison.ends", language, low=low, high=high), TEXT))
    return [
        Row(label_of(study, one.regressor, language), tuple(values), "coefficient"),
        Row("", tuple(ends), "error"),
    ]
