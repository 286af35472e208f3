"""The variables of a study as a table: symbol, label, unit, definition, source."""

from __future__ import annotations

from dataclasses import replace

from paneloom.present.cell import Cell
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table, group_row
from paneloom.study.base import text_in
from paneloom.study.coupling_part import Coupling
from paneloom.study.index_part import IndexPart
from paneloom.study.intake import Deflate, Variable
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

HEADINGS = ("label", "unit", "definition", "source")
SOURCE = HEADINGS.index("source")


def variable_table(study: Study, language: Language) -> Table:
    """A row for each variable from a file, each derived variable, each index with its dimensions, each coupling.

    A source that all variables share stands once below the table.
    """
    read = [(name, item) for name, item in study.variables.items() if item.expr is None]
    derived = [(name, item) for name, item in study.variables.items() if item.expr is not None]
    sections = {
        "read": [_variable_row(study, name, item, language) for name, item in read],
        "derived": [_variable_row(study, name, item, language) for name, item in derived],
        "indices": [
            *(row for name, item in study.index.items() for row in _index_rows(study, name, item, language)),
            *(_coupling_row(study, name, item, language) for name, item in study.coupling.items()),
        ],
    }
    sources = dict.fromkeys(str(row.cells[SOURCE].value) for found in sections.values() for row in found)
    named = [text for text in sources if text]
    headings = HEADINGS if len(named) > 1 else HEADINGS[:SOURCE]
    rows: list[Row] = []
    for word, found in sections.items():
        if found:
            rows.append(group_row(say(f"panel.{word}", language), len(headings)))
            rows += [replace(row, cells=row.cells[: len(headings)]) for row in found]
    return Table(
        name="variables",
        title=say("panel.variables_title", language),
        columns=tuple(Column((say(f"panel.{word}", language),), "left") for word in headings),
        rows=tuple(rows),
        stub_heading=say("panel.symbol", language),
        notes=notes(study, language, (), source=named[0] if len(named) == 1 else ""),
    )


def _variable_row(study: Study, name: str, variable: Variable, language: Language) -> Row:
    label = text_in(variable.label, language) or name
    cells = (
        label,
        text_in(variable.unit, language),
        _definition(study, name, variable, language),
        _source(study, variable, language),
    )
    return Row(name, tuple(Cell(text) for text in cells))


def _definition(study: Study, name: str, variable: Variable, language: Language) -> str:
    """The formula or where the values are read, the price index and base year, the note.

    The column of a file is left out where symbol or label already says it.
    """
    known = (name, text_in(variable.label, language))
    if variable.expr is not None:
        first = variable.expr
    elif variable.sources:
        first = _in_order(study, name, variable, language)
    else:
        first = _as_read(variable.column or name, known, language)
    parts = (first, _deflated(study, variable.deflate, language), text_in(variable.note, language))
    definition = ""
    for part in parts:
        joined = definition and part
        told = say("panel.definition_note", language, definition=definition, note=part) if joined else part
        definition = told or definition
    return definition


def _as_read(column: str, known: tuple[str, ...], language: Language) -> str:
    return "" if column in known else say("panel.as_read", language, column=column)


def _in_order(study: Study, name: str, variable: Variable, language: Language) -> str:
    """The files that a variable is merged from, in order of precedence, with column and years."""
    known = (name, text_in(variable.label, language))
    listed = []
    for one in variable.sources:
        years = (
            "" if one.years is None else say("panel.span", language, first=one.years[0], last=one.years[1])
        )
        column = one.column or variable.column or name
        details = [text for text in (_as_read(column, known, language), years) if text]
        told = say("panel.detail_comma", language).join(details)
        file = _file_name(study, one.data)
        listed.append(say("panel.file_details", language, file=file, details=told) if told else file)
    return say("panel.in_order", language, files=say("panel.then", language).join(listed))


def _deflated(study: Study, how: Deflate | None, language: Language) -> str:
    """By which price index, and at the prices of which year."""
    if how is None:
        return ""
    label = label_of(study, how.index, language)
    index = how.index if label == how.index else say("panel.labelled", language, label=label, name=how.index)
    word = "panel.deflated_fixed" if how.kind == "fixed" else "panel.deflated_chained"
    return say(word, language, index=index, base=how.base)


def _source(study: Study, variable: Variable, language: Language) -> str:
    """The source of a variable: its own, else those of the files that it is read from, in their order."""
    if variable.source or variable.expr is not None:
        return text_in(variable.source, language)
    keys = [one.data for one in variable.sources]
    if not keys:
        keys = [variable.data] if variable.data else list(study.data) if len(study.data) == 1 else []
    texts = dict.fromkeys(
        text_in(study.data[key].source, language) or _file_name(study, key)
        for key in keys
        if key in study.data
    )
    return say("table.source_comma", language).join(texts)


def _file_name(study: Study, key: str) -> str:
    """The name of a file without its folder, where that tells it from all others and is no pattern."""
    file = study.data[key].file
    name = file.rpartition("/")[2]
    alike = {source.file for source in study.data.values() if source.file.rpartition("/")[2] == name}
    return file if len(alike) > 1 or "*" in name or "?" in name else name


def _coupling_row(study: Study, name: str, part: Coupling, language: Language) -> Row:
    systems = say("table.comma", language).join(label_of(study, one, language) for one in part.of)
    told = say("panel.coupling_definition", language, systems=systems)
    return _row(name, label_of(study, name, language), told)


def _index_rows(study: Study, name: str, part: IndexPart, language: Language) -> list[Row]:
    label = label_of(study, name, language)
    rows = [_row(name, label, say("panel.index_definition", language))]
    for key in part.dimensions:
        definition = say("panel.dimension_definition", language, index=label)
        rows.append(_row(key, label_of(study, key, language), definition))
    return rows


def _row(name: str, label: str, definition: str) -> Row:
    return Row(name, (Cell(label), Cell(""), Cell(definition), Cell("")))
