"""The tables, figures and maps of a study, numbered in the order of the page.

Numbers follow from the study alone: a run of one part numbers its table as the whole run does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from string import ascii_lowercase
from typing import get_args

from paneloom.estimate.check_table import check_table, has_check_table
from paneloom.estimate.description_table import correlation_table, description_table
from paneloom.estimate.published_table import published_table
from paneloom.estimate.readings.methods import DRAWN_READINGS
from paneloom.estimate.readings.reading import Drawn
from paneloom.estimate.regression_table import first_stage_table, regression_table
from paneloom.index.coupling_table import coupling_table
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_table
from paneloom.index.ranking import Ranking
from paneloom.index.ranking_table import ranking_figure, ranking_table
from paneloom.index.shown import DRAWN, refused, shown, tabled
from paneloom.index.uncertainty.uncertainty_table import (
    rank_interval_figure,
    rank_interval_table,
    sensitivity_table,
)
from paneloom.panel.coverage_table import coverage_table
from paneloom.panel.flags import flags_table
from paneloom.panel.ledger_table import ledger_table
from paneloom.panel.variable_table import variable_table
from paneloom.present import figure as figures
from paneloom.present import map as drawn_maps
from paneloom.present import table as tables
from paneloom.present.figure import Figure
from paneloom.present.map import Map
from paneloom.present.table import Table
from paneloom.report.results import Exhibit, Results
from paneloom.study.designs import table_designs
from paneloom.study.index_part import Shown
from paneloom.study.model import Study
from paneloom.wording import Language, say

# What is told in a sentence, with the place of its number, has no exhibit.
Sentence = Callable[[str], str]
# Those of one reading share a number and have letters where there are several.
Shared = tuple[Table | Figure, ...]
Item = Table | Figure | Map | Shared | Sentence | None
Slot = tuple[str, Item]
SHOWN = get_args(Shown)


def with_exhibits(results: Results, maps: tuple[Map, ...], part: str | None = None) -> Results:
    """The results with their exhibits: all, or those of one part."""
    wanted = None if part is None else _parts_shown(results, part)
    numbers = {"table": 0, "figure": 0}
    exhibits: list[Exhibit] = []
    refusals: list[tuple[str, Sentence, list[str]]] = []
    for kind, (owner, item) in _slots(results, maps):
        numbers[kind] += 1
        if item is not None and (wanted is None or owner in wanted):
            label = say(f"part.{kind}", results.language, number=numbers[kind])
            if isinstance(item, tuple):
                exhibits += _lettered(owner, numbers[kind], kind, item, results.language)
            elif isinstance(item, Table | Figure | Map):
                exhibits.append(Exhibit(owner, numbers[kind], _labelled(item, label)))
            elif refusals and refusals[-1][1] is item:
                # A figure and the table of its numbers are told in one sentence.
                refusals[-1][2].append(label)
            else:
                refusals.append((owner, item, [label]))
    comma = say("table.comma", results.language)
    left_out = tuple((owner, item(comma.join(labels))) for owner, item, labels in refusals)
    return replace(results, exhibits=tuple(exhibits), left_out=left_out)


def _lettered(owner: str, number: int, kind: str, items: Shared, language: Language) -> Iterator[Exhibit]:
    """The exhibits of one reading under one number: "Table 5", or "Table 5a", "Table 5b" where there are several."""
    letters = ascii_lowercase if len(items) > 1 else ("",)
    for letter, item in zip(letters, items, strict=False):
        label = say(f"part.{kind}", language, number=f"{number}{letter}")
        yield Exhibit(owner, number, _labelled(item, label), letter)


def _parts_shown(results: Results, part: str) -> tuple[str, ...]:
    section, _, name = part.partition(".")
    return (part, results.study.published[name].of) if section == "published" else (part,)


def _labelled(item: Table | Figure | Map, label: str) -> Table | Figure | Map:
    if isinstance(item, Table):
        return tables.labelled(item, label)
    return figures.labelled(item, label) if isinstance(item, Figure) else drawn_maps.labelled(item, label)


def _slots(results: Results, maps: tuple[Map, ...]) -> Iterator[tuple[str, Slot]]:
    """("table" or "figure", (the part it belongs to, the record or None when this run has none))."""
    study, language = results.study, results.language
    covered = results.variables
    yield "table", ("data", coverage_table(covered, study, language) if covered else None)
    yield "table", ("variables", variable_table(study, language))
    yield from (("table", slot) for slot in _description_slots(results))
    yield from _index_slots(results)
    coupled = {made.name: made for made in results.couplings}
    for name in study.coupling:
        both = coupled.get(name)
        yield "table", (f"coupling.{name}", coupling_table(both, study, language) if both else None)
    yield from _regression_slots(results)
    drawn = {item.name: item for item in maps}
    for name in study.map:
        yield "figure", (f"map.{name}", drawn.get(f"map.{name}"))
    compared = dict(results.published)
    for name in study.published:
        made = compared.get(name)
        yield "table", (f"published.{name}", published_table(made, study, language) if made else None)
    yield "table", ("ledger", ledger_table(results.ledger, study, language))
    doubtful = flags_table(results.ledger, study, language)
    if doubtful is not None:
        yield "table", ("ledger", doubtful)


def _description_slots(results: Results) -> Iterator[Slot]:
    part, found = results.study.describe, results.description
    if part is None:
        return
    yield "describe", description_table(found, results.study, results.language) if found else None
    if part.correlations or part.vif:
        yield "describe", correlation_table(found, results.study, results.language) if found else None


def _index_slots(results: Results) -> Iterator[tuple[str, Slot]]:
    study, language = results.study, results.language
    indices = {index.name: index for index in results.indices}
    rankings = {ranking.name: ranking for ranking in results.rankings}
    for name in study.index:
        index, ranking = indices.get(name), rankings.get(name)
        part = f"index.{name}"
        yield "table", (part, indicator_table(index, study, language) if index else None)
        yield "table", (part, ranking_table(ranking, study, language) if ranking else None)
        yield "figure", (part, ranking_figure(ranking, study, language) if ranking else None)
        yield from ((kind, (part, item)) for kind, item in _shown(results, name, index, ranking))
        yield from ((kind, (part, item)) for kind, item in _uncertainty(results, name))


def _shown(
    results: Results, name: str, index: Index | None, ranking: Ranking | None
) -> Iterator[tuple[str, Item]]:
    """What the study asks to see of an index: an exhibit each, a sentence for what was refused, None without it.

    A figure is followed by the table of its numbers.
    """
    study, language = results.study, results.language
    found = next((made for made in results.findings if made.name == name), None)
    for key in SHOWN:
        if key not in study.index[name].show:
            continue
        kinds = ("figure", "table") if key in DRAWN else ("table",)
        if index is None or ranking is None or found is None:
            yield from ((kind, None) for kind in kinds)
        elif any(item.asked == key for item in found.refused):
            sentence = partial(refused, key, found, index, study, language)
            yield from ((kind, sentence) for kind in kinds)
        else:
            yield kinds[0], shown(key, found, index, ranking, study, language)
            if key in DRAWN:
                yield "table", tabled(key, found, index, study, language)


def _uncertainty(results: Results, name: str) -> Iterator[tuple[str, Item]]:
    """Intervals of ranks, and which input matters where there are several, of an index that declares choices."""
    study, language = results.study, results.language
    asked = study.index[name].uncertainty
    if asked is None:
        return
    found = next((one.uncertainty for one in results.findings if one.name == name), None)
    yield "figure", rank_interval_figure(found, study, language) if found else None
    yield "table", rank_interval_table(found, study, language) if found else None
    if len(asked.choices) + (asked.leave_out is not None) + (asked.weight_noise is not None) > 1:
        yield "table", sensitivity_table(found, study, language) if found else None


def _regression_slots(results: Results) -> Iterator[tuple[str, Slot]]:
    """Each table of regressions, its first stages, its tests, then what is read from it."""
    study, language = results.study, results.language
    fitted = {made.design.name: made for made in results.estimates}
    for design in table_designs(study):
        name = design.name
        made, filled = fitted.get(name), results.filled_rows.get(name, ())
        yield "table", (name, regression_table(made, study, language, filled) if made else None)
        if any(column.endogenous for column in design.designs):
            yield "table", (name, first_stage_table(made, study, language, filled) if made else None)
        if has_check_table(design):
            yield "table", (name, check_table(made, study, language) if made else None)
        found = dict(results.readings.get(name, ()))
        for key in design.show:
            reading = found.get(key)
            yield "table", (name, None if reading is None else reading.tables(study, language))
            if key in DRAWN_READINGS:
                yield "figure", (name, _figures(reading, study, language))


def _figures(reading: object, study: Study, language: Language) -> Shared | None:
    return reading.figures(study, language) if isinstance(reading, Drawn) else None
