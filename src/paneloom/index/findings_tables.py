"""The numbers of the figures of an index as tables to copy: weights by method, ranks by year, contributions."""

from __future__ import annotations

import numpy as np

from paneloom.index.findings import AverageParts, RankPaths
from paneloom.index.findings_figures import method_word
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_label
from paneloom.index.method_weights import MethodWeights
from paneloom.index.parts_shown import by_dimensions, by_indicators, over_parts
from paneloom.index.ranking_table import unit_heading, unit_label
from paneloom.present.cell import FIXED3, FIXED4, INTEGER, Cell, known
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, say

DASH = Cell("\N{EN DASH}")


def method_table(made: MethodWeights, index: Index, study: Study, language: Language) -> Table:
    """A row for each indicator, a column for each method; a dash for a method that does not apply."""
    labels = [indicator_label(item, study, language) for item in index.indicators]
    rows = tuple(
        Row(label, tuple(DASH if np.isnan(value) else Cell(float(value), FIXED4) for value in values))
        for label, values in zip(labels, made.weight.T, strict=True)
    )
    return Table(
        name=f"weights.{index.name}",
        title=say("weight.by_method_title", language, index=text_in(index.label, language)),
        columns=tuple(Column((method_word(method, language),), "right") for method in made.methods),
        rows=rows,
        stub_heading=say("index.indicator", language),
        notes=notes(study, language, [say("weight.by_method_note", language)]),
    )


def rank_table(made: RankPaths, index: Index, study: Study, language: Language) -> Table:
    """A row for each unit, a column for each year."""
    rows = tuple(
        Row(unit_label(study, unit, language), tuple(known(float(rank), INTEGER) for rank in ranks))
        for unit, ranks in zip(made.units, made.ranks, strict=True)
    )
    return Table(
        name=f"ranks.{index.name}",
        title=say("index.ranks_title", language, index=text_in(index.label, language)),
        columns=tuple(Column((str(time),), "right") for time in made.times),
        rows=rows,
        stub_heading=unit_heading(study, language),
        notes=notes(study, language, [say("index.ranks_note", language)]),
    )


def contribution_table(made: AverageParts, index: Index, study: Study, language: Language) -> Table:
    """A row for each unit: its average score, and the parts of it by dimension and by indicator."""
    by_dimension = by_dimensions(made.values, index, study, language)
    by_indicator = by_indicators(made.values, index, study, language)
    if made.constant.any():
        by_indicator.append((say("index.no_indicator", language), made.constant))
    score = made.values.sum(axis=1) + made.constant
    columns = [(say("reading.score", language), score), *by_dimension, *by_indicator]
    rows = tuple(
        Row(unit_label(study, unit, language), tuple(known(float(part[u]), FIXED3) for _, part in columns))
        for u, unit in enumerate(made.units)
    )
    return Table(
        name=f"contributions.{index.name}",
        title=say("index.contributions_title", language, index=text_in(index.label, language)),
        columns=tuple(Column((heading,), "right") for heading, _ in columns),
        rows=rows,
        stub_heading=unit_heading(study, language),
        spanners=over_parts(1, by_dimension, by_indicator, language),
        notes=notes(study, language, [say(f"index.contributions_{made.rule}", language)]),
    )
