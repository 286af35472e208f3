"""Uncertainty as tables and a figure: intervals of ranks, and the share of each input."""

from __future__ import annotations

import numpy as np

from paneloom.index.ranking_table import unit_heading, unit_label
from paneloom.index.uncertainty.choices import Choice
from paneloom.index.uncertainty.monte_carlo import MonteCarlo
from paneloom.index.uncertainty.sobol import SobolIndices
from paneloom.index.uncertainty.spread import PROBABILITIES
from paneloom.index.uncertainty.uncertainty import UncertaintyOfIndex
from paneloom.present.cell import EMPTY, FIXED3, INTEGER, TEXT, Cell, Format, printed
from paneloom.present.figure import Figure, Series
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Spanner, Table
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, catalogue, say

PERCENT = Format("fixed", 1)


def rank_interval_table(made: UncertaintyOfIndex, study: Study, language: Language) -> Table:
    """A row for each unit by its nominal rank: that rank, quantiles over draws, the share among the first."""
    draws = made.draws
    spread, share = draws.rank_intervals(), draws.share_in_top(made.top)
    quantiles = _quantiles(language)
    headings = (
        say("index.rank", language), *quantiles, say("uncertainty.in_top", language, top=made.top),
    )  # fmt: skip
    rows = tuple(
        Row(
            unit_label(study, draws.units[u], language),
            (
                Cell(int(draws.nominal_average_ranks[u]), INTEGER),
                *(Cell(int(ends[u]), INTEGER) for ends in (spread.low, spread.median, spread.high)),
                Cell(100 * float(share[u]), PERCENT),
            ),
        )
        for u in _in_order(draws)
    )
    return Table(
        name=f"uncertainty.{draws.name}",
        title=say("uncertainty.title", language, index=text_in(draws.label, language)),
        columns=tuple(Column((heading,), "right") for heading in headings),
        rows=rows,
        stub_heading=unit_heading(study, language),
        notes=notes(
            study,
            language,
            [
                *_sentences(draws, study, language),
                say("uncertainty.first_column", language),
                "" if made.indices is not None else say("uncertainty.single", language),
            ],
        ),
    )


def _quantiles(language: Language) -> list[str]:
    """What the quantiles are called."""
    percents = [say("uncertainty.percentile", language, percent=f"{100 * p:g}") for p in PROBABILITIES]
    median = say("uncertainty.median", language)
    return [median if p == 0.5 else percent for p, percent in zip(PROBABILITIES, percents, strict=True)]


def rank_interval_figure(made: UncertaintyOfIndex, study: Study, language: Language) -> Figure:
    """The ranks of each unit over draws as an interval with its median, and the nominal rank as a mark."""
    draws = made.draws
    order = _in_order(draws)
    spread = draws.rank_intervals()
    columns = (spread.low, spread.median, spread.high, draws.nominal_average_ranks)
    labels = (*_quantiles(language), say("uncertainty.nominal", language))
    return Figure(
        name=f"uncertainty.{draws.name}",
        title=say("uncertainty.title", language, index=text_in(draws.label, language)),
        form="intervals",
        categories=tuple(unit_label(study, draws.units[u], language) for u in order),
        series=tuple(
            Series(label, tuple(float(values[u]) for u in order))
            for label, values in zip(labels, columns, strict=True)
        ),
        category_label=unit_heading(study, language),
        value_label=say("index.rank", language),
        notes=notes(study, language, _sentences(draws, study, language), drawn=True),
        digits=0,
    )


