"""What a study holds, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from paneloom.study.base import text_in
from paneloom.study.designs import table_designs
from paneloom.study.model import Study
from paneloom.study.recipes import indicators_of
from paneloom.wording import Language, say

MOST_FILES = 20


def summary(study: Study, folder: Path, language: Language) -> str:
    """A line for the title, one each for panel, variables, indices, tables of models and maps, one for each file."""
    lines = [text_in(study.study.title, language)]
    for word, items in _lines(study, folder, language):
        if word == "files" and len(items) > 1:
            lines += _listed(items, language)
        elif items:
            listed = say("table.comma", language).join(items)
            lines.append("  " + say(f"summary.{word}", language, items=listed))
    return "\n".join(lines)


def _listed(files: list[str], language: Language) -> list[str]:
    """The number of files, then each on a line; of many the first."""
    lines = ["  " + say("summary.files_counted", language, count=len(files))]
    lines += [f"    {file}" for file in files[:MOST_FILES]]
    if len(files) > MOST_FILES:
        lines.append("    " + say("page.more_files", language, count=len(files) - MOST_FILES))
    return lines


def _lines(study: Study, folder: Path, language: Language) -> Iterator[tuple[str, list[str]]]:
    def told(word: str, **details: object) -> str:
        return say(f"summary.{word}", language, **details)

    years = study.study.years
    span = told("span", first=years[0], last=years[1]) if years else told("all_years")
    yield "panel", [f"{study.unit} × {study.time}", span]
    guess = say("layout.guess", language)
    yield (
        "files",
        [told("file", file=source.file, layout=source.layout or guess) for source in study.data.values()],
    )
    derived = sum(variable.expr is not None for variable in study.variables.values())
    yield "variables", [told("read", count=len(study.variables) - derived), told("derived", count=derived)]
    yield (
        "indices",
        [told("index", name=name, count=len(indicators_of(study, name, folder))) for name in study.index],
    )
    tables = table_designs(study)
    yield "tables", [told("table", name=table.name, count=len(table.designs)) for table in tables]
    yield "maps", [f"map.{name}" for name in study.map]
    yield "published", [f"published.{name}" for name in study.published]
