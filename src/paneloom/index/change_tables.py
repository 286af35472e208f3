"""What scores changed by: between the first and the last year and from what, and from each year to the next."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.index.index import Index
from paneloom.index.looks import UnitChange, UnitYears
from paneloom.index.parts_shown import Parts, by_dimensions, by_indicators, over_parts
from paneloom.index.ranking import Ranking
from paneloom.index.ranking_table import unit_heading, unit_label
from paneloom.index.reading.bureau import YearOnYear
from paneloom.index.reading.change import FACTORS
from paneloom.index.reasons import labels_in
from paneloom.present.cell import FIXED3, Cell, Format, known
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Spanner, Table, group_row
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, say

TWO_DIGITS = Format("fixed", 2)


def change_table(
    found: UnitChange, index: Index, ranking: Ranking, study: Study, language: Language
) -> Table:
    """A row for each unit: both scores, their difference, and what it comes from, in factors and in elements."""
    made = found.change
    scores: Parts = [
        (str(made.start), made.before),
        (str(made.end), made.after),
        (say("reading.change", language), made.after - made.before),
    ]
    factors = _factors(found, language)
    dimensions, indicators = _elements(found, index, study, language)
    columns = [*scores, *factors, *dimensions, *indicators]
    sentences = [
        say("reading.change_note", language),
        say("reading.change_shapley" if factors else "reading.change_data_only", language),
        say("reading.change_elements", language) if dimensions or indicators else "",
    ]
    of_factors = (Spanner(say("reading.change_factors", language), 3, 3 + len(factors)),) if factors else ()
    return Table(
        name=f"change.{index.name}",
        title=say(
            "reading.change_title", language, index=text_in(index.label, language), first=made.start, last=made.end
        ),
        columns=tuple(Column((heading,), "right") for heading, _ in columns),
        rows=_unit_rows(found.units, [part for _, part in columns], FIXED3, ranking, study, language),
        stub_heading=unit_heading(study, language),
        spanners=(
            Spanner(say("reading.score", language), 0, 3), *of_factors,
            *over_parts(3 + len(factors), dimensions, indicators, language),
        ),
        notes=notes(study, language, sentences),
    )  # fmt: skip


def _factors(found: UnitChange, language: Language) -> Parts:
    """What own data, bounds and weights did; none where only the data may differ between years."""
    made = found.change
    if sum(made.varies) == 1:
        return []
    return [
        (say(f"reading.factor_{factor}", language), made.parts[:, place])
        for place, factor in enumerate(FACTORS)
        if made.varies[place]
    ]


def _elements(found: UnitChange, index: Index, study: Study, language: Language) -> tuple[Parts, Parts]:
    """The change of the contributions of dimensions, or of indicators where there is one dimension or none.

    Neither where scores are no sums of these.
    """
    made = found.change
    if made.by_indicator is None or made.constant is None:
        return [], []
    values, rest = made.by_indicator.sum(axis=1), made.constant.sum(axis=1)
    dimensions = by_dimensions(values, index, study, language)
    indicators = [] if dimensions else by_indicators(values, index, study, language)
    if np.nansum(np.abs(rest)) > 0:
        (dimensions or indicators).append((say("index.no_indicator", language), rest))
    return dimensions, indicators


def year_on_year_table(
    found: UnitYears, index: Index, ranking: Ranking, study: Study, language: Language
) -> Table:
    """A column for each year after the first: growth of the mean scores, then of each unit, in percent.

    In points where scores may be negative, which have no growth.
    """
    made, labels = found.years, labels_in(index, study, language)
    word = _word(made)
    is_growth = word == "percent"
    means, units = (
        (100 * made.mean_growth, 100 * made.growth[-1]) if is_growth else (made.mean_change, made.change[-1])
    )
    kind = TWO_DIGITS if is_growth else FIXED3
    order = [len(made.groups) - 1, *range(len(made.groups) - 1)] if len(made.groups) > 2 else [-1]
    rows = [
        Row(labels[made.groups[m]], tuple(known(float(value), kind) for value in means[m, 1:])) for m in order
    ]
    columns = list(units[:, 1:].T)
    width = len(columns)
    return Table(
        name=f"year_on_year.{index.name}",
        title=say(f"reading.year_on_year_title_{word}", language, index=text_in(index.label, language)),
        columns=tuple(Column((str(time),), "right") for time in made.times[1:]),
        rows=(
            group_row(say("reading.of_means", language), width), *rows,
            group_row(say("reading.of_units", language), width),
            *_unit_rows(found.units, columns, kind, ranking, study, language),
        ),
        stub_heading=unit_heading(study, language),
        notes=notes(study, language, [say(f"reading.year_on_year_{word}", language)]),
    )  # fmt: skip


def _word(made: YearOnYear) -> str:
    """Whether changes are told in percent of the year before or in points."""
    return "points" if (made.scores[-1] < 0).any() else "percent"


def _unit_rows(
    units: tuple[str, ...], columns: list[Floats], kind: Format, ranking: Ranking, study: Study,
    language: Language,
) -> tuple[Row, ...]:  # fmt: skip
    """A row for each ranked unit from columns (U,) of ``units``; empty for one that is not among them."""
    place = {unit: at for at, unit in enumerate(units)}

    def cells(unit: str) -> tuple[Cell, ...]:
        at = place.get(unit)
        return tuple(known(np.nan if at is None else float(column[at]), kind) for column in columns)

    return tuple(Row(unit_label(study, unit, language), cells(unit)) for unit in ranking.units)
