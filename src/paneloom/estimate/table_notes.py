"""What stands below a regression table: errors, degrees of freedom, sample, cautions, stars, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from paneloom.estimate.check import IN_READING
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.loss_words import loss_words
from paneloom.estimate.table_rows import DASH, NO_ERROR, dashed_columns, fits_exactly
from paneloom.present.table import Row
from paneloom.study.designs import TableDesign
from paneloom.study.labels import grouping_note, label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

FEW_CLUSTERS, VERY_FEW_CLUSTERS = 40, 10
FEW_DIGITS = 6
LARGE_CONDITION = 1e3
GROUP_LOSS = "not in the group"

Estimates = Sequence[Estimate]


def error_sentences(fits: Estimates, study: Study, language: Language) -> list[str]:
    """The kind of the errors, the cluster variable, the number of clusters, the reference distribution."""
    return [
        about(
            columns,
            fits,
            say(_error_word(group), language, **_error_details(group, study, language)),
            language,
        )
        for columns, group in _alike(fits, lambda fit: (fit.kind, fit.design.cluster))
    ]


def freedom_sentences(fits: Estimates, study: Study, language: Language) -> list[str]:
    """Whose count of parameters is followed, what it comes to, the factor on the covariance."""
    sentences = []
    for columns, group in _alike(fits, lambda fit: fit.freedom.preset):
        preset, count = group[0].freedom.preset, _count(group, study, language)
        factor = _range((fit.freedom.factor for fit in group), "{:.4f}".format)
        sentence = (
            say("table.freedom_plain", language, preset=preset, count=count)
            if factor == "1.0000"
            else say("table.freedom", language, preset=preset, count=count, factor=factor)
        )
        sentences.append(about(columns, fits, sentence, language))
    return sentences


def fit_sentences(fits: Estimates, language: Language) -> list[str]:
    """Where the constant is taken and which kinds of R² are given."""
    absorbed = any(fit.design.absorb for fit in fits)
    ordinary = any(fit.method == "ols" for fit in fits)
    sentences = [say("table.constant_note", language)] if absorbed else []
    if absorbed and ordinary:
        sentences.append(say("table.r2_note", language))
    if any(fit.method == "2sls" for fit in fits):
        sentences.append(say("table.no_r2_note", language))
    return sentences


def sample_sentences(fits: Estimates, design: TableDesign, study: Study, language: Language) -> list[str]:
    """The rule of the sample, the rows lost by cause, the weights."""
    grouped = all(any(loss.cause == GROUP_LOSS for loss in fit.rows.losses) for fit in fits) and len(fits) > 1
    sentences = [(_group_sample if grouped else _plain_sample)(fits, design, study, language)]
    for columns, group in _alike(fits, lambda fit: fit.design.weights):
        if group[0].design.weights:
            weight = label_of(study, group[0].design.weights, language)
            sentences.append(about(columns, fits, say("table.weights", language, weight=weight), language))
    groupings = dict.fromkeys(group for fit in fits for group, _ in fit.design.sample.where)
    notes = (grouping_note(study, group, language) for group in groupings)
    return sentences + [note for note in notes if note]


def filled_sentence(rows: Sequence[int], language: Language) -> str:
    """In how many rows of each column a value was filled or rests on one that was; "" where there is none."""
    return say("table.filled_rows", language, rows=_range(rows, _whole)) if any(rows) else ""


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
    return _range((fit.rows.panel for fit in fits), _whole), _range((fit.rows.used for fit in fits), _whole)


def check_sentences(fits: Estimates, language: Language) -> list[str]:
    """The tests that do not apply, and why."""
    sentences = []
    for at, fit in enumerate(fits):
        for check in fit.checks:
            if check.reason and check.name not in IN_READING:
                name, reason = say(f"check.{check.name}", language), say(f"check.{check.reason}", language)
                sentence = say("table.no_check", language, check=name, reason=reason)
                sentences.append(about((at,), fits, sentence, language))
    return sentences


def caution_sentences(fits: Estimates, study: Study, language: Language) -> list[str]:
    """Cautions: near absorption, near collinearity, few clusters; louder where clusters are very few."""
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
    return sentences + _few_clusters(fits, language)


def dash_sentences(fits: Estimates, rows: Sequence[Row], language: Language) -> list[str]:
    """What the dashes in the rows stand for."""
    found = {"table.no_first_stage": DASH, "table.no_error": NO_ERROR}
    columns = {word: dashed_columns(rows, dash) for word, dash in found.items()}
    return [about(at, fits, say(word, language), language) for word, at in columns.items() if at]


def _few_clusters(fits: Estimates, language: Language) -> list[str]:
    """What clustered errors are worth where clusters are few, and that nothing here corrects them."""
    sentences = []
    bounds = {
        "table.few_clusters": (VERY_FEW_CLUSTERS, FEW_CLUSTERS),
        "table.very_few_clusters": (0, VERY_FEW_CLUSTERS),
    }
    for word, (least, limit) in bounds.items():
        few = {
            at: count
            for at, count in enumerate(_clusters(fits))
            if count is not None and least <= count < limit
        }
        if few:
            sentence = say(word, language, clusters=_range(few.values(), _whole))
            sentences.append(about(tuple(few), fits, sentence, language))
    if sentences:
        sentences.append(say("table.no_correction", language))
    return sentences


def star_sentence(thresholds: tuple[float, ...], language: Language) -> str:
    """The legend of the stars, made from the thresholds in use; "" without thresholds."""
    if not thresholds:
        return ""
    comma = say("table.comma", language)
    marks = comma.join("*" * (at + 1) for at in range(len(thresholds)))
    percents = comma.join(f"{100 * threshold:g}%" for threshold in thresholds)
    word = "table.one_star" if len(thresholds) == 1 else "table.stars"
    return say(word, language, marks=marks, percents=percents)


def _clusters(fits: Estimates) -> list[int | None]:
    return [fit.freedom.clusters for fit in fits]


def _error_word(group: Estimates) -> str:
    return "table.errors_cluster" if group[0].kind == "cluster" else "table.errors_iid"


def _error_details(group: Estimates, study: Study, language: Language) -> dict[str, str]:
    cluster = group[0].design.cluster
    counts = [fit.freedom.clusters for fit in group if fit.freedom.clusters is not None]
    df = _range((fit.freedom.df for fit in group), str)
    if all(fit.freedom.clusters is not None and fit.freedom.df == fit.freedom.clusters - 1 for fit in group):
        rule = "G \N{MINUS SIGN} 1 = "
    elif all(fit.freedom.df == fit.freedom.rows - fit.freedom.parameters for fit in group):
        rule = "N \N{MINUS SIGN} K = "
    else:
        rule = ""
    return {
        "cluster": label_of(study, cluster, language) if cluster else "",
        "clusters": _range(counts, _whole),
        "df": rule + df,
    }


def _count(group: Estimates, study: Study, language: Language) -> str:
    """K as a sum, then what its terms are: "K = 6 + 11 + 1 − 1 = 17 (slopes + year + constant − redundant)"."""
    words = {
        "slopes": say("table.slopes", language),
        "unit": label_of(study, study.unit, language),
        "time": label_of(study, study.time, language),
        "constant": say("table.intercept", language),
        "nested": say("table.nested", language),
        "redundant": say("table.redundant", language),
    }
    numbers = terms = ""
    for part, word in words.items():
        values = [int(getattr(fit.freedom, part)) for fit in group]
        if any(values):
            sign = " \N{MINUS SIGN} " if part in ("nested", "redundant") else " + "
            numbers, terms = numbers + sign + _term(values), terms + sign + word
    parameters = _range((fit.freedom.parameters for fit in group), str)
    total = f"{numbers.removeprefix(' + ')} = {parameters}"
    return say("table.parameters", language, sum=total, terms=terms.removeprefix(" + "))


def _term(values: Sequence[int]) -> str:
    """A number of the sum; a range in brackets, so that its dash is not read as a minus."""
    text = _range(values, str)
    return f"({text})" if "\N{EN DASH}" in text else text


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
        yield loss_words(
            cause, column, _range(counts, _whole), lambda n: label_of(study, n, language), language
        )


def _alike(
    fits: Estimates, key: Callable[[Estimate], object]
) -> list[tuple[tuple[int, ...], list[Estimate]]]:
    """Positions and estimates that share a key, groups in the order first met."""
    groups: dict[object, list[int]] = {}
    for at, fit in enumerate(fits):
        groups.setdefault(key(fit), []).append(at)
    return [(tuple(at), [fits[position] for position in at]) for at in groups.values()]


def about(columns: tuple[int, ...], fits: Estimates, sentence: str, language: Language) -> str:
    """The sentence, with the columns that it is about unless it is about all of them."""
    if len(columns) == len(fits):
        return sentence
    word = "table.about_one" if len(columns) == 1 else "table.about"
    return say(word, language, columns=_column_list(columns, language), sentence=sentence)


def _column_list(columns: tuple[int, ...], language: Language) -> str:
    """Column numbers with runs closed up: "(1)-(3), (5)"."""
    runs = []
    for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
        ends = [column for _, column in run]
        first, last = f"({ends[0] + 1})", f"({ends[-1] + 1})"
        runs.append(first if first == last else f"{first}\N{EN DASH}{last}")
    return say("table.comma", language).join(runs)


def _range(values: Iterable[float], text: Callable[[float], str]) -> str:
    """One value, or the least and the greatest with a dash between."""
    ordered = sorted(values)
    if not ordered:
        return ""
    least, most = text(ordered[0]), text(ordered[-1])
    return least if least == most else f"{least}\N{EN DASH}{most}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"
