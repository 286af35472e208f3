"""What the note of a table says of degrees of freedom: whose rule counts the parameters, and the sum it makes."""

from __future__ import annotations

from collections.abc import Sequence

from paneloom.estimate.column_sentences import Estimates, about, alike, span
from paneloom.estimate.effect_words import crossed_label
from paneloom.study.effects import finest
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

TAKEN_OFF = ("nested", "redundant")
MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"


def freedom_sentences(fits: Estimates, study: Study, language: Language) -> list[str]:
    """Whose count of parameters is followed, what it comes to, the factor on the covariance."""
    sentences = []
    for columns, group in alike(fits, lambda fit: (fit.freedom.preset, _others(fit.design.absorb, study))):
        preset, count = group[0].freedom.preset, _count(group, study, language)
        factor = span((fit.freedom.factor for fit in group), "{:.4f}".format)
        sentence = (
            say("table.freedom_plain", language, preset=preset, count=count)
            if factor == "1.0000"
            else say("table.freedom", language, preset=preset, count=count, factor=factor)
        )
        sentences.append(about(columns, fits, sentence, language))
    return sentences


def _count(group: Estimates, study: Study, language: Language) -> str:
    """K as a sum, then what its terms are: "K = 6 + 11 + 1 − 1 = 17 (slopes + year + constant − redundant)"."""
    unit = label_of(study, study.unit, language)
    effects = _others(group[0].design.absorb, study)
    second = say("table.comma", language).join(crossed_label(study, name, language) for name in effects)
    words = {
        "slopes": say("table.slopes", language),
        "unit": unit,
        "trend": say("table.trend", language),
        "time": second,
        "others": second,
        "constant": say("table.intercept", language),
        "nested": say("table.nested", language),
        "redundant": say("table.redundant", language),
    }
    numbers = terms = ""
    for part, word in words.items():
        values = [int(getattr(fit.freedom, part)) for fit in group]
        if any(values):
            sign = f" {MINUS} " if part in TAKEN_OFF else " + "
            numbers, terms = numbers + sign + _term(values), terms + sign + word
    parameters = span((fit.freedom.parameters for fit in group), str)
    total = f"{numbers.removeprefix(' + ')} = {parameters}"
    return say("table.parameters", language, sum=total, terms=terms.removeprefix(" + "))


def _others(absorb: tuple[str, ...], study: Study) -> tuple[str, ...]:
    """The effects besides that of the units, without those that follow from another one; time where there is none."""
    return tuple(name for name in finest(absorb) if name != study.unit) or (study.time,)


def _term(values: Sequence[int]) -> str:
    """A number of the sum; a range in brackets, so that its dash is not read as a minus."""
    text = span(values, str)
    return f"({text})" if DASH in text else text
