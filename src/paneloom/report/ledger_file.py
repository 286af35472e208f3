"""The ledger as a CSV file that a spreadsheet opens without running anything."""

from __future__ import annotations

from paneloom.panel.ledger import Entry, Ledger
from paneloom.render.characters import legal
from paneloom.report.csv_lines import csv_text, harmless

COLUMNS = ("action", "rule", "unit", "time", "variable", "before", "after", "file", "sheet", "cell")


def ledger_csv(ledger: Ledger) -> str:
    """Every entry on a line, in the order in which things happened."""
    return csv_text([COLUMNS, *(row(entry) for entry in ledger.entries)])


def row(entry: Entry) -> tuple[str, ...]:
    """One entry as the cells of a line.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are.
    Control characters, which a terminal would obey, become U+FFFD.
    """
    time = "" if entry.time is None else str(entry.time)
    texts = (entry.action, entry.rule, entry.unit, time, entry.variable, entry.before, entry.after)
    return tuple(harmless(legal(cell)) for cell in (*texts, *place_cells(entry)))


def place_cells(entry: Entry) -> tuple[str, str, str]:
    """File, sheet and cell of an entry; a line of a text file stands for the cell."""
    place = entry.place
    if place is None:
        return "", "", ""
    line = "" if place.line is None else f"line {place.line}"
    return place.file, place.sheet or "", place.cell or line
