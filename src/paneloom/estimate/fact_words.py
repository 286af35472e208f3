"""Conventions that moved a number, as words: ("lags", "3") is "3 lags"."""

from __future__ import annotations

from collections.abc import Iterable

from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, catalogue, filled_in, say

Facts = Iterable[tuple[str, str]]
# Facts about the method of a model; all others are of its errors.
OF_MODEL = (
    "estimator", "components", "sigma_unit", "sigma_rest", "rho", "theta_least", "theta_most", "r2",
    "r2_between", "unit_means", "constant", "gaps", "k_class", "weights", "steps", "solver",
    "solver_tolerance", "effects_pairwise",
)  # fmt: skip
# Said by the sentence itself.
SILENT = ("clusters", "second_clusters")
# A rule that says no more than the number beside it.
PLAIN = (("lag_rule", "given"), ("lags", "0"), ("degenerate_draws", "0"))
NAMES = ("hangs_on", "instrument")


def error_facts(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Those of the errors."""
    return tuple(pair for pair in facts if pair[0] not in (*OF_MODEL, *SILENT) and pair not in PLAIN)


def fact_words(facts: Facts, study: Study, language: Language) -> str:
    """All of them, with commas between."""
    return say("table.fact_comma", language).join(_one(key, value, study, language) for key, value in facts)


def _one(key: str, value: str, study: Study, language: Language) -> str:
    phrases, words = catalogue("words")["fact"], catalogue("words")["covariance"]
    value = _value(key, value, study, language)
    if key in phrases:
        return filled_in(phrases[key][language], {"value": value})
    word: str = words[key][language] if key in words else key
    return value if value == word else say("table.fact", language, word=word, value=value)


def _value(key: str, value: str, study: Study, language: Language) -> str:
    name = value.lower().replace("-", "_")
    if key in NAMES:
        return label_of(study, value, language)
    for group in ("fact_value", "covariance"):
        words = catalogue("words")[group]
        if name in words:
            return str(words[name][language])
    return f"{int(value):,}" if value.isdecimal() and key == "draws" else value
