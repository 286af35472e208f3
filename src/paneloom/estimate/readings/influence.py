"""Which rows and units carry a table: the change of each coefficient without them, and their share of what varies.

Rows are left out with the effects of the others held fixed in the projection: for least squares the change is
exact, dfbeta_i = inverse(X'X) x_i w_i e_i / (1 - h_i), h_i the leverage in effects and slopes together (Belsley,
Kuh and Welsch 1980, equation 2.1). The share of a row in a slope is that of its squared residual in a regression
of the slope on the others and the effects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.again import is_of_moments, solved_again
from paneloom.estimate.readings.shown import column_label, number, plain, reading_table, three
from paneloom.panel.panel import Panel
from paneloom.present.cell import TEXT, Cell
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import Language, say

SHOWN = 5
# A row with this much leverage is fitted by itself: without it the model is another.
ALONE = 1 - 1e-10
_HEADINGS = ("left_out", "influence_change", "influence_leverage", "influence_share")


@dataclass(frozen=True, slots=True, eq=False)
class Influence(Record):
    """One model: ``names`` q shown slopes; of n rows their ``places`` (unit, time), ``change`` (n, q) of each slope
    without the row (NaN where it is fitted by itself), ``leverage`` (n,), ``share`` (n, q) of what varies; ``units``
    U with ``unit_share`` (U, q). ``reason`` is a word of "comparison" where there are no numbers.
    """

    made: Estimate
    names: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    change: Floats
    leverage: Floats
    share: Floats
    units: tuple[str, ...]
    unit_share: Floats
    reason: str = ""

    def rows_of(self, slope: int) -> list[int]:
        """The five rows that move a slope most, the first the most."""
        size = np.nan_to_num(np.abs(self.change[:, slope]), nan=-1.0)
        return [int(at) for at in np.argsort(-size, kind="stable")[:SHOWN] if size[at] >= 0]

    def units_of(self, slope: int) -> list[int]:
        """The five units that hold most of what varies of a slope."""
        return [int(at) for at in np.argsort(-self.unit_share[:, slope], kind="stable")[:SHOWN]]


@dataclass(frozen=True, slots=True)
class Influences:
    """The models of a table."""

    design: TableDesign
    columns: tuple[Influence, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: for each shown slope the rows that move it most, and the units it rests on most."""
        rows: list[Row] = []
        for at, column in enumerate(self.columns):
            rows.append(group_row(column_label(column.made, at, study, language), len(_HEADINGS)))
            for slope, name in enumerate(column.names if not column.reason else ()):
                rows += _rows(column, slope, label_of(study, name, language))
        reasons = dict.fromkeys(column.reason for column in self.columns if column.reason)
        sentences = [
            say("comparison.influence_note", language),
            *(say(f"comparison.{reason}", language) for reason in reasons),
        ]
        return (reading_table(self.design, "influence", _HEADINGS, rows, sentences, study, language),)

    def plain(self) -> dict[str, object]:
        """The five rows and five units of each slope of each column."""
        return {"reading": "influence", "columns": [_plain(column) for column in self.columns]}


def influence(panel: Panel, fitted: EstimateTable) -> Influences:
    """Leverage and influence of the rows of every model of the table."""
    return Influences(fitted.design, tuple(influence_of(panel, made) for made in fitted.estimates))


def influence_of(panel: Panel, made: Estimate) -> Influence:
    """Leverage and influence of the rows of one model."""
    names = made.design.regressors
    if not is_of_moments(made) or made.method != "ols":
        none = np.zeros((0, len(names)))
        return Influence(made, names, (), none, np.zeros(0), none, (), none, reason="influence_ols")
    solved = solved_again(panel, made.design, ("rows",))
    rows, inverse = solved.rows, solved.solution.inverse
    x, w = solved.fitted_rows, rows.weights
    toward = x @ inverse
    h = rows.leverage + w * (toward * x).sum(axis=1)
    alone = h >= ALONE
    change = -toward * (w * solved.residual_rows / np.where(alone, 1.0, 1 - h))[:, None]
    change[alone] = np.nan
    # The residual of a slope on the others is its row of inverse(X'X) x over the diagonal.
    share = w[:, None] * toward**2 / np.diag(inverse)
    codes, at = np.unique(rows.units, return_inverse=True)
    slopes = [made.names.index(name) for name in names]
    own = np.zeros((codes.size, len(slopes)))
    np.add.at(own, at, share[:, slopes])
    labels = panel.rows.collect((), EVERY_ROW).units
    places = tuple((labels[u], t) for u, t in zip(rows.units.tolist(), rows.times.tolist(), strict=True))
    units = tuple(labels[code] for code in codes)
    chosen = frozen(change[:, slopes]), frozen(h), frozen(share[:, slopes])
    return Influence(made, names, places, *chosen, units, frozen(own))


def _rows(column: Influence, slope: int, label: str) -> list[Row]:
    error = float(column.made.errors[column.made.names.index(column.names[slope])])
    found = [
        Row(
            label,
            (
                Cell(f"{column.places[at][0]} {column.places[at][1]}", TEXT),
                number(float(column.change[at, slope]), error),
                three(float(column.leverage[at])),
                three(float(column.share[at, slope])),
            ),
        )
        for at in column.rows_of(slope)
    ]
    found += [
        Row(label, (Cell(column.units[u], TEXT), Cell(), Cell(), three(float(column.unit_share[u, slope]))))
        for u in column.units_of(slope)
    ]
    return found


def _plain(column: Influence) -> dict[str, object]:
    if column.reason:
        return {"regressors": list(column.names), "reason": column.reason}
    slopes = []
    for slope, name in enumerate(column.names):
        rows = [
            {
                "unit": column.places[at][0],
                "time": column.places[at][1],
                "change": plain(float(column.change[at, slope])),
                "leverage": plain(float(column.leverage[at])),
                "share": plain(float(column.share[at, slope])),
            }
            for at in column.rows_of(slope)
        ]
        units = [
            {"unit": column.units[u], "share": plain(float(column.unit_share[u, slope]))}
            for u in column.units_of(slope)
        ]
        slopes.append({"regressor": name, "rows": rows, "units": units})
    return {"slopes": slopes}
