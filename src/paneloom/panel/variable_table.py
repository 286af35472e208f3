"""The variables of a study as a table: symbol, label, unit, definition, source."""

from __future__ import annotations

from dataclasses import replace

from paneloom.present.cell import Cell
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table, group_row
from paneloom.study.base import text_in
from paneloom.study.index_part import IndexPart
from paneloom.study.intake import Variable
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

HEADINGS = ("label", "unit", "definition", "source")
SOURCE = HEADINGS.index("source")


def variable_table(study: Study, language: Language) -> Table:
    """A row for each variable from a file, each derived variable, each index with its dimensions.

    A source that all variables share stands once below the table.
    """
    read = [(name, item) for name, item in study.variables.items() if item.expr is None]
    derived = [(name, item) for name, item in study.variables.items() if item.expr is not None]
    sections = {
        "read": [_variable_row(study, name, item, language) for name, item in read],
        "derived": [_variable_row(study, name, item, language) for name, item in derived],
        "indices": [
            row for name, item in study.index.items() for row in _index_rows(study, name, item, language)
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
    """The column of the file stands in the definition unless symbol or label already says it."""
    column = variable.column or name
    label = text_in(variable.label, language) or name
    as_read = "" if column in (name, label) else say("panel.as_read", language, column=column)
    definition = variable.expr or as_read
    note = text_in(variable.note, language)
    if definition and note:
        definition = say("panel.definition_note", language, definition=definition, note=note)
    definition = definition or note
    cells = (label, text_in(variable.unit, language), definition, _source(study, variable, language))
    return Row(name, tuple(Cell(text) for text in cells))


def _source(study: Study, variable: Variable, language: Language) -> str:
    """The source of a variable: its own, else that of the file it is read from."""
    if variable.source or variable.expr is not None:
        return text_in(variable.source, language)
    keys = [variable.data] if variable.data else list(study.data) if len(study.data) == 1 else []
    files = [study.data[key] for key in keys if key in study.data]
    return text_in(files[0].source, language) or files[0].file if files else ""


def _index_rows(study: Study, name: str, part: IndexPart, language: Language) -> list[Row]:
    label = label_of(study, name, language)
    rows = [_row(name, label, say("panel.index_definition", language))]
    for key in part.dimensions:
        definition = say("panel.dimension_definition", language, index=label)
        rows.append(_row(key, label_of(study, key, language), definition))
    return rows


def _row(name: str, label: str, definition: str) -> Row:
    return Row(name, (Cell(label), Cell(""), Cell(definition), Cell("")))