def sensitivity_table(made: UncertaintyOfIndex, study: Study, language: Language) -> Table | None:
    """A row for each input: its first-order and total index with intervals, for two outcomes; None without any."""
    found = made.indices
    if found is None:
        return None
    headings = [say(f"uncertainty.{key}", language) for key in ("first", "interval", "total", "interval")]
    columns = tuple(Column((heading,), "right") for heading in headings * 2)
    unit = unit_label(study, made.unit, language) if made.unit else ""
    spanners = tuple(
        Spanner(say(f"uncertainty.outcome_{key}", language, unit=unit), 4 * m, 4 * m + 4)
        for m, key in enumerate(found.outcomes[:2])
    )
    rows = tuple(
        Row(_input(name, language), tuple(cell for m in range(2) for cell in _cells(found, i, m)))
        for i, name in enumerate(found.inputs)
    )
    sentences = [
        say("uncertainty.estimators", language),
        say(
            "uncertainty.points",
            language,
            runs=f"{found.runs:,}",
            base=f"{found.base:,}",
            resamples=f"{found.resamples:,}",
            percent=f"{100 * found.level:g}",
        ),
        "" if (found.variance[:2] > 0).all() else say("uncertainty.constant", language),
        say("uncertainty.rough", language) if found.is_rough(2) else "",
        _told(made.draws, language),
    ]
    return Table(
        name=f"sensitivity.{made.draws.name}",
        title=say("uncertainty.sensitivity_title", language, index=text_in(made.draws.label, language)),
        columns=columns,
        rows=rows,
        stub_heading=say("uncertainty.input", language),
        spanners=spanners,
        notes=notes(study, language, sentences),
    )


def _cells(found: SobolIndices, i: int, m: int) -> tuple[Cell, ...]:
    if not found.variance[m] > 0:
        return (EMPTY,) * 4
    first = Cell(float(found.first[i, m]), FIXED3)
    total = Cell(float(found.total[i, m]), FIXED3)
    ends = [
        [printed(Cell(float(end[i, m]), FIXED3)) for end in pair]
        for pair in ((found.first_low, found.first_high), (found.total_low, found.total_high))
    ]
    return first, Cell(f"[{', '.join(ends[0])}]", TEXT), total, Cell(f"[{', '.join(ends[1])}]", TEXT)


def _in_order(draws: MonteCarlo) -> list[int]:
    """Units that have a nominal rank, from the first to the last; ties in the order of the panel."""
    order = np.argsort(draws.nominal_average_ranks, kind="stable")
    return [int(u) for u in order if draws.nominal_average_ranks[u] > 0 and (draws.average_ranks[:, u] > 0).any()]  # fmt: skip


def _sentences(draws: MonteCarlo, study: Study, language: Language) -> list[str]:
    shown = set(_in_order(draws))
    lacking = [unit for u, unit in enumerate(draws.units) if u not in shown]
    sentences = [
        say("uncertainty.note", language, runs=f"{draws.runs:,}", seed=draws.seed),
        _told(draws, language),
    ]
    if lacking:
        units = say("table.comma", language).join(unit_label(study, unit, language) for unit in lacking)
        sentences.append(say("index.unranked", language, units=units))
    return sentences


def _told(draws: MonteCarlo, language: Language) -> str:
    """The choices with their alternatives, and the noise."""
    parts = [_choice(choice, language) for choice in draws.choices]
    if draws.noise is not None:
        size = draws.noise.size
        told = f"{100 * size:g}" if draws.noise.kind == "relative" else f"{size:g}"
        parts.append(say(f"uncertainty.noise_{draws.noise.kind}", language, size=told))
    return say("uncertainty.varied", language, choices=say("uncertainty.gap", language).join(parts))


def _choice(choice: Choice, language: Language) -> str:
    if choice.name == "leave_out":
        is_single = all(len(one.without) <= 1 for one in choice.alternatives)
        return say(f"uncertainty.leave_{'indicator' if is_single else 'dimension'}", language)
    names = [_alternative(choice.name, one.name, language) for one in choice.alternatives]
    return say(
        "uncertainty.choice",
        language,
        name=_input(choice.name, language),
        alternatives=say("table.comma", language).join(names),
    )


def _input(name: str, language: Language) -> str:
    """What an input is called: the recipe's own keys as in a workbook."""
    if name in ("weight_noise", "leave_out", "filling"):
        return say(f"uncertainty.input_{name}", language)
    words = catalogue("workbook")["heading"]
    found = words.get(f"index.{name}") or words.get(name)
    return str(found[language]) if found else name


def _alternative(key: str, name: str, language: Language) -> str:
    """What an alternative is called; the first of the words that a workbook knows."""
    if name in ("true", "false"):
        return say(f"uncertainty.{name}", language)
    words = catalogue("workbook")["choice"]
    found = words.get(f"{key}.{name}") or words.get(name)
    return str(found[language]).partition("|")[0] if found else name
