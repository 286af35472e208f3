"""Whether the indicators hang together, and what each does to the index, as tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from paneloom.index.index import Index
from paneloom.index.looks import Coherence
from paneloom.index.reading.components import PrincipalComponents
from paneloom.index.reading.correlations import Correlations, Pair
from paneloom.index.reading.effective import EffectiveWeights, Importance
from paneloom.index.reading.leave_out import LeaveOut, LeftOut
from paneloom.index.reading.reliability import Reliability
from paneloom.index.reasons import labels_in, reason
from paneloom.present.cell import EMPTY, FIXED3, FIXED4, INTEGER, Cell, Format, known
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table, group_row
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, say

MOST_PAIRS = 10
ONE_DIGIT, TWO_DIGITS = Format("fixed", 1), Format("fixed", 2)
COHERENCE = (
    "indicators", "n", "alpha", "alpha_standardised", "kmo", "bartlett", "df", "p", "kept", "kept_share",
)  # fmt: skip
EFFECTIVE = ("weight", "variance_share", "squared_correlation", "main_effect")
LEAVE_OUT = ("weight", "mean_shift", "max_shift", "spearman", "spearman_least")


def coherence_table(found: Coherence, index: Index, study: Study, language: Language) -> Table:
    """A row for each dimension and the whole index: alpha, KMO, Bartlett's test, eigenvalues above 1."""
    labels = labels_in(index, study, language)
    rows = [
        Row(labels[alpha.node], _coherence(alpha, made), rule_above=alpha.node == index.nodes[-1].name)
        for alpha, made in zip(found.alphas, found.components, strict=True)
    ]
    if len(rows) == 1:
        rows = [Row(rows[0].stub, rows[0].cells)]
    sentences = [say("reading.coherence_note", language), *_pairs(found.pairs, labels, language)]
    return _table("coherence", COHERENCE, rows, sentences, index, study, language)


def _coherence(alpha: Reliability, made: PrincipalComponents | None) -> tuple[Cell, ...]:
    first = (
        Cell(len(alpha.names), INTEGER), Cell(alpha.n, INTEGER), known(alpha.raw, FIXED3),
        known(alpha.standardised, FIXED3),
    )  # fmt: skip
    if made is None:
        return (*first, *(EMPTY,) * 6)
    tested, has_kept = made.adequacy, made.kept > 0
    is_tested = np.isfinite(tested.bartlett)
    return (
        *first,
        known(tested.kmo, FIXED3),
        known(tested.bartlett, ONE_DIGIT),
        Cell(tested.df, INTEGER) if is_tested else EMPTY,
        known(tested.p, FIXED3),
        Cell(made.kept, INTEGER),
        known(100 * made.cumulative[made.kept - 1], ONE_DIGIT) if has_kept else EMPTY,
    )


def _pairs(found: Correlations, labels: dict[str, str], language: Language) -> Iterator[str]:
    """The pairs that say the same, and those that run against each other."""
    for word, pairs, threshold in (
        ("redundant", found.redundant, found.threshold),
        ("opposed", found.opposed, -found.threshold_opposed),
    ):
        told = [_pair(pair, labels, language) for pair in pairs[:MOST_PAIRS]]
        if len(pairs) > MOST_PAIRS:
            told.append(say("reading.more_pairs", language, count=len(pairs) - MOST_PAIRS))
        joined = say("page.semicolon", language).join(told)
        level = f"{threshold:g}".replace("-", "\N{MINUS SIGN}")
        key = f"reading.{word}" if told else f"reading.{word}_none"
        yield say(key, language, threshold=level, pairs=joined)


def _pair(pair: Pair, labels: dict[str, str], language: Language) -> str:
    value = f"{pair.correlation:.2f}".replace("-", "\N{MINUS SIGN}")
    return say("reading.pair", language, one=labels[pair.one], two=labels[pair.two], value=value)


def effective_table(found: Importance, index: Index, study: Study, language: Language) -> Table:
    """A row for each indicator, then each dimension: its weight beside what it does to the index."""
    labels = labels_in(index, study, language)
    rows = list(_effective(found.indicators, labels))
    if len(found.dimensions.names) > 1:
        rows = [group_row(say("reading.indicators", language), len(EFFECTIVE)), *rows]
        rows.append(group_row(say("reading.dimensions", language), len(EFFECTIVE)))
        rows += _effective(found.dimensions, labels)
    has_parts = bool(np.isfinite(found.indicators.variance_share).any())
    sentences = [
        say("reading.effective_note", language, count=f"{found.indicators.n:,}"),
        "" if has_parts else say("reading.no_shares", language),
    ]
    return _table("effective", EFFECTIVE, rows, sentences, index, study, language)


def _effective(found: EffectiveWeights, labels: dict[str, str]) -> Iterator[Row]:
    columns = (found.nominal, found.variance_share, found.squared_correlation, found.main_effect)
    for k, name in enumerate(found.names):
        yield Row(labels[name], tuple(known(float(column[k]), FIXED4) for column in columns))


def leave_out_table(found: tuple[LeaveOut, ...], index: Index, study: Study, language: Language) -> Table:
    """A row for each indicator and each dimension: how far ranks move when it is left out."""
    labels = labels_in(index, study, language)
    rows: list[Row] = []
    for made in found:
        if len(found) > 1:
            rows.append(group_row(say(f"reading.{made.what}s", language), len(LEAVE_OUT)))
        rows += [Row(labels[item.name], _left_out(item)) for item in made.items]
    refused = [
        say(
            "reading.cannot_leave",
            language,
            name=labels[item.name],
            reason=reason(item.refused, item.details, index, study, language),
        )
        for made in found
        for item in made.items
        if item.refused
    ]
    sentences = [say("reading.leave_out_note", language), *refused]
    return _table("leave_out", LEAVE_OUT, rows, sentences, index, study, language)


def _left_out(item: LeftOut) -> tuple[Cell, ...]:
    """Means over the years and the most extreme of them; a year without two scores has no figures."""
    has = ~np.isnan(item.mean_shift)
    rho = item.spearman[~np.isnan(item.spearman)]
    shifts = (item.mean_shift[has].mean(), item.max_shift[has].max()) if has.any() else (np.nan, np.nan)
    likeness = (rho.mean(), rho.min()) if rho.size else (np.nan, np.nan)
    return (
        Cell(item.weight, FIXED4),
        known(float(shifts[0]), TWO_DIGITS),
        known(float(shifts[1]), INTEGER),
        *(known(float(value), FIXED3) for value in likeness),
    )


def _table(
    key: str, words: tuple[str, ...], rows: list[Row], sentences: list[str], index: Index, study: Study,
    language: Language,
) -> Table:  # fmt: skip
    return Table(
        name=f"{key}.{index.name}",
        title=say(f"reading.{key}_title", language, index=text_in(index.label, language)),
        columns=tuple(Column((say(f"reading.{word}", language),), "right") for word in words),
        rows=tuple(rows),
        stub_heading=say("reading.element", language),
        notes=notes(study, language, sentences),
    )
