"""What a column of a study is called in print."""

from __future__ import annotations

from paneloom.errors import PaneloomError
from paneloom.study.base import Text, text_in
from paneloom.study.expression import Name, Pooled, Shift, formula, parse
from paneloom.study.groups import levels_of
from paneloom.study.model import Study
from paneloom.study.sections import MedianSplit
from paneloom.wording import Language, catalogue, say


def label_of(study: Study, column: str, language: Language) -> str:
    """The label of a variable, index, dimension or key; a shift of one carries its mark: "GDP (lag 1)".

    So does its mean within units: "GDP (mean by province)". A name without a label and any other expression stand for themselves.
    """
    label = _given_label(study, column)
    if label:
        return text_in(label, language)
    if column in catalogue("words")["key"]:
        return say(f"key.{column}", language)
    mean = _unit_mean(study, column)
    if mean is not None:
        unit = label_of(study, study.unit, language)
        return say("shift.mean", language, label=label_of(study, mean, language), unit=unit)
    shift = shifted(column)
    if shift is None or not isinstance(shift.argument, Name):
        return column
    inner = label_of(study, shift.argument.name, language)
    return say(f"shift.{shift.kind}", language, label=inner, count=counted(shift.periods, language))


def level_label(study: Study, group: str, level: str, language: Language) -> str:
    """The label of one group of units, such as "East"; the level itself when it has none."""
    found = levels_of(study, group).get(level) if group in study.groups else None
    return text_in(found.label, language) if found is not None and found.label else level


def grouping_note(study: Study, group: str, language: Language) -> str:
    """What makes the levels of a grouping, where their labels do not tell it: a median, years; else ""."""
    found = study.groups.get(group, "")
    if isinstance(found, MedianSplit):
        word = "group.median_mean" if found.year is None else "group.median_year"
        variable = label_of(study, found.median, language)
        return say(word, language, variable=variable, year=found.year)
    if isinstance(found, str):
        return ""
    periods = [
        say("group.period", language, level=level_label(study, group, level, language), first=a, last=b)
        for level, part in found.items()
        if part.years is not None
        for a, b in (part.years,)
    ]
    items = say("group.period_comma", language).join(periods)
    return say("group.period_stop", language, items=items) if items else ""


def shifted(column: str) -> Shift | None:
    """The lag, lead or difference that a column is, or None."""
    try:
        tree = parse(column)
    except PaneloomError:
        return None
    return tree if isinstance(tree, Shift) else None


def _unit_mean(study: Study, column: str) -> str | None:
    """Of what a column is the mean within units, as ``mean(gdp by province)`` is of gdp; None for another column."""
    if not column.startswith("mean("):
        return None
    try:
        tree = parse(column)
    except PaneloomError:
        return None
    if not isinstance(tree, Pooled) or tree.function != "mean" or tree.by != (study.unit,):
        return None
    return formula(tree.argument)


def counted(count: int, language: Language) -> str:
    """A small whole number as it is written within a phrase: in Chinese characters up to ten."""
    words = say("shift.counts", language).split()
    return words[count - 1] if 1 <= count <= len(words) else str(count)


def sources_of(study: Study, language: Language) -> str:
    """The sources of all data of the study, each once; "" when none is given."""
    texts = (text_in(source.source, language) for source in study.data.values())
    return say("table.source_comma", language).join(dict.fromkeys(text for text in texts if text))


def _given_label(study: Study, column: str) -> Text:
    if column in study.variables:
        return study.variables[column].label
    if column in study.index:
        return study.index[column].label
    if column in study.coupling:
        return study.coupling[column].label
    for part in study.index.values():
        if column in part.dimensions:
            return part.dimensions[column].label
    return ""
