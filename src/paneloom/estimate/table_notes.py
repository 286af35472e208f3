"""What stands below a regression table besides its errors: R², sample, cautions, stars, in sentences."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from paneloom.estimate.column_sentences import Estimates, about, alike, sentences_by_column, span, whole
from paneloom.estimate.estimate import INSTRUMENTAL, Estimate
from paneloom.estimate.loss_words import loss_words
from paneloom.estimate.model_rows import MODELS
from paneloom.estimate.table_rows import DASH, NO_ERROR, dashed_columns, fits_exactly
from paneloom.present.table import Row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import grouping_note, label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

FEW_DIGITS = 6
LARGE_CONDITION = 1e3
GROUP_LOSS = "not in the group"


def fit_sentences(fits: Estimates, language: Language) -> list[str]:
    """Where the constant is taken and which kinds of R² are given."""
    within = [fit for fit in fits if fit.design.absorb and fit.method not in MODELS]
    sentences = [say("table.constant_note", language)] if within else []
    if any(fit.method == "ols" for fit in within):
        sentences.append(say("table.r2_note", language))
    methods = dict.fromkeys(fit.method for fit in fits if fit.method in INSTRUMENTAL)
    if methods:
        named = say("table.comma", language).join(
            say(f"table.method_{method}", language) for method in methods
        )
        sentences.append(say("table.no_r2_note", language, methods=named))
    return sentences


def sample_sentences(fits: Estimates, design: TableDesign, study: Study, language: Language) -> list[str]:
    """The rule of the sample, the rows lost by cause, the weights."""
    grouped = all(any(loss.cause == GROUP_LOSS for loss in fit.rows.losses) for fit in fits) and len(fits) > 1
    sentences = [(_group_sample if grouped else _plain_sample)(fits, design, study, language)]
    for columns, group in alike(fits, lambda fit: fit.design.weights):
        if group[0].design.weights:
            weight = label_of(study, group[0].design.weights, language)
            sentences.append(about(columns, fits, say("table.weights", language, weight=weight), language))
    groupings = dict.fromkeys(group for fit in fits for group, _ in fit.design.sample.where)
    notes = (grouping_note(study, group, language) for group in groupings)
    return sentences + [note for note in notes if note]


def filled_sentence(rows: Sequence[int], language: Language) -> str:
    """In how many rows of each column a value was filled or rests on one that was; "" where there is none."""
    return say("table.filled_rows", language, rows=span(rows, whole)) if any(rows) else ""


def _plain_sample(fits: Estimates, design: TableDesign, study: Study, language: Language) -> str:
    rule = "table.sample_each"
    if design.sample == "common":
        alike = len({fit.rows.used for fit in fits}) == 1 and len(fits) > 1
        rule = "table.sample_same" if alike else "table.sample_common"
    if len(fits) == 1:
        rule = "table.sample_one"
    losses = say("table.loss_comma", language).join(_losses(fits, study, language))
    word = "table.losses" if losses else "table.no_losses"
    panel, used = _row_ranges(fits)
    return say(rule, language, rows=used) + say(word, language, panel=panel, losses=losses)


def _group_sample(fits: Estimates, design: TableDesign, study: Study, language: Language) -> str:
    """That each column has the rows of its group; what else was lost is told within the groups."""
    losses = say("table.loss_comma", language).join(_losses(fits, study, language, besides=GROUP_LOSS))
    panel, used = _row_ranges(fits)
    if not losses:
        return say("table.sample_group", language, rows=used, panel=panel)
    rule = "table.sample_group_common" if design.sample == "common" else "table.sample_group_each"
    opening = say(rule, language, rows=used, panel=panel)
    return opening + say("table.group_losses", language, losses=losses)


def _row_ranges(fits: Estimates) -> tuple[str, str]:
    """The rows of the panel and the rows used."""
    return span((fit.rows.panel for fit in fits), whole), span((fit.rows.used for fit in fits), whole)


def untested_sentences(fits: Estimates, names: Container[str], language: Language) -> Iterator[str]:
    """The tests, of those with these names, that do not apply, and why."""
    yield from sentences_by_column(fits, lambda fit: _untested(fit, names, language), language)


def _untested(fit: Estimate, names: Container[str], language: Language) -> Iterator[str]:
    """One sentence for each reason, with the tests that it holds for."""
    found: dict[str, list[str]] = {}
    for check in fit.checks:
        if check.reason and check.name in names:
            label = say(f"check.{check.name}", language)
            found.setdefault(check.reason, []).append(label)
    for reason, labels in found.items():
        listed = say("table.comma", language).join(dict.fromkeys(labels))
        yield say("table.no_check", language, check=listed, reason=say(f"check.{reason}", language))


def caution_sentences(fits: Estimates, study: Study, language: Language) -> list[str]:
    """Cautions: near absorption, near collinearity."""
    sentences = []
    absorbed = dict.fromkeys(name for fit in fits for name in fit.nearly_absorbed)
    if absorbed:
        names = say("table.comma", language).join(label_of(study, name, language) for name in absorbed)
        sentences.append(say("table.nearly_absorbed", language, names=names))
    # A coefficient of zero has no digits either, and nothing is wrong with its regressor.
    conditioned = [fit for fit in fits if fit.condition > LARGE_CONDITION and not fits_exactly(fit)]
    digits = min((fit.digits for fit in conditioned), default=FEW_DIGITS)
    if digits < FEW_DIGITS:
        sentences.append(say("table.low_digits", language, digits=max(int(digits), 0)))
    return sentences


def dash_sentences(fits: Estimates, rows: Sequence[Row], language: Language) -> list[str]:
    """What the dashes in the rows stand for."""
    found = {"table.no_first_stage": DASH, "table.no_error": NO_ERROR}
    columns = {word: dashed_columns(rows, dash) for word, dash in found.items()}
    return [about(at, fits, say(word, language), language) for word, at in columns.items() if at]


def star_sentence(thresholds: tuple[float, ...], language: Language) -> str:
    """The legend of the stars, made from the thresholds in use; "" without thresholds."""
    if not thresholds:
        return ""
    comma = say("table.comma", language)
    marks = comma.join("*" * (at + 1) for at in range(len(thresholds)))
    percents = comma.join(f"{100 * threshold:g}%" for threshold in thresholds)
    word = "table.one_star" if len(thresholds) == 1 else "table.stars"
    return say(word, language, marks=marks, percents=percents)


def _losses(fits: Estimates, study: Study, language: Language, besides: str = "") -> Iterator[str]:
    """Each cause but one with its rows, over all columns, in the order first met."""
    causes = dict.fromkeys((loss.cause, loss.column) for fit in fits for loss in fit.rows.losses)
    for cause, column in causes:
        if cause == besides:
            continue
        counts = [
            sum(loss.rows for loss in fit.rows.losses if (loss.cause, loss.column) == (cause, column))
            for fit in fits
        ]
        yield loss_words(cause, column, span(counts, whole), lambda n: label_of(study, n, language), language)
