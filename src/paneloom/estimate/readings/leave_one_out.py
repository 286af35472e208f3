"""Leave one unit out: every model of the table without each of its units in turn.

The effects are swept anew each time and the errors are clustered anew, with the degrees of freedom of what is
left: the numbers are those of a regression on the other units, found from the moments of the units. Where a
model is not a sum of moments (instruments' estimators beside 2SLS, other errors, trends, effects that take an
iterative solver) it is fitted anew without the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.recounted import recounted
from paneloom.errors import PaneloomError
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.again import is_of_moments, reference_p, refitted, solved_again
from paneloom.estimate.readings.left_out import freedom_without, presence, without
from paneloom.estimate.readings.shown import column_label, number, plain, reading_table, three
from paneloom.panel.panel import Panel
from paneloom.present.cell import INTEGER, TEXT, Cell
from paneloom.present.figure import Figure, Series
from paneloom.present.notes import notes
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import Language, say

# More units than these are not left out one by one.
MOST_UNITS = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut(Record):
    """One model without each of its U units.

    ``estimates`` and ``errors`` (U, q) of the q shown regressors ``names``, ``df`` (U,) of their t; NaN where
    what is left does not tell the slope. ``anew`` tells that rows were fitted, not moments; ``reason`` is a
    word of "comparison" where there are no numbers.
    """

    made: Estimate
    names: tuple[str, ...]
    units: tuple[str, ...]
    estimates: Floats
    errors: Floats
    df: Floats
    anew: bool = False
    reason: str = ""

    @property
    def p(self) -> Floats:
        """(U, q) two-sided p values."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return reference_p(self.estimates / self.errors, self.df[:, None])


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The models of a table, each without every unit in turn."""

    design: TableDesign
    columns: tuple[LeftOut, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: for each shown slope its extremes over units left out, and whose they are."""
        rows: list[Row] = []
        for at, column in enumerate(self.columns):
            rows.append(group_row(column_label(column.made, at, study, language), len(_HEADINGS)))
            if column.reason:
                continue
            rows += [_row(column, s, study, language) for s in range(len(column.names))]
        reasons = dict.fromkeys(column.reason for column in self.columns if column.reason)
        sentences = [
            say("comparison.leave_one_out_note", language),
            *(say(f"comparison.{reason}", language) for reason in reasons),
        ]
        table = reading_table(self.design, "leave_one_out", _HEADINGS, rows, sentences, study, language)
        return (table,)

    def figures(self, study: Study, language: Language) -> tuple[Figure, ...]:
        """The first shown slope of the first column that has numbers: an interval for each unit left out."""
        column = next((c for c in self.columns if not c.reason and c.names), None)
        if column is None:
            return ()
        from scipy.special import stdtrit

        half = stdtrit(column.df, 0.5 + LEVEL / 2) * column.errors[:, 0]
        b = column.estimates[:, 0]
        whole = float(column.made.coefficients[column.made.names.index(column.names[0])])
        order = [int(u) for u in np.argsort(b, kind="stable") if np.isfinite(half[u])]
        ends = ((b - half, "low"), (b, "estimate"), (b + half, "high"))
        series = [
            Series(say(f"comparison.{word}", language), tuple(float(values[u]) for u in order))
            for values, word in ends
        ]
        series.append(Series(say("comparison.all_units", language), (whole,) * len(order)))
        label = label_of(study, column.names[0], language)
        return (
            Figure(
                name=f"{self.design.name}.leave_one_out",
                title=say("comparison.leave_one_out_figure", language, regressor=label),
                form="intervals",
                categories=tuple(column.units[u] for u in order),
                series=tuple(series),
                category_label=say("comparison.left_out", language),
                value_label=label,
                notes=notes(study, language, [say("comparison.leave_one_out_note", language)], drawn=True),
            ),
        )

    def plain(self) -> dict[str, object]:
        """Every estimate, error and p value by column and unit."""
        return {"reading": "leave-one-out", "columns": [_plain(column) for column in self.columns]}


_HEADINGS = ("estimate", "least", "least_unit", "most", "most_unit", "largest_p", "signs")


def leave_one_out(panel: Panel, fitted: EstimateTable) -> LeaveOneOut:
    """Every model of the table without each of its units in turn."""
    return LeaveOneOut(fitted.design, tuple(left_out(panel, made) for made in fitted.estimates))


