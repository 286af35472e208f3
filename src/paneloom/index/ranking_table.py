"""Average scores by unit as a table and as a bar chart."""

from __future__ import annotations

from paneloom.index.ranking import Ranking
from paneloom.present.cell import FIXED3, INTEGER, Cell
from paneloom.present.figure import Figure, Series
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.sources.names.registry import BUNDLED, registry
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say


def ranking_table(ranking: Ranking, study: Study, language: Language) -> Table:
    """A row for each unit in the order of its rank: rank, average of the index, averages of its parts."""
    headings = (say("index.rank", language), *(text_in(label, language) for label in ranking.labels))
    rows = tuple(
        Row(
            unit_label(study, unit, language),
            (Cell(int(rank), INTEGER), *(Cell(float(v), FIXED3) for v in values)),
        )
        for unit, rank, values in zip(ranking.units, ranking.ranks, ranking.averages, strict=True)
    )
    return Table(
        name=f"ranking.{ranking.name}",
        title=say("index.ranking_title", language, index=text_in(ranking.label, language)),
        columns=tuple(Column((heading,), "right") for heading in headings),
        rows=rows,
        stub_heading=unit_heading(study, language),
        notes=notes(study, language, _sentences(ranking, study, language)),
    )


def ranking_figure(ranking: Ranking, study: Study, language: Language) -> Figure:
    """The averages as bars in the order of the ranks: stacked by part where the parts add up to the index."""
    labels = [text_in(label, language) for label in ranking.labels]
    has_parts = len(ranking.columns) > 1 and ranking.adds_up
    shown = range(1, len(labels)) if has_parts else range(1)
    return Figure(
        name=f"ranking.{ranking.name}",
        title=say("index.ranking_figure_title", language, index=labels[0]),
        form="stacked-bars" if has_parts else "bars",
        categories=tuple(unit_label(study, unit, language) for unit in ranking.units),
        series=tuple(Series(labels[m], tuple(ranking.averages[:, m].tolist())) for m in shown),
        category_label=unit_heading(study, language),
        value_label=say("index.average", language, index=labels[0]),
        notes=notes(study, language, _sentences(ranking, study, language), drawn=True),
    )


def unit_label(study: Study, unit: str, language: Language) -> str:
    """How a unit is called in a language, where the study uses a bundled registry of names."""
    names = study.clean.names
    return registry(names).label(unit, language) if names in BUNDLED else unit


def unit_heading(study: Study, language: Language) -> str:
    """What the units are called, as a heading."""
    label = label_of(study, study.unit, language)
    return label[:1].upper() + label[1:]


def _sentences(ranking: Ranking, study: Study, language: Language) -> list[str]:
    sentences = [say("index.ranking_note", language)]
    if len(ranking.columns) > 1 and ranking.adds_up:
        sentences.append(say("index.parts_add_up", language))
    if ranking.unranked:
        units = say("table.comma", language).join(
            unit_label(study, unit, language) for unit in ranking.unranked
        )
        sentences.append(say("index.unranked", language, units=units))
    return sentences
