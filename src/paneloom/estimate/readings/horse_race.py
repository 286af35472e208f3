"""Several regressors in one model: are their slopes equal, which moves the outcome more, how far do they overlap?

Equality is tested with the covariance of the model, once of the slopes themselves and once of the effects of one
standard deviation each, the standard deviations taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.shown import column_label, error, number, plain, reading_table, three
from paneloom.estimate.readings.spreads import spreads
from paneloom.panel.panel import Panel
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say


@dataclass(frozen=True, slots=True)
class Equality:
    """F that several slopes are equal, its degrees of freedom and p value."""

    f: float
    df: tuple[float, float]
    p: float


@dataclass(frozen=True, slots=True)
class Runner:
    """One regressor: its slope and error, b sd(x) / sd(y) before and after the effects, its VIF after them."""

    regressor: str
    estimate: float
    error: float
    standardised: float
    standardised_within: float
    vif: float


@dataclass(frozen=True, slots=True)
class Race:
    """One column, from zero, with two regressors or more."""

    column: int
    runners: tuple[Runner, ...]
    slopes: Equality
    standardised: Equality


@dataclass(frozen=True, slots=True)
class HorseRace:
    """Every column of a table with several regressors."""

    design: TableDesign
    made: tuple[Estimate, ...]
    races: tuple[Race, ...]
    reasons: tuple[str, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row for each regressor, the tests of equality beneath."""
        rows: list[Row] = []
        for race in self.races:
            label = column_label(self.made[race.column], race.column, study, language)
            rows.append(group_row(label, len(_HEADINGS)))
            rows += [_row(one, study, language) for one in race.runners]
            rows += [
                _equality_row(word, one, language)
                for word, one in (("equal_slopes", race.slopes), ("equal_standardised", race.standardised))
            ]
        sentences = [
            say("comparison.horse_race_note", language),
            *(say(f"comparison.{reason}", language) for reason in self.reasons),
        ]
        return (reading_table(self.design, "horse_race", _HEADINGS, rows, sentences, study, language),)

    def plain(self) -> dict[str, object]:
        """Every race."""
        return {
            "reading": "horse-race",
            "columns": [
                {
                    "column": race.column + 1,
                    "regressors": [
                        {"regressor": one.regressor} | {name: plain(getattr(one, name)) for name in _NUMBERS}
                        for one in race.runners
                    ],
                    "equal_slopes": _plain(race.slopes),
                    "equal_standardised": _plain(race.standardised),
                }
                for race in self.races
            ],
            "reasons": list(self.reasons),
        }


_HEADINGS = ("estimate", "error", "standardised", "standardised_within", "vif", "f", "p")
_NUMBERS = ("estimate", "error", "standardised", "standardised_within", "vif")


def horse_race(panel: Panel, fitted: EstimateTable) -> HorseRace:
    """The races of the within models of a table."""
    races, reasons = [], []
    for column, made in enumerate(fitted.estimates):
        if len(made.design.regressors) < 2:
            continue
        if made.design.model != "within":
            reasons.append("only_within")
            continue
        races.append(_race(panel, column, made))
    if not races and not reasons:
        reasons.append("one_regressor")
    return HorseRace(fitted.design, fitted.estimates, tuple(races), tuple(dict.fromkeys(reasons)))


def _race(panel: Panel, column: int, made: Estimate) -> Race:
    found = spreads(panel, made)
    at = np.array([made.names.index(name) for name in made.design.regressors])
    scale, within = found.sd[at + 1] / found.sd[0], found.within[at + 1] / found.within[0]
    b = made.coefficients[at]
    runners = zip(
        made.design.regressors, b, made.errors[at], b * scale, b * within, found.vif[at], strict=True
    )
    covariance = made.covariance[np.ix_(at, at)]
    df = float(made.freedom.df)
    return Race(
        column,
        tuple(Runner(name, *(float(value) for value in values)) for name, *values in runners),
        equality(b, covariance, df),
        equality(b * scale, covariance * np.outer(scale, scale), df),
    )


def equality(b: Floats, covariance: Floats, df: float) -> Equality:
    """The Wald test that the q slopes are equal, as F with q - 1 and ``df`` degrees of freedom."""
    from scipy.special import chdtrc, fdtrc

    contrast = np.hstack([-np.ones((b.size - 1, 1)), np.eye(b.size - 1)])
    apart, q = contrast @ b, b.size - 1
    f = float(apart @ np.linalg.pinv(contrast @ covariance @ contrast.T, hermitian=True) @ apart) / q
    p = chdtrc(q, q * f) if np.isinf(df) else fdtrc(q, df, f)
    return Equality(f, (float(q), df), float(p))


def _row(one: Runner, study: Study, language: Language) -> Row:
    return Row(
        label_of(study, one.regressor, language),
        (
            number(one.estimate, one.error),
            error(one.error),
            *(three(value) for value in (one.standardised, one.standardised_within, one.vif)),
            three(None),
            three(None),
        ),
    )


def _equality_row(word: str, one: Equality, language: Language) -> Row:
    first, second = (f"{df:g}" for df in one.df)
    stub = say(f"comparison.{word}", language, first=first, second=second)
    return Row(stub, (*(three(None) for _ in range(5)), three(one.f), three(one.p)))


def _plain(one: Equality) -> dict[str, object]:
    return {"f": plain(one.f), "df": [plain(df) for df in one.df], "p": plain(one.p)}
