"""Does a slope hold over time? Every model on windows of years, moving and growing.

A window moves by one year and holds half of the years, rounded up, and three at least; growing windows begin
in the first year with as many. Each is a sample of its own: effects, singletons and errors are those of its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from paneloom.errors import PaneloomError
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.again import refitted
from paneloom.estimate.readings.shown import column_label, error, number, plain, reading_table, stars, three
from paneloom.panel.panel import Panel
from paneloom.present.cell import EMPTY, INTEGER, Cell
from paneloom.present.figure import Figure, Series
from paneloom.present.notes import notes
from paneloom.present.table import Row, Table, group_row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

LEAST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Window:
    """One slope of one column, from zero, in one window; None where the window does not tell it.

    ``kind`` is "moving" or "expanding"; ``reason`` the slug of the problem of a window without numbers.
    """

    column: int
    regressor: str
    kind: str
    first: int
    last: int
    estimate: float | None = None
    error: float | None = None
    p: float | None = None
    rows: int = 0
    reason: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Windows:
    """Every slope in every window; ``length`` years of a moving one."""

    design: TableDesign
    made: tuple[Estimate, ...]
    windows: tuple[Window, ...]
    length: int
    reasons: tuple[str, ...]

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row for each window under its column and slope."""
        rows: list[Row] = []
        for column, name in dict.fromkeys((one.column, one.regressor) for one in self.windows):
            label = column_label(self.made[column], column, study, language)
            stub = say(
                "comparison.slope_of_column",
                language,
                regressor=label_of(study, name, language),
                column=label,
            )
            rows.append(group_row(stub, len(_HEADINGS)))
            own = [one for one in self.windows if (one.column, one.regressor) == (column, name)]
            rows += [_row(one, self.design.stars, language) for one in own]
        empty = any(one.reason for one in self.windows)
        sentences = [
            say("comparison.windows_note", language, length=self.length),
            say("comparison.windows_empty", language) if empty else "",
            *(say(f"comparison.{reason}", language) for reason in self.reasons),
        ]
        return (reading_table(self.design, "windows", _HEADINGS, rows, sentences, study, language, "window"),)

    def figures(self, study: Study, language: Language) -> tuple[Figure, ...]:
        """The first shown slope of the first column that has numbers: an interval for each window."""
        told = [one for one in self.windows if one.estimate is not None]
        if not told:
            return ()
        own = [one for one in told if (one.column, one.regressor) == (told[0].column, told[0].regressor)]
        made = self.made[own[0].column]
        whole = float(made.coefficients[made.names.index(own[0].regressor)])
        series = [
            Series(say(f"comparison.{word}", language), tuple(getattr(one, word) for one in own))
            for word in ("low", "estimate", "high")
        ]
        series.append(Series(say("comparison.all_rows", language), (whole,) * len(own)))
        label = label_of(study, own[0].regressor, language)
        return (
            Figure(
                name=f"{self.design.name}.windows",
                title=say("comparison.windows_figure", language, regressor=label),
                form="intervals",
                categories=tuple(_years(one, language) for one in own),
                series=tuple(series),
                category_label=say("comparison.window", language),
                value_label=label,
                notes=notes(
                    study,
                    language,
                    [say("comparison.windows_note", language, length=self.length)],
                    drawn=True,
                ),
            ),
        )

    def plain(self) -> dict[str, object]:
        """Every window."""
        return {
            "reading": "windows",
            "length": self.length,
            "windows": [
                {
                    "column": one.column + 1,
                    "regressor": one.regressor,
                    "kind": one.kind,
                    "years": [one.first, one.last],
                    "rows": one.rows,
                    "reason": one.reason,
                    **{name: plain(getattr(one, name)) for name in ("estimate", "error", "p", "low", "high")},
                }
                for one in self.windows
            ],
            "reasons": list(self.reasons),
        }


_HEADINGS = ("estimate", "error", "p", "rows")


def windows(panel: Panel, fitted: EstimateTable) -> Windows:
    """Every within model of a table on windows of the years of its sample."""
    found: list[Window] = []
    reasons: list[str] = []
    longest = LEAST_YEARS
    for column, made in enumerate(fitted.estimates):
        if made.design.model != "within":
            reasons.append("only_within")
            continue
        years = sorted(set(panel.rows.collect((), made.design.sample).time.tolist()))
        length = max(LEAST_YEARS, -(-len(years) // 2))
        longest = max(longest, length)
        for kind, first, last in spans(years, length):
            found += _in_window(panel, made, column, kind, first, last)
    order = {(at, name): place for place, (at, name) in enumerate(_slopes(fitted))}
    found.sort(key=lambda one: order[one.column, one.regressor])
    return Windows(fitted.design, fitted.estimates, tuple(found), longest, tuple(dict.fromkeys(reasons)))


def spans(years: list[int], length: int) -> list[tuple[str, int, int]]:
    """The kind, first and last year of every window of sorted years but the whole of them."""
    moving = [("moving", years[at], years[at + length - 1]) for at in range(len(years) - length + 1)]
    growing = [("expanding", years[0], years[at]) for at in range(length, len(years))]
    return moving + growing


def _slopes(fitted: EstimateTable) -> list[tuple[int, str]]:
    return [(at, name) for at, made in enumerate(fitted.estimates) for name in made.design.regressors]


def _in_window(panel: Panel, made: Estimate, column: int, kind: str, first: int, last: int) -> list[Window]:
    sample = replace(made.design.sample, times=(first, last))
    names = made.design.regressors
    try:
        one = refitted(panel, replace(made.design, sample=sample))
    except PaneloomError as problem:
        return [Window(column, name, kind, first, last, reason=problem.slug) for name in names]
    found = []
    for name in names:
        at = one.names.index(name)
        numbers = (float(one.coefficients[at]), float(one.errors[at]), float(one.p[at]))
        low, high = one.interval()[at].tolist()
        found.append(
            Window(column, name, kind, first, last, *numbers, rows=one.rows.used, low=low, high=high)
        )
    return found


def _years(one: Window, language: Language) -> str:
    return say(f"comparison.window_{one.kind}", language, first=one.first, last=one.last)


def _row(one: Window, thresholds: tuple[float, ...], language: Language) -> Row:
    stub = _years(one, language)
    if one.estimate is None or one.error is None:
        return Row(stub, (EMPTY,) * len(_HEADINGS))
    shown = replace(number(one.estimate, one.error), stars=stars(one.p, thresholds))
    return Row(stub, (shown, error(one.error), three(one.p), Cell(one.rows, INTEGER)))
