"""The ledger as a table of counts."""

from __future__ import annotations

from paneloom.panel.ledger import Ledger
from paneloom.present.cell import INTEGER, Cell
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, catalogue, say


def ledger_table(ledger: Ledger, study: Study, language: Language) -> Table:
    """A row for each action, rule and variable, with the number of entries, in the order first met."""
    rows = []
    for action, rule, variable, count in ledger.counts():
        about = _about(action, variable, study, language)
        cells = (Cell(rule_text(rule, language)), Cell(about), Cell(count, INTEGER))
        rows.append(Row(say(f"panel.action_{action.replace('-', '_')}", language), cells))
    return Table(
        name="ledger",
        title=say("panel.ledger_title", language),
        columns=(
            Column((say("panel.rule", language),), "left"),
            Column((say("panel.variable", language),), "left"),
            Column((say("panel.entries", language),), "right"),
        ),
        rows=tuple(rows),
        stub_heading=say("panel.action", language),
        notes=notes(study, language, [say("panel.ledger_note", language)], source=""),
    )


def _about(action: str, variable: str, study: Study, language: Language) -> str:
    """What was changed: the variable; for a new name the unit key; else the whole row."""
    if variable or action == "renamed":
        return label_of(study, variable or study.unit, language)
    return say("panel.whole_row", language)


def rule_text(rule: str, language: Language) -> str:
    """A rule in words, with the reason behind its colon; a formula or the name of a registry stands for itself."""
    name, colon, reason = rule.partition(": ")
    key = "rule_" + name.replace(" ", "_").replace("-", "_")
    if key not in catalogue("words")["panel"]:
        return rule
    words = say(f"panel.{key}", language)
    return say("panel.rule_because", language, rule=words, reason=reason) if colon else words
