"""Estimates as the regression tables of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paneloom.estimate import table_notes as said
from paneloom.estimate.error_notes import error_cautions, error_sentences
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.few_rows import few_cautions, few_rows, few_sentences
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.freedom_notes import freedom_sentences
from paneloom.estimate.instrument_notes import instrument_sentences
from paneloom.estimate.model_rows import model_sentences
from paneloom.estimate.table_head import table_head
from paneloom.estimate.table_rows import (
    IN_TABLE,
    constant_rows,
    first_row_ruled,
    instrument_rows,
    mark_rows,
    slope_rows,
    statistic_rows,
)
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

# The tests of instruments that belong to one first stage.
IN_FIRST_STAGE = ("first_stage_f", "sanderson_windmeijer", "effective_f")


def regression_table(
    fitted: EstimateTable, study: Study, language: Language, filled: tuple[int, ...] = ()
) -> Table:
    """A column for each model: slopes with stars over their errors, marks, statistics, and a full note.

    An outcome that all columns share stands once above them, and so does a title that neighbours share; other
    outcomes and titles are lines of the headings. An endogenous regressor goes by its own name. R² is left
    empty for 2SLS. ``filled`` tells for each model in how many of its rows a value was filled.
    """
    fits, design = fitted.estimates, fitted.design
    columns, spanners = table_head(fits, study, language)
    controls = dict.fromkeys(name for fit in fits for name in fit.design.controls)
    regressors = dict.fromkeys(name for fit in fits for name in fit.names if name not in fit.design.controls)
    shown = [*regressors, *(name for name in controls if design.show_controls and name not in regressors)]
    marks = instrument_rows(fits, study, language)
    marks += mark_rows(fits, study, language, controls=not design.show_controls)
    slopes = slope_rows(fits, shown, design.stars, study, language)
    slopes += constant_rows(fits, design.stars, language)
    few = few_rows(fits, study, language)
    sentences = _sentences(design, fits, fits, slopes, filled, study, language)
    return Table(
        name=design.name,
        title=text_in(design.title, language) or say("table.regression_title", language),
        columns=columns,
        rows=(*slopes, *few, *_foot(study, marks + statistic_rows(fits, study, language))),
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
    foot = marks + statistic_rows(stages, study, language, IN_FIRST_STAGE)
    told = _sentences(design, stages, owners, slopes, counts, study, language, IN_FIRST_STAGE)
    return Table(
        name=f"{design.name}.first_stage",
        title=say("table.first_stage_title", language, title=title),
        columns=tuple(_stage_column(at, model, stages, study, language) for at, model in enumerate(models)),
        rows=(*slopes, *_foot(study, foot)),
        notes=notes(study, language, [lead, *told]),
    )


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
    tests: tuple[str, ...] = IN_TABLE,
) -> list[str]:
    """Of the note; ``models`` has the model behind each column, which a first stage is only a part of."""
    return [
        *error_sentences(fits, study, language),
        *freedom_sentences(fits, study, language),
        *said.fit_sentences(fits, language),
        *model_sentences(fits, study, language),
        *said.sample_sentences(fits, design, study, language),
        said.filled_sentence(filled, language),
        *said.untested_sentences(fits, tests, language),
        *instrument_sentences(fits, models, language),
        *said.dash_sentences(fits, slopes, language),
        *said.caution_sentences(fits, study, language),
        *error_cautions(fits, language),
        *few_cautions(fits, language),
        *(few_sentences(fits, study, language) if models is fits else ()),
        said.star_sentence(design.stars, language),
        text_in(design.note, language),
    ]
