"""What is doubtful of an index, in sentences: one for each kind of doubt, with all that it is about."""

from __future__ import annotations

from collections.abc import Mapping

from paneloom.index.index import Index
from paneloom.wording import Language, catalogue, say


def warning_sentences(index: Index, labels: Mapping[str, str], language: Language) -> list[str]:
    """The warnings and reports of an index, by what ``labels`` call indicators and dimensions, else by name."""
    comma, said = say("table.comma", language), (*index.warnings, *index.reports)
    sentences = []
    for key in dict.fromkeys(key for key, _ in said):
        about = [_named(index, key, name, labels, language) for told, name in said if told == key]
        group = "index" if key in catalogue("words")["index"] else "weight"
        sentences.append(
            say(f"{group}.{key}", language, indicators=comma.join(about), constant=index.part.constant)
        )
    return sentences


def _named(index: Index, key: str, name: str, labels: Mapping[str, str], language: Language) -> str:
    """What is doubtful, with its figures in parentheses where there are any."""
    label, figures = labels.get(name, name), index.details.get((key, name), ())
    if not figures:
        return label
    return say(
        "index.with_value", language, indicator=label, value=say("table.comma", language).join(figures)
    )
