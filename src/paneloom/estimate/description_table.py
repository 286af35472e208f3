"""Descriptive statistics and correlations as tables."""

from __future__ import annotations

from math import isfinite, isinf, isnan

from paneloom.estimate.description import Description
from paneloom.present.cell import EMPTY, FIXED3, INTEGER, Cell, Format, fitting
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.study.sections import Describe
from paneloom.wording import Language, say

FIELDS = {"mean": "mean", "sd": "sd", "min": "minimum", "median": "median", "max": "maximum"}
ROUNDING = 1e-14


def description_table(description: Description, study: Study, language: Language) -> Table:
    """A row for each variable, a column for each statistic that the study asks for, in its order."""
    statistics = Describe(variables=()).statistics if study.describe is None else study.describe.statistics
    title = "" if study.describe is None else text_in(study.describe.title, language)
    rows = []
    for at, name in enumerate(description.names):
        shown = _format(description, at)
        cells = tuple(_cell(description, statistic, at, shown) for statistic in statistics)
        rows.append(Row(label_of(study, name, language), cells))
    sentences = [say("describe.each_own_rows", language)]
    if "sd" in statistics:
        sentences.append(say("describe.sd_divisor", language))
        if any(isnan(value) for value in description.sd.tolist()):
            sentences.append(say("describe.sd_of_one", language))
    return Table(
        name="describe",
        title=title or say("describe.title", language),
        columns=tuple(Column((say(f"describe.{statistic}", language),), "right") for statistic in statistics),
        rows=tuple(rows),
        stub_heading=say("describe.variable", language),
        notes=notes(study, language, sentences),
    )


def correlation_table(description: Description, study: Study, language: Language) -> Table | None:
    """The lower triangle of the correlations, columns by number, and variance inflation factors in a last column.

    None when the study asks for neither. Without correlations the table has the factors alone.
    """
    inflated = dict(zip(description.vif_names, description.vif.tolist(), strict=True))
    names = description.names if description.correlation is not None else description.vif_names
    if not names:
        return None
    # A regressor that is not among the described variables gets a row of its own below them.
    stubs = tuple(dict.fromkeys((*names, *inflated)))
    columns = _numbers(description)
    if inflated:
        columns = (*columns, Column((say("describe.vif", language),), "right"))
    rows = []
    for at, name in enumerate(stubs):
        cells = _triangle(description, at)
        if inflated:
            cells = (*cells, _factor(inflated.get(name)))
        rows.append(Row(_numbered(description, at, label_of(study, name, language)), cells))
    word = "describe.correlation_title" if description.correlation is not None else "describe.vif_title"
    return Table(
        name="correlations",
        title=say(word, language),
        columns=columns,
        rows=tuple(rows),
        stub_heading=say("describe.variable", language),
        notes=notes(study, language, _correlation_sentences(description, language)),
    )


def _format(description: Description, at: int) -> Format:
    """One format for all statistics of a variable: for its spread, or for its size where it has none."""
    spread = float(description.sd[at])
    size = max(abs(float(description.minimum[at])), abs(float(description.maximum[at])))
    return fitting(spread if spread > ROUNDING * size else size)


def _cell(description: Description, statistic: str, at: int, shown: Format) -> Cell:
    if statistic == "n":
        return Cell(int(description.n[at]), INTEGER)
    value = float(getattr(description, FIELDS[statistic])[at])
    return Cell(value, shown) if isfinite(value) else EMPTY


def _numbers(description: Description) -> tuple[Column, ...]:
    count = 0 if description.correlation is None else len(description.names)
    return tuple(Column((f"({at + 1})",), "right") for at in range(count))


def _numbered(description: Description, at: int, label: str) -> str:
    known = description.correlation is not None and at < len(description.names)
    return f"({at + 1}) {label}" if known else label


def _triangle(description: Description, at: int) -> tuple[Cell, ...]:
    if description.correlation is None:
        return ()
    width = len(description.names)
    shown = min(at + 1, width) if at < width else 0
    values = description.correlation[at, :shown].tolist() if shown else []
    cells = [Cell(value, FIXED3) if isfinite(value) else EMPTY for value in values]
    return (*cells, *(EMPTY for _ in range(width - shown)))


def _factor(value: float | None) -> Cell:
    if value is None:
        return EMPTY
    if isnan(value):
        return EMPTY
    return Cell(value, FIXED3) if isfinite(value) else Cell("\N{INFINITY}")


def _correlation_sentences(description: Description, language: Language) -> list[str]:
    sentences = []
    if description.correlation is not None:
        sentences.append(say("describe.listwise", language, rows=f"{description.correlation_n:,}"))
    if description.vif_names:
        sentences.append(say("describe.vif_note", language, rows=f"{description.vif_n:,}"))
        if any(isnan(value) for value in description.vif.tolist()):
            sentences.append(say("describe.vif_too_few", language))
        if any(isinf(value) for value in description.vif.tolist()):
            sentences.append(say("describe.vif_infinite", language))
    return sentences
