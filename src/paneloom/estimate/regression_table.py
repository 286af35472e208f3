"""Estimates as the regression tables of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from paneloom.estimate import table_notes as said
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.instrument_notes import instrument_sentences
from paneloom.estimate.table_rows import (
    constant_rows,
    first_row_ruled,
    instrument_rows,
    mark_rows,
    slope_rows,
    statistic_rows,
)
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Spanner, Table
from paneloom.study.base import text_in
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say


def regression_table(
    fitted: EstimateTable, study: Study, language: Language, filled: tuple[int, ...] = ()
) -> Table:
    """A column for each model: slopes with stars over their errors, marks, statistics, and a full note.

    An outcome that all columns share stands once above them, and so does a title that neighbours share; other
    outcomes and titles are lines of the headings. An endogenous regressor goes by its own name. R² is left
    empty for 2SLS. ``filled`` tells for each model in how many of its rows a value was filled.
    """
    fits, design = fitted.estimates, fitted.design
    columns, spanners = _head(fits, study, language)
    controls = dict.fromkeys(name for fit in fits for name in fit.design.controls)
    regressors = dict.fromkeys(name for fit in fits for name in fit.names if name not in fit.design.controls)
    shown = [*regressors, *(name for name in controls if design.show_controls and name not in regressors)]
    marks = instrument_rows(fits, study, language)
    marks += mark_rows(fits, study, language, controls=not design.show_controls)
    slopes = slope_rows(fits, shown, design.stars, study, language)
    slopes += constant_rows(fits, design.stars, language)
    sentences = _sentences(design, fits, fits, slopes, filled, study, language)
    return Table(
        name=design.name,
        title=text_in(design.title, language) or say("table.regression_title", language),
        columns=columns,
        rows=(*slopes, *_foot(study, marks + statistic_rows(fits, study, language))),
        spanners=spanners,
        notes=notes(study, language, sentences),
    )


def first_stage_table(
    fitted: EstimateTable, study: Study, language: Language, filled: tuple[int, ...] = ()
) -> Table | None:
    """A column for each endogenous regressor of each 2SLS model, instruments first.

    Where its columns do not run with those of the main table, each says which model it belongs to. None when
    no model is 2SLS. ``filled`` is that of the main table.
    """
    design = fitted.design
    models = [at for at, fit in enumerate(fitted.estimates) for _ in fit.first_stages]
    stages = [_with_its_checks(stage, fit) for fit in fitted.estimates for stage in fit.first_stages]
    if not stages:
        return None
    instruments = dict.fromkeys(name for at in models for name in fitted.estimates[at].design.instruments)
    hidden = {
        name for at in models for name in fitted.estimates[at].design.controls if not design.show_controls
    }
    others = dict.fromkeys(
        name for stage in stages for name in stage.names if name not in {*instruments, *hidden}
    )
    marks = mark_rows(stages, study, language, controls=not design.show_controls)
    title = text_in(design.title, language) or say("table.regression_title", language)
    slopes = slope_rows(stages, [*instruments, *others], design.stars, study, language)
    slopes += constant_rows(stages, design.stars, language)
    owners = [fitted.estimates[at] for at in models]
    counts = tuple(filled[at] for at in models) if filled else ()
    lead = say("table.first_stage_note", language)
    return Table(
        name=f"{design.name}.first_stage",
        title=say("table.first_stage_title", language, title=title),
        columns=tuple(_stage_column(at, model, stages, study, language) for at, model in enumerate(models)),
        rows=(*slopes, *_foot(study, marks + statistic_rows(stages, study, language))),
        notes=notes(
            study, language, [lead, *_sentences(design, stages, owners, slopes, counts, study, language)]
        ),
    )


def _head(
    fits: Sequence[Estimate], study: Study, language: Language
) -> tuple[tuple[Column, ...], tuple[Spanner, ...]]:
    """Column headings, and spanners for what neighbours share."""
    titles = [text_in(fit.design.title, language) for fit in fits]
    outcomes = [label_of(study, fit.design.outcome, language) for fit in fits]
    spanners: list[Spanner] = []
    lines = [[f"({at + 1})"] for at in range(len(fits))]
    for texts in (outcomes, titles):
        runs = _runs(texts)
        shared = (
            len(runs) == 1 and len(fits) > 1
            if texts is outcomes
            else any(stop - start > 1 for start, stop in runs)
        )
        if shared:
            spanners += [Spanner(texts[start], start, stop) for start, stop in runs if texts[start]]
        elif any(texts):
            for line, text in zip(lines, texts, strict=True):
                line.append(text)
    return tuple(Column(tuple(line)) for line in lines), tuple(spanners)


def _runs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where equal neighbours begin and end; empty texts stay apart."""
    runs = []
    for text, run in groupby(range(len(texts)), key=lambda at: texts[at]):
        found = list(run)
        runs += [(found[0], found[-1] + 1)] if text else [(at, at + 1) for at in found]
    return runs


def _foot(study: Study, rows: list[Row]) -> list[Row]:
    """Marks and statistics; a three-line table has no rule above them."""
    return rows if study.study.style == "cn-econ" else first_row_ruled(rows)


def _with_its_checks(stage: Estimate, fit: Estimate) -> Estimate:
    return replace(stage, checks=tuple(check for check in fit.checks if check.about == stage.design.outcome))


def _stage_column(
    at: int, model: int, stages: Sequence[Estimate], study: Study, language: Language
) -> Column:
    heading = (f"({at + 1})", label_of(study, stages[at].design.outcome, language))
    return Column(heading if at == model else (*heading, say("table.of_model", language, number=model + 1)))


def _sentences(
    design: TableDesign,
    fits: Sequence[Estimate],
    models: Sequence[Estimate],
    slopes: Sequence[Row],
    filled: tuple[int, ...],
    study: Study,
    language: Language,
) -> list[str]:
    """Of the note; ``models`` has the model behind each column, which a first stage is only a part of."""
    return [
        *said.error_sentences(fits, study, language),
        *said.freedom_sentences(fits, study, language),
        *said.fit_sentences(fits, language),
        *said.sample_sentences(fits, design, study, language),
        said.filled_sentence(filled, language),
        *said.check_sentences(fits, language),
        *instrument_sentences(fits, models, language),
        *said.dash_sentences(fits, slopes, language),
        *said.caution_sentences(fits, study, language),
        said.star_sentence(design.stars, language),
        text_in(design.note, language),
    ]
