"""Counting rows: from all rows of the panel to those a model uses, cause by cause."""

from __future__ import annotations

from dataclasses import replace

from paneloom.errors import PaneloomError
from paneloom.estimate.counts import Loss, RowCount
from paneloom.estimate.loss_words import loss_words
from paneloom.panel.engine import Engine
from paneloom.study.expression import Expression, Number, Shift, children, formula, is_shifted, parse
from paneloom.study.sample import Sample
from paneloom.wording import Language, say


def count_losses(engine: Engine, sample: Sample) -> tuple[int, int, tuple[Loss, ...]]:
    """Rows of the panel, rows of the sample, and the losses between them in the order applied.

    Columns with a lag come after those without, so that a value missing in its own right is not blamed on
    the lag; and a row whose other period is not in the panel ("lag") is told from one whose other period is
    there without a value ("missing").
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
        periods = _other_periods(parse(column))
        if periods:
            step = replace(step, complete=(*step.complete, *periods))
            steps.append((step, "lag", column))
        step = replace(step, complete=(*step.complete, column))
        steps.append((step, "missing", column))
    if sample.singletons:
        steps.append((sample, "singleton", ""))
    whole = _rows(engine, Sample())
    left = _rows_left(engine, whole, [chosen for chosen, _, _ in steps])
    losses = (
        Loss(cause, before - after, column)
        for (_, cause, column), before, after in zip(steps, (whole, *left), left, strict=False)
        if after < before
    )
    return whole, (left or [whole])[-1], tuple(losses)


def row_count(
    engine: Engine, sample: Sample, units: int, times: int, effects: tuple[str, ...] = ()
) -> RowCount:
    """The row count of a sample with at least one row; ``effects`` are those in which singletons are told."""
    panel, used, losses = count_losses(engine, sample)
    alone = 0
    if effects and not sample.singletons:
        alone = used - _rows(engine, replace(sample, singletons=effects))
    return RowCount(panel, used, units, times, losses, alone)


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
    words = loss_words(loss.cause, loss.column, str(loss.rows), str, language)
    if loss.cause not in ("lag", "missing") or not _is_shifted(loss.column):
        return words
    # As the study spells it, so that it can be found there.
    return say("table.lost_spelled", language, loss=words, column=loss.column)


def _rows(engine: Engine, sample: Sample) -> int:
    return engine.totals((), sample).n


def _rows_left(engine: Engine, before: int, steps: list[Sample]) -> list[int]:
    """The rows after each step. No step adds rows, so that equal counts at both ends settle all between them."""
    if not steps:
        return []
    last = _rows(engine, steps[-1])
    if last == before or len(steps) == 1:
        return [last] * len(steps)
    middle = len(steps) // 2
    first = _rows_left(engine, before, steps[:middle])
    return first + _rows_left(engine, first[-1], steps[middle:])


def _is_shifted(column: str) -> bool:
    return is_shifted(parse(column))


def _other_periods(tree: Expression) -> tuple[str, ...]:
    """For each shift in an expression a column that is present where the panel has the period it reads.

    It is the shift of a constant, which no gap in the data can take away.
    """
    if isinstance(tree, Shift):
        read = [parse(text) for text in _other_periods(tree.argument)] or [Number(1.0)]
        # A rate of growth reads the periods that a change reads, and the change of a constant has no rate.
        kind = "D" if tree.kind == "G" else tree.kind
        return tuple(formula(Shift(kind, tree.periods, inner)) for inner in read)
    found = (period for argument in children(tree) for period in _other_periods(argument))
    return tuple(dict.fromkeys(found))
