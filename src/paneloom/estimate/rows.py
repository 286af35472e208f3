"""Counting rows: from all rows of the panel to those a model uses, cause by cause."""

from __future__ import annotations

from dataclasses import replace

from paneloom.errors import PaneloomError
from paneloom.estimate.counts import Loss, RowCount
from paneloom.panel.engine import Engine
from paneloom.study.expression import is_shifted, parse
from paneloom.study.sample import Sample
from paneloom.wording import Language, say


def count_losses(engine: Engine, sample: Sample) -> tuple[int, int, tuple[Loss, ...]]:
    """Rows of the panel, rows of the sample, and the losses between them in the order applied.

    Columns with a lag come after those without, so that a value missing in its own right is not blamed on
    the lag.
    """
    step, steps = Sample(), []
    if sample.drop_units:
        step = replace(step, drop_units=sample.drop_units)
        steps.append((step, "unit left out", ""))
    if sample.times:
        step = replace(step, times=sample.times)
        steps.append((step, "outside the years", ""))
    for condition in sample.where:
        step = replace(step, where=(*step.where, condition))
        steps.append((step, "not in the group", condition[0]))
    for column in sorted(sample.complete, key=_is_shifted):
        step = replace(step, complete=(*step.complete, column))
        steps.append((step, "lag" if _is_shifted(column) else "missing", column))
    if sample.singletons:
        steps.append((sample, "singleton", ""))
    whole = before = _rows(engine, Sample())
    losses = []
    for chosen, cause, column in steps:
        after = _rows(engine, chosen)
        if after < before:
            losses.append(Loss(cause, before - after, column))
        before = after
    return whole, before, tuple(losses)


def row_count(engine: Engine, sample: Sample, units: int, times: int) -> RowCount:
    """The row count of a sample with at least one row."""
    panel, used, losses = count_losses(engine, sample)
    return RowCount(panel, used, units, times, losses)


def empty_sample(engine: Engine, sample: Sample, model: str) -> PaneloomError:
    """The error for a sample without rows, with the cause of every loss."""
    panel, _, losses = count_losses(engine, sample)
    return PaneloomError(
        "empty-sample",
        model=model,
        rows=panel,
        losses=tuple(_told(loss, "en") for loss in losses),
        losses_zh=tuple(_told(loss, "zh") for loss in losses),
    )


def _told(loss: Loss, language: Language) -> str:
    word = "table.lost_" + loss.cause.replace(" ", "_")
    return say(word, language, rows=loss.rows, variable=loss.column)


def _rows(engine: Engine, sample: Sample) -> int:
    return engine.totals((), sample).n


def _is_shifted(column: str) -> bool:
    return is_shifted(parse(column))
