"""``paneloom ledger``."""

from __future__ import annotations

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.panel.ledger import Ledger
from paneloom.present.cell import Cell
from paneloom.present.table import Column, Row, Table
from paneloom.render.text import text_table
from paneloom.report.ledger_file import COLUMNS, ledger_csv, place_cells
from paneloom.wording import Language, say
from paneloom.workflow.project import load


def show_ledger(arguments: Arguments) -> int:
    """List every cell that was filled or dropped, from a fresh reading of the data."""
    language = arguments.spoken
    found = load(arguments.study).open(arguments.data).ledger
    if arguments.csv:
        print(ledger_csv(found), end="")
    elif found.entries:
        print(text_table(_table(found, language)), end="")
    if not arguments.csv:
        tell(
            say(
                "page.ledger" if found.entries else "page.ledger_empty",
                language,
                count=f"{len(found.entries):,}",
            )
        )
    return 0


def _table(found: Ledger, language: Language) -> Table:
    """The entries as a table: the variable at the left, what happened to it at the right."""
    names = [name for name in COLUMNS if name != "variable"]
    rows = []
    for entry in found.entries:
        texts = {
            "action": entry.action,
            "rule": entry.rule,
            "unit": entry.unit,
            "time": "" if entry.time is None else str(entry.time),
            "before": entry.before,
            "after": entry.after,
            **dict(zip(("file", "sheet", "cell"), place_cells(entry), strict=True)),
        }
        rows.append(Row(entry.variable, tuple(Cell(texts[name]) for name in names)))
    columns = tuple(Column((say(f"ledger_file.{name}", language),), "left") for name in names)
    return Table("ledger", "", columns, tuple(rows), stub_heading=say("ledger_file.variable", language))
