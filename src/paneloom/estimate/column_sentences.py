"""Sentences about some columns of a table, and numbers that differ between columns as ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from paneloom.estimate.estimate import Estimate
from paneloom.wording import Language, say

Estimates = Sequence[Estimate]


def alike(fits: Estimates, key: Callable[[Estimate], object]) -> list[tuple[tuple[int, ...], list[Estimate]]]:
    """Positions and estimates that share a key, groups in the order first met."""
    groups: dict[object, list[int]] = {}
    for at, fit in enumerate(fits):
        groups.setdefault(key(fit), []).append(at)
    return [(tuple(at), [fits[position] for position in at]) for at in groups.values()]


def about(columns: tuple[int, ...], fits: Sequence[object], sentence: str, language: Language) -> str:
    """The sentence, with the columns that it is about unless it is about all of them."""
    if len(columns) == len(fits):
        return sentence
    word = "table.about_one" if len(columns) == 1 else "table.about"
    return say(word, language, columns=_column_list(columns, language), sentence=sentence)


def sentences_by_column(
    fits: Estimates, sentences: Callable[[Estimate], Iterable[str]], language: Language
) -> Iterator[str]:
    """Each sentence once, with the columns that it is about, in the order first met."""
    found: dict[str, list[int]] = {}
    for at, fit in enumerate(fits):
        for sentence in dict.fromkeys(sentences(fit)):
            found.setdefault(sentence, []).append(at)
    yield from (about(tuple(at), fits, sentence, language) for sentence, at in found.items())


def span(values: Iterable[float], text: Callable[[float], str]) -> str:
    """One value, or the least and the greatest with a dash between."""
    ordered = sorted(values)
    if not ordered:
        return ""
    least, most = text(ordered[0]), text(ordered[-1])
    return least if least == most else f"{least}\N{EN DASH}{most}"


def whole(value: float) -> str:
    """A count with its thousands set off."""
    return f"{value:,.0f}"


def _column_list(columns: tuple[int, ...], language: Language) -> str:
    """Column numbers with runs closed up: "(1)-(3), (5)"."""
    runs = []
    for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
        ends = [column for _, column in run]
        first, last = f"({ends[0] + 1})", f"({ends[-1] + 1})"
        runs.append(first if first == last else f"{first}\N{EN DASH}{last}")
    return say("table.comma", language).join(runs)
