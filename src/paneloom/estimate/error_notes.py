"""What the note of a table says of its errors: their kind, their conventions, their reference, their cautions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isinf

from paneloom.estimate.column_sentences import Estimates, about, alike, sentences_by_column, span, whole
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fact_words import error_facts, fact_words
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, catalogue, say

MINUS = "\N{MINUS SIGN}"


def error_sentences(fits: Estimates, study: Study, language: Language) -> list[str]:
    """The kind of the errors, what they are clustered by, their conventions, the reference distribution."""
    return [
        about(columns, fits, _sentence(group, study, language), language)
        for columns, group in alike(fits, _kind)
    ]


def error_cautions(fits: Estimates, language: Language) -> Iterator[str]:
    """What the covariances and the models warn of."""
    yield from sentences_by_column(fits, lambda fit: warning_texts(fit.warnings, language), language)


def _kind(fit: Estimate) -> tuple[object, ...]:
    """What columns must share for one sentence about their errors."""
    design = fit.design
    return fit.kind, design.cluster, design.second_cluster, error_facts(fit.facts)


def _sentence(group: Estimates, study: Study, language: Language) -> str:
    first = group[0]
    cluster, second = first.design.cluster, first.design.second_cluster
    details = {
        "cluster": label_of(study, cluster, language) if cluster else "",
        "clusters": span(_known(fit.freedom.clusters for fit in group), whole),
        "second": label_of(study, second, language) if second else "",
        "seconds": span(_known(fit.freedom.second_clusters for fit in group), whole),
    }
    counted = ""
    if details["clusters"]:
        word = "table.cluster_counts" if second else "table.cluster_count"
        counted = say(word, language, **details)
    facts = fact_words(error_facts(first.facts), study, language)
    told = say("table.fact_comma", language).join(text for text in (counted, facts) if text)
    return say(
        "table.errors",
        language,
        how=say(_error_word(first), language, **details),
        facts=say("table.facts", language, facts=told) if told else "",
        reference=_reference(group, language),
    )


def _error_word(fit: Estimate) -> str:
    if fit.kind == "cluster" and fit.design.second_cluster:
        return "table.errors_two_way"
    return f"table.errors_{fit.kind.replace('-', '_')}"


def _reference(group: Estimates, language: Language) -> str:
    """The distribution that p values are of, with the rule of its degrees of freedom."""
    if all(fit.kind == "cr2" for fit in group):
        numbers = span((float(df) for fit in group for df in fit.reference[:-1]), "{:.1f}".format)
        return say("table.satterthwaite", language, df=numbers)
    if all(isinf(fit.freedom.df) for fit in group):
        return say("table.normal", language)
    return f"t({_rule(group)}{span((fit.freedom.df for fit in group), '{:g}'.format)})"


def _rule(group: Estimates) -> str:
    """What the degrees of freedom are, where it is one of the usual."""
    counted = [fit.freedom for fit in group]
    if all(
        one.second_clusters and one.df == min(one.clusters or 0, one.second_clusters) - 1 for one in counted
    ):
        return f"min G {MINUS} 1 = "
    if all(one.clusters and one.df == one.clusters - 1 for one in counted):
        return f"G {MINUS} 1 = "
    if all(one.df == one.rows - one.parameters for one in counted):
        return f"N {MINUS} K = "
    periods = [dict(fit.facts).get("periods", "0") for fit in group]
    if all(str(one.df + 1) == count for one, count in zip(counted, periods, strict=True)):
        return f"T {MINUS} 1 = "
    return ""


def _known(counts: Iterable[int | None]) -> list[int]:
    return [count for count in counts if count is not None]


def warning_texts(warnings: Iterable[str], language: Language) -> Iterator[str]:
    """What covariances, models and alternatives warn of, as sentences."""
    words = catalogue("words")
    for warning in warnings:
        keys = (
            (group, name) for group in ("covariance", "estimate") for name in (f"{warning}_warning", warning)
        )
        group, name = next((key for key in keys if key[1] in words[key[0]]), ("covariance", warning))
        yield say(f"{group}.{name}", language)
