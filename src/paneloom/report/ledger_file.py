"""The ledger as a CSV file that a spreadsheet opens without running anything."""

from __future__ import annotations

from paneloom.panel.ledger import Entry, Ledger

COLUMNS = ("action", "rule", "unit", "time", "variable", "before", "after", "file", "sheet", "cell")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
QUOTED = (",", '"', "\r", "\n")


def ledger_csv(ledger: Ledger) -> str:
    """Every entry on a line, in the order in which things happened; lines end as on Unix.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are.
    """
    rows = [COLUMNS, *(row(entry) for entry in ledger.entries)]
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in rows)


def row(entry: Entry) -> tuple[str, ...]:
    """One entry as the cells of a line."""
    time = "" if entry.time is None else str(entry.time)
    texts = (entry.action, entry.rule, entry.unit, time, entry.variable, entry.before, entry.after)
    return tuple(harmless(cell) for cell in (*texts, *place_cells(entry)))


def place_cells(entry: Entry) -> tuple[str, str, str]:
    """File, sheet and cell of an entry; a line of a text file stands for the cell."""
    place = entry.place
    if place is None:
        return "", "", ""
    line = "" if place.line is None else f"line {place.line}"
    return place.file, place.sheet or "", place.cell or line


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return "'" + text if text.startswith(DANGEROUS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()


def _quoted(cell: str) -> str:
    """The cell in quotes where a reader needs them; the standard writer forgets a lone carriage return."""
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in QUOTED) else cell
