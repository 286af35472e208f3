"""How readings call the columns and slopes of a table, and the table each of them lays out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.present.cell import EMPTY, FIXED3, Cell, fitting
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say


def column_label(made: Estimate, column: int, study: Study, language: Language) -> str:
    """A column of the regression table: its number with its title, or with its outcome."""
    title = text_in(made.design.title, language) or label_of(study, made.design.outcome, language)
    return say("comparison.column", language, number=column + 1, title=title)


def shown_slopes(fitted: EstimateTable) -> tuple[tuple[int, str], ...]:
    """Every regressor x of every column: (column from zero, name), those of one column together."""
    return tuple((at, name) for at, made in enumerate(fitted.estimates) for name in made.design.regressors)


def number(value: float | None, scale: float) -> Cell:
    """A number printed to the digits of ``scale``, such as its error; an empty cell where there is none."""
    return EMPTY if value is None or not isfinite(value) else Cell(float(value), fitting(scale))


def error(value: float | None) -> Cell:
    """A standard error in parentheses."""
    return EMPTY if value is None or not isfinite(value) else Cell(float(value), fitting(float(value), "()"))


def three(value: float | None) -> Cell:
    """A statistic or a p value."""
    return EMPTY if value is None or not isfinite(value) else Cell(float(value), FIXED3)


def stars(p: float | None, thresholds: Sequence[float]) -> str:
    """The stars of a p value."""
    return "" if p is None else "*" * sum(p < threshold for threshold in thresholds)


def reading_table(
    design: TableDesign,
    kind: str,
    headings: Iterable[str],
    rows: Iterable[Row],
    sentences: Iterable[str],
    study: Study,
    language: Language,
    stub: str = "regressor",
) -> Table:
    """The table of a reading: ``kind`` names its title, ``headings`` and ``stub`` words of "comparison"."""
    return Table(
        name=f"{design.name}.{kind}",
        title=say(
            f"comparison.{kind}_title",
            language,
            title=text_in(design.title, language) or say("table.regression_title", language),
        ),
        columns=tuple(Column((say(f"comparison.{heading}", language),), "right") for heading in headings),
        rows=tuple(rows),
        stub_heading=say(f"comparison.{stub}", language),
        notes=notes(study, language, sentences),
    )


def plain(value: float | None) -> float | None:
    """A number for a file: None where it is not finite."""
    return None if value is None or not isfinite(value) else float(value)
