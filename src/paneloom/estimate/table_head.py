"""The head of a regression table: numbers, outcomes, titles, and what neighbours share above them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from paneloom.estimate.estimate import Estimate
from paneloom.present.table import Column, Spanner
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language


def table_head(
    fits: Sequence[Estimate], study: Study, language: Language, numbers: Sequence[int] = ()
) -> tuple[tuple[Column, ...], tuple[Spanner, ...]]:
    """Column headings, and spanners for what neighbours share; columns are numbered through unless told."""
    numbers = numbers or range(1, len(fits) + 1)
    titles = [text_in(fit.design.title, language) for fit in fits]
    outcomes = [label_of(study, fit.design.outcome, language) for fit in fits]
    spanners: list[Spanner] = []
    lines = [[f"({number})"] for number in numbers]
    for texts in (outcomes, titles):
        runs = _runs(texts)
        shared = (
            len(runs) == 1 and len(fits) > 1
            if texts is outcomes
            else any(stop - start > 1 for start, stop in runs)
        )
        if shared:
            spanners += [Spanner(texts[start], start, stop) for start, stop in runs if texts[start]]
        elif any(texts):
            for line, text in zip(lines, texts, strict=True):
                line.append(text)
    return tuple(Column(tuple(line)) for line in lines), tuple(spanners)


def _runs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where equal neighbours begin and end; empty texts stay apart."""
    runs = []
    for text, run in groupby(range(len(texts)), key=lambda at: texts[at]):
        found = list(run)
        runs += [(found[0], found[-1] + 1)] if text else [(at, at + 1) for at in found]
    return runs
