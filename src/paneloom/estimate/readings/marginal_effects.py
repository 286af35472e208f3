"""The slope of a regressor that depends on another: b + c m at quantiles of the moderator m, and where it turns.

Brambor, Clark and Golder (2006, eq. 7): var(b + c m) = var(b) + m^2 var(c) + 2 m cov(b, c). Where the product is one of
factors less their means, m is counted from the mean of the moderator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.again import reference_p
from paneloom.estimate.readings.shown import column_label, error, number, plain, reading_table, stars, three
from paneloom.estimate.winsorize import as_fitted
from paneloom.panel.panel import Panel
from paneloom.present.cell import EMPTY
from paneloom.present.figure import Figure, Series
from paneloom.present.notes import notes
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.study.moderation import canonical, product
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import Language, say

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Point:
    """The effect at one value of the moderator, its error, p value and interval."""

    quantile: float
    moderator: float
    effect: float
    error: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Moderated:
    """One regressor and one moderator of one column, from zero; ``turns`` is where the effect is zero.

    ``centre`` is what is taken off the moderator in the product, None where nothing is.
    """

    column: int
    regressor: str
    moderator: str
    points: tuple[Point, ...]
    turns: float | None
    centre: float | None = None


@dataclass(frozen=True, slots=True)
class MarginalEffects:
    """Every product of two regressors in the columns of a table."""

    design: TableDesign
    made: tuple[Estimate, ...]
    found: tuple[Moderated, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row for each quantile under its regressor, moderator and column."""
        rows: list[Row] = []
        for one in self.found:
            label = column_label(self.made[one.column], one.column, study, language)
            effect = _effect(one, study, language)
            stub = say("comparison.slope_of_column", language, regressor=effect, column=label)
            rows.append(group_row(stub, len(_HEADINGS)))
            rows += [_row(one, point, self.design.stars, study, language) for point in one.points]
            turn = EMPTY if one.turns is None else number(one.turns, _spread(one))
            empty = (EMPTY,) * (len(_HEADINGS) - 1)
            rows.append(Row(say("comparison.turns", language), (turn, *empty)))
        sentences = self._sentences(language) if self.found else [say("comparison.no_product", language)]
        return (reading_table(self.design, "marginal_effects", _HEADINGS, rows, sentences, study, language),)

    def figures(self, study: Study, language: Language) -> tuple[Figure, ...]:
        """The effects of the first product, an interval at each quantile."""
        if not self.found:
            return ()
        one = self.found[0]
        series = (
            Series(say("comparison.low", language), tuple(point.low for point in one.points)),
            Series(say("comparison.estimate", language), tuple(point.effect for point in one.points)),
            Series(say("comparison.high", language), tuple(point.high for point in one.points)),
        )
        effect = _effect(one, study, language)
        return (
            Figure(
                name=f"{self.design.name}.marginal_effects",
                title=effect,
                form="intervals",
                categories=tuple(_at(one, point, study, language) for point in one.points),
                series=series,
                value_label=effect,
                notes=notes(study, language, self._sentences(language), drawn=True),
            ),
        )

    def _sentences(self, language: Language) -> list[str]:
        centred = any(one.centre is not None for one in self.found)
        told = [say("comparison.marginal_centred", language)] if centred else []
        return [say("comparison.marginal_effects_note", language), *told]

    def plain(self) -> dict[str, object]:
        """Every point."""
        return {
            "reading": "marginal-effects",
            "effects": [
                {
                    "column": one.column + 1,
                    "regressor": one.regressor,
                    "moderator": one.moderator,
                    "turns": plain(one.turns),
                    "centre": plain(one.centre),
                    "points": [
                        {name: plain(getattr(point, name)) for name in Point.__dataclass_fields__}
                        for point in one.points
                    ],
                }
                for one in self.found
            ],
        }


_HEADINGS = ("moderator_value", "estimate", "error", "p", "low", "high")


def marginal_effects(panel: Panel, fitted: EstimateTable) -> MarginalEffects:
    """The marginal effects of each regressor whose product with another is in its column.

    Of two regressors the one named first in the column is moderated by the other.
    """
    found = []
    for column, made in enumerate(fitted.estimates):
        for name, moderator, of_both in products(made.design.slopes):
            rows, at = as_fitted(panel, made.design).rows, fitted.design.at or QUANTILES
            values = rows.quantiles((moderator,), at, made.design.sample)[0]
            centre = None
            if canonical(of_both) in _products(name, moderator, "grand-mean"):
                # One number for every row, whatever the sample of the model.
                centre = float(panel.rows.quantiles((f"mean({moderator})",), (0.5,), EVERY_ROW)[0, 0])
            found.append(_moderated(made, column, (name, moderator, of_both), (at, values), centre))
    return MarginalEffects(fitted.design, fitted.estimates, tuple(found))


def products(slopes: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """(regressor, moderator, product) for each pair of slopes whose product is a slope too."""
    written = {canonical(name): name for name in slopes}
    found = []
    for at, name in enumerate(slopes):
        for other in slopes[at + 1 :]:
            spellings = (*_products(name, other, "none"), *_products(name, other, "grand-mean"))
            of_both = next((written[spelling] for spelling in spellings if spelling in written), None)
            if of_both is not None:
                found.append((name, other, of_both))
    return tuple(found)


def _products(one: str, other: str, centre: str) -> tuple[str, str]:
    return product(one, other, centre), product(other, one, centre)


def _moderated(
    made: Estimate,
    column: int,
    names: tuple[str, str, str],
    at: tuple[tuple[float, ...], Floats],
    centre: float | None,
) -> Moderated:
    from scipy.special import stdtrit

    i, j = made.names.index(names[0]), made.names.index(names[2])
    origin = 0.0 if centre is None else centre
    b, v, df = made.coefficients, made.covariance, float(made.reference[i])
    points = []
    for quantile, value in zip(at[0], at[1].tolist(), strict=True):
        m = value - origin
        effect = float(b[i] + b[j] * m)
        scale = float(np.sqrt(max(v[i, i] + m**2 * v[j, j] + 2 * m * v[i, j], 0.0)))
        half = float(stdtrit(df, 0.5 + LEVEL / 2)) * scale
        p = float(reference_p(np.array(effect / scale), df)) if scale > 0 else 0.0
        points.append(Point(quantile, value, effect, scale, p, effect - half, effect + half))
    turns = float(origin - b[i] / b[j]) if b[j] else None
    return Moderated(column, names[0], names[1], tuple(points), turns, centre)


def _spread(one: Moderated) -> float:
    return abs(one.points[-1].moderator - one.points[0].moderator) / 10


def _effect(one: Moderated, study: Study, language: Language) -> str:
    return say("comparison.marginal_effect", language, regressor=label_of(study, one.regressor, language))


def _at(one: Moderated, point: Point, study: Study, language: Language) -> str:
    label = label_of(study, one.moderator, language)
    return say("comparison.at_quantile", language, moderator=label, percent=f"{100 * point.quantile:g}")


def _row(
    one: Moderated, point: Point, thresholds: tuple[float, ...], study: Study, language: Language
) -> Row:
    return Row(
        _at(one, point, study, language),
        (
            number(point.moderator, _spread(one)),
            replace(number(point.effect, point.error), stars=stars(point.p, thresholds)),
            error(point.error),
            three(point.p),
            number(point.low, point.error),
            number(point.high, point.error),
        ),
    )
