"""The study at a glance: what was asked, of which panel, and how much came of it."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.panel.coverage_words import years_warning
from paneloom.present.map import Map
from paneloom.report.results import Results
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.wording import Language, catalogue, say

FIRST_STAGE = ".first_stage"

Pair = tuple[str, tuple[str, ...]]


def glance(results: Results) -> tuple[Pair, ...]:
    """Terms and what they are, in the language of the results."""
    language = results.language
    rows = [(key, tuple(filter(None, lines))) for key, lines in _lines(results) if any(lines)]
    return tuple((say(f"glance.{key}", language), lines) for key, lines in rows)


def _lines(results: Results) -> Iterator[tuple[str, list[str]]]:
    study, language = results.study, results.language
    head = study.study
    yield "question", [text_in(head.question, language)]
    yield "panel", [_panel(results), years_warning(study, results.coverage, language)]
    yield "index", [_index_line(results, at) for at in range(len(results.indices))]
    yield "regressions", [_regressions(results)] if results.estimates else []
    yield "maps", [item.title for item in results.figures if isinstance(item, Map)]
    yield "note", text_in(head.note, language).strip().split("\n")
    yield "licence", [text_in(head.licence, language)]


def _panel(results: Results) -> str:
    found, language = results.coverage, results.language
    if not found.times:
        return ""
    return say(
        "glance.panel_line" if found.balanced else "glance.panel_unbalanced",
        language,
        rows=f"{found.rows:,}",
        units=_units(results),
        first=found.times[0],
        last=found.times[-1],
        times=len(found.times),
    )


def _units(results: Results) -> str:
    """How many units, by their everyday word where there is one: "31 provinces"."""
    study, language, count = results.study, results.language, results.coverage.units
    label = label_of(study, study.unit, language)
    if study.unit in catalogue("words")["key_count"] and label == say(f"key.{study.unit}", language):
        return say(f"key_count.{study.unit}", language, count=count)
    return say("glance.units", language, count=count, unit=label)


def _index_line(results: Results, at: int) -> str:
    index, language = results.indices[at], results.language
    line = say(
        "glance.index_parts" if index.parts else "glance.index_line",
        language,
        label=text_in(index.label, language),
        indicators=len(index.indicators),
        parts=len(index.parts),
    )
    ranking = next((ranking for ranking in results.rankings if ranking.name == index.name), None)
    if ranking is None or not ranking.units:
        return line
    ends = say("glance.ends", language, first=ranking.units[0], last=ranking.units[-1])
    return line + _gap(language) + ends


def _regressions(results: Results) -> str:
    models = [estimate for table in results.estimates for estimate in table.estimates]
    staged = sum(estimate.method == "2sls" for estimate in models)
    names = [table.design.name for table in results.estimates]
    tables = [item for item in results.tables if item.name.removesuffix(FIRST_STAGE) in names]
    stages = sum(item.name.endswith(FIRST_STAGE) for item in tables)
    key = "glance.models_staged" if staged else "glance.models"
    return say(key, results.language, tables=len(tables), models=len(models), staged=staged, stages=stages)


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "
