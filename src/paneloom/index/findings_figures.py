"""What was found of an index as figures: weights by method, ranks by year, contributions."""

from __future__ import annotations

import math

from paneloom.index.findings import AverageParts, RankPaths
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_label
from paneloom.index.method_weights import MethodWeights
from paneloom.index.parts_shown import by_indicators
from paneloom.index.ranking_table import unit_heading, unit_label
from paneloom.index.reasons import reason
from paneloom.present.figure import Figure, Series
from paneloom.present.notes import notes
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

# More paths than this are a tangle: a shaded grid is read instead.
MOST_PATHS, MOST_ROWS = 12, 60


def method_figure(made: MethodWeights, index: Index, study: Study, language: Language) -> Figure:
    """A row for each indicator and a column for each method, the recipe's own first; a refused one is a dash."""
    reasons = [
        say(
            "weight.refused",
            language,
            method=method_word(refusal.asked, language),
            reason=reason(refusal.slug, refusal.details, index, study, language),
        )
        for refusal in made.refusals
    ]
    return Figure(
        name=f"weights.{index.name}",
        title=say("weight.by_method_title", language, index=text_in(index.label, language)),
        form="heatmap",
        categories=tuple(indicator_label(item, study, language) for item in index.indicators),
        series=tuple(
            Series(method_word(method, language), tuple(_known(v) for v in row))
            for method, row in zip(made.methods, made.weight, strict=True)
        ),
        category_label=say("index.indicator", language),
        notes=notes(study, language, [say("weight.by_method_note", language), *reasons], drawn=True),
    )


def rank_figure(made: RankPaths, index: Index, study: Study, language: Language) -> Figure:
    """Paths of a few units over the years; of many a grid of shaded ranks, the first of them in full."""
    few = len(made.units) <= MOST_PATHS
    units = [unit_label(study, unit, language) for unit in made.units]
    years = tuple(str(time) for time in made.times)
    shown = units[:MOST_ROWS]
    sentences = [say("index.ranks_note", language)]
    if len(shown) < len(units):
        sentences.append(say("index.first_rows", language, shown=len(shown), units=len(units)))
    rows = [tuple(_known(v) for v in row) for row in made.ranks[:MOST_ROWS]]
    columns = [tuple(row[at] for row in rows) for at in range(len(years))]
    lines = zip(shown, rows, strict=True) if few else zip(years, columns, strict=True)
    return Figure(
        name=f"ranks.{index.name}",
        title=say("index.ranks_title", language, index=text_in(index.label, language)),
        form="rank-paths" if few else "heatmap",
        categories=years if few else tuple(shown),
        series=tuple(Series(label, values) for label, values in lines),
        category_label=label_of(study, study.time, language) if few else unit_heading(study, language),
        value_label=say("index.rank", language) if few else "",
        notes=notes(study, language, sentences, drawn=True),
        digits=0,
        darkest="smallest",
    )


def contribution_figure(made: AverageParts, index: Index, study: Study, language: Language) -> Figure:
    """Average scores as bars of their parts: the largest indicators, the others together."""
    label = text_in(index.label, language)
    series = [
        Series(name, tuple(part.tolist()))
        for name, part in by_indicators(made.values, index, study, language)
    ]
    if made.constant.any():
        series.append(Series(say("index.no_indicator", language), tuple(made.constant.tolist())))
    return Figure(
        name=f"contributions.{index.name}",
        title=say("index.contributions_title", language, index=label),
        form="stacked-bars",
        categories=tuple(unit_label(study, unit, language) for unit in made.units),
        series=tuple(series),
        category_label=unit_heading(study, language),
        value_label=say("index.average", language, index=label),
        notes=notes(study, language, [say(f"index.contributions_{made.rule}", language)], drawn=True),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def method_word(method: str, language: Language) -> str:
    """What a method is called over its weights."""
    return say(f"weight.method_{method.replace('-', '_')}", language)
