"""Where clusters are few: what stands beneath the coefficients, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, isnan

from paneloom.algebra.record import Floats
from paneloom.estimate.alternative import Alternative
from paneloom.estimate.column_sentences import Estimates, about, sentences_by_column, span, whole
from paneloom.estimate.error_notes import warning_texts
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fact_words import error_facts, fact_words
from paneloom.present.cell import EMPTY, FIXED3, Cell, fitting, printed
from paneloom.present.table import Row, group_row
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

FEW_CLUSTERS, VERY_FEW_CLUSTERS = 40, 10
MINUS = "\N{MINUS SIGN}"
# The bounds below which clusters are few, and the words for it.
CAUTIONS = {
    "table.few_clusters": (VERY_FEW_CLUSTERS, FEW_CLUSTERS),
    "table.very_few_clusters": (0, VERY_FEW_CLUSTERS),
}


def few_rows(fits: Estimates, study: Study, language: Language) -> list[Row]:
    """Errors, p values and intervals by methods made for few clusters, under a heading.

    One block where no column shows more than one regressor; else one for each regressor.
    """
    named = [tuple(dict.fromkeys(name for one in fit.alternatives for name in one.names)) for fit in fits]
    if not any(named):
        return []
    if all(len(names) <= 1 for names in named):
        heading = say("table.few_clusters_heading", language)
        return [group_row(heading, len(fits)), *_block(fits, [next(iter(n), "") for n in named], language)]
    rows: list[Row] = []
    for name in dict.fromkeys(name for names in named for name in names):
        label = label_of(study, name, language)
        rows.append(group_row(say("table.few_clusters_of", language, regressor=label), len(fits)))
        rows += _block(fits, [name if name in names else "" for names in named], language)
    return rows


def few_sentences(fits: Estimates, study: Study, language: Language) -> Iterator[str]:
    """What the rows for few clusters are, or why there are none, and what those methods warn of."""
    few = [fit for fit in fits if _is_few(fit)]
    yield from sentences_by_column(
        fits, lambda fit: _methods(fit, study, language) if fit in few else (), language
    )


def few_cautions(fits: Estimates, language: Language) -> Iterator[str]:
    """What clustered errors are worth where clusters are few; louder where they are very few."""
    for word, (least, limit) in CAUTIONS.items():
        counts = {at: _fewest(fit) for at, fit in enumerate(fits)}
        few = {at: count for at, count in counts.items() if count is not None and least <= count < limit}
        if few:
            sentence = say(word, language, clusters=span(few.values(), whole))
            yield about(tuple(few), fits, sentence, language)


def _methods(fit: Estimate, study: Study, language: Language) -> Iterator[str]:
    if not fit.alternatives:
        yield say("table.few_off" if fit.design.few_clusters == "off" else "table.few_not_offered", language)
        return
    told = [_method(one, study, language) for one in fit.alternatives if one.names]
    methods = say("table.few_semicolon", language).join(told)
    yield say("table.few_rows", language, methods=methods)
    warnings = dict.fromkeys(warning for one in fit.alternatives for warning in one.warnings)
    yield from warning_texts(warnings, language)


def _method(made: Alternative, study: Study, language: Language) -> str:
    method = say(f"covariance.{made.method}", language)
    facts = fact_words(error_facts(made.facts), study, language)
    return say("table.few_method", language, method=method, facts=facts) if facts else method


def _is_few(fit: Estimate) -> bool:
    count = _fewest(fit)
    return count is not None and count < FEW_CLUSTERS


def _fewest(fit: Estimate) -> int | None:
    """The smaller number of clusters of errors that rest on many of them."""
    if fit.kind != "cluster":
        return None
    counts = [count for count in (fit.freedom.clusters, fit.freedom.second_clusters) if count is not None]
    return min(counts, default=None)


def _block(fits: Estimates, names: list[str], language: Language) -> list[Row]:
    """The rows for one regressor of each column, "" where a column has none."""
    rows = []
    for method, number in ROWS:
        cells = tuple(_cell(fit, name, method, number) for fit, name in zip(fits, names, strict=True))
        if any(cell.value is not None for cell in cells):
            rows.append(Row(say(f"table.{method}_{number}", language), cells, "statistic"))
    return rows


ROWS = (
    ("cr2", "error"), ("cr2", "p"), ("cr3", "error"), ("cr3", "p"), ("wild", "p"), ("wild", "interval"),
)  # fmt: skip


def _cell(fit: Estimate, name: str, method: str, number: str) -> Cell:
    made = next((one for one in fit.alternatives if one.method == method and name in one.names), None)
    if made is None:
        return EMPTY
    at = made.names.index(name)
    if number == "p":
        return _finite(made.p, at)
    scale = float(fit.errors[fit.names.index(name)])
    if number == "interval":
        return Cell(interval_text(float(made.low[at]), float(made.high[at]), scale))
    error = float(made.errors[at])
    if not isfinite(error):
        return EMPTY
    if method == "cr2":
        text = printed(Cell(error, fitting(error, "()")))
        return Cell(f"{text} [{float(made.reference[at]):.1f}]")
    return Cell(error, fitting(error, "()"))


def _finite(values: Floats, at: int) -> Cell:
    return EMPTY if isnan(values[at]) else Cell(float(values[at]), FIXED3)


def interval_text(low: float, high: float, scale: float) -> str:
    """As "[0.110, 0.392]"; an end that is infinite by its sign, behind a round bracket."""
    left = f"({MINUS}\N{INFINITY}" if low == -float("inf") else "[" + printed(Cell(low, fitting(scale)))
    right = "+\N{INFINITY})" if high == float("inf") else printed(Cell(high, fitting(scale))) + "]"
    return f"{left}, {right}"