def left_out(panel: Panel, made: Estimate) -> LeftOut:
    """One model without each of its units in turn."""
    names = made.design.regressors
    if made.rows.units > MOST_UNITS:
        return _not_offered(made, "too_many_units")
    where = presence(panel, made.design)
    labels = panel.rows.collect((), EVERY_ROW).units
    units = tuple(labels[code] for code in where.units)
    plain_errors = made.kind == "cluster" and made.design.second_cluster is None
    exact = is_of_moments(made) and plain_errors and "trend" not in where.effects
    if not exact or made.design.unit_trends:
        return _anew(panel, made, units)
    solved = solved_again(panel, made.design, ("keyed",), by_unit=True)
    if solved.records.keyed is None:
        return _anew(panel, made, units)
    found = recounted(parts_of(solved), 1.0 - np.eye(len(units)), where.clusters)
    free = [freedom_without(where, u, made.design) for u in range(len(units))]
    factor = np.array([np.nan if one is None else one.factor for one in free])
    df = np.array([np.nan if one is None else one.df for one in free])
    at = [made.names.index(name) for name in names]
    identified = (found.identified.all(axis=1) & np.isfinite(df)).reshape(-1, 1)
    estimates = np.where(identified, (solved.solution.coefficients + found.values)[:, at], np.nan)
    errors = np.where(identified, np.sqrt(factor)[:, None] * found.scale[:, at], np.nan)
    return LeftOut(made, names, units, frozen(estimates), frozen(errors), frozen(df))


def _anew(panel: Panel, made: Estimate, units: tuple[str, ...]) -> LeftOut:
    """Each regression on the rows of the other units."""
    names = made.design.regressors
    if made.design.model != "within":
        return _not_offered(made, "only_within")
    at = [made.names.index(name) for name in names]
    numbers = np.array([row for unit in units for row in _one(panel, made, unit, at)])
    estimates, errors, df = numbers.reshape(len(units), 3, len(at)).transpose(1, 0, 2)
    return LeftOut(made, names, units, frozen(estimates), frozen(errors), frozen(df[:, 0]), anew=True)


def _not_offered(made: Estimate, reason: str) -> LeftOut:
    names = made.design.regressors
    none = np.zeros((0, len(names)))
    return LeftOut(made, names, (), none, none, np.zeros(0), reason=reason)


def _one(panel: Panel, made: Estimate, unit: str, at: list[int]) -> Iterator[Floats]:
    try:
        found = refitted(panel, without(made.design, unit))
    except PaneloomError:
        yield from np.full((3, len(at)), np.nan)
        return
    yield from (found.coefficients[at], found.errors[at], found.reference[at])


def _row(column: LeftOut, slope: int, study: Study, language: Language) -> Row:
    b = column.estimates[:, slope]
    whole = float(column.made.coefficients[column.made.names.index(column.names[slope])])
    told = np.isfinite(b)
    label = label_of(study, column.names[slope], language)
    if not told.any():
        return Row(label, (number(whole, whole), *(Cell() for _ in _HEADINGS[1:])))
    scale = float(np.nanmedian(column.errors[:, slope]))
    least, most = int(np.nanargmin(b)), int(np.nanargmax(b))
    return Row(
        label,
        (
            number(whole, scale),
            number(float(b[least]), scale),
            Cell(column.units[least], TEXT),
            number(float(b[most]), scale),
            Cell(column.units[most], TEXT),
            three(float(np.nanmax(column.p[:, slope]))),
            Cell(int((np.sign(b[told]) != np.sign(whole)).sum()), INTEGER),
        ),
    )


def _plain(column: LeftOut) -> dict[str, object]:
    if column.reason:
        return {"regressors": list(column.names), "reason": column.reason}
    return {
        "regressors": list(column.names),
        "from": "rows" if column.anew else "moments",
        "units": [
            {
                "unit": unit,
                "estimates": [plain(b) for b in column.estimates[u]],
                "errors": [plain(e) for e in column.errors[u]],
                "p": [plain(p) for p in column.p[u]],
                "df": plain(float(column.df[u])),
            }
            for u, unit in enumerate(column.units)
        ],
    }
