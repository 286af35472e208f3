"""The cells that the screen doubts, the gravest first."""

from __future__ import annotations

from paneloom.panel.flag_words import flag_text
from paneloom.panel.ledger import Entry, Ledger
from paneloom.panel.ledger_table import rule_text
from paneloom.present.cell import Cell
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

CHECK_SUM = "check sum"
# Rules from what is almost surely an error to what may well be so; a rule not named here stands last.
GRAVEST_FIRST = (
    CHECK_SUM, "scale of unit", "absurd ratio", "power of ten", "dimension", "sign", "zero", "outside share", "level", "break in one",
    "copied run", "index not near 100", "filled share", "vintages", "break in all", "carried forward",
)  # fmt: skip
MOST_ROWS = 60


def flags(ledger: Ledger) -> tuple[Entry, ...]:
    """The doubtful cells, the gravest first, within a rule in the order of the ledger."""
    order = {rule: number for number, rule in enumerate(GRAVEST_FIRST)}
    return tuple(sorted(ledger.of("flagged"), key=lambda entry: order.get(entry.rule, len(order))))


def flags_table(ledger: Ledger, study: Study, language: Language, most: int = MOST_ROWS) -> Table | None:
    """A row for each doubtful cell, the first ``most`` of them, the rest counted; None when there is none."""
    found = flags(ledger)
    if not found:
        return None
    rest = say("panel.flags_rest", language, count=f"{len(found) - most:,}") if len(found) > most else ""
    headings = ("unit", "time", "what", "place")
    return Table(
        name="flags",
        title=say("panel.flags_title", language),
        columns=tuple(Column((say(f"panel.flag_{word}", language),), "left") for word in headings),
        rows=tuple(_row(entry, study, language) for entry in found[:most]),
        stub_heading=say("panel.variable", language),
        notes=notes(study, language, [say("panel.flags_note", language), rest], source=""),
    )


def place_text(entry: Entry, language: Language) -> str:
    """Where the cell of an entry stands; "" where it stands nowhere."""
    return "" if entry.place is None else entry.place.text(language)


def _row(entry: Entry, study: Study, language: Language) -> Row:
    rule, seen = rule_text(entry.rule, language), flag_text(entry, study, language)
    texts = (
        entry.unit,
        "" if entry.time is None else str(entry.time),
        say("panel.rule_because", language, rule=rule, reason=seen) if seen else rule,
        place_text(entry, language),
    )
    label = label_of(study, entry.variable, language) if entry.variable else ""
    return Row(label, tuple(Cell(text) for text in texts))
