"""``paneloom ledger``."""

from __future__ import annotations

from collections import Counter

from paneloom.cli.arguments import Arguments
from paneloom.cli.ledger_lines import action_text, ledger_lines
from paneloom.cli.terminal import columns_of_terminal, tell
from paneloom.panel.flag_words import flag_text
from paneloom.panel.ledger import Entry, Ledger
from paneloom.panel.ledger_table import rule_text
from paneloom.present.cell import Cell
from paneloom.present.table import Column, Row, Table
from paneloom.render.text import text_table
from paneloom.report.ledger_file import COLUMNS, ledger_csv, place_cells
from paneloom.study.model import Study
from paneloom.wording import Language, catalogue, say
from paneloom.workflow.project import load


def show_ledger(arguments: Arguments) -> int:
    """List what was done to the data, from a fresh reading: everything, or one action.

    A terminal gets lines that fit it; a pipe or a file a table with a line for each entry.
    """
    language = arguments.spoken
    panel = load(arguments.study).open(arguments.data)
    found = panel.ledger
    if arguments.only is not None:
        found = Ledger(found.of(arguments.only))
    if arguments.csv:
        print(ledger_csv(found), end="")
        return 0
    columns = columns_of_terminal()
    if found.entries and columns is None:
        print(text_table(_table(found, panel.study, language)), end="", flush=True)
    elif found.entries and columns is not None:
        print(ledger_lines(found, panel.study, language, columns), end="", flush=True)
    if not arguments.quiet:
        tell(_count(found, language))
    return 0


def _count(found: Ledger, language: Language) -> str:
    """How many entries there are, in all and of each action in the order first met."""
    counts = Counter(entry.action for entry in found.entries)
    parts = [
        say("cli.ledger_part", language, count=f"{count:,}", action=action_text(action, language))
        for action, count in counts.items()
    ]
    if not parts:
        return say("cli.ledger_none", language)
    listed = say("table.comma", language).join(parts)
    return say("cli.ledger_count", language, count=f"{len(found.entries):,}", parts=listed)


def _table(found: Ledger, study: Study, language: Language) -> Table:
    """The entries as a table: the variable at the left, what happened to it at the right."""
    names = [*(name for name in COLUMNS if name != "variable"), "cells"]
    rows = []
    for entry in found.entries:
        texts = _texts(entry, study, language)
        rows.append(Row(entry.variable, tuple(Cell(texts[name]) for name in names)))
    columns = tuple(Column((say(f"ledger_file.{name}", language),), "left") for name in names)
    return Table("ledger", "", columns, tuple(rows), stub_heading=say("ledger_file.variable", language))


def _texts(entry: Entry, study: Study, language: Language) -> dict[str, str]:
    file, sheet, cell = place_cells(entry)
    rule, after = rule_text(entry.rule, language), entry.after
    if entry.action == "flagged" and after:
        rule = say("panel.rule_because", language, rule=rule, reason=flag_text(entry, study, language))
        after = ""
    return {
        "action": action_text(entry.action, language),
        "rule": rule,
        "unit": entry.unit,
        "time": "" if entry.time is None else str(entry.time),
        "before": entry.before,
        "after": after,
        "file": file,
        "sheet": sheet,
        "cell": _line(entry, language) or cell,
        "cells": str(entry.count) if entry.count > 1 else "",
    }


def _line(entry: Entry, language: Language) -> str:
    """The line of a text file that stands for a cell."""
    place = entry.place
    if place is None or place.cell or place.line is None:
        return ""
    template: str = catalogue("errors")["place"]["line"][language]
    return template.format(value=place.line)
