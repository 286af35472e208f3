"""A table as a record of its parts; every verb returns a changed copy, writers only read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from paneloom.present.cell import EMPTY, Cell

Align = Literal["left", "center", "right"]
Role = Literal["body", "coefficient", "error", "mark", "statistic", "group"]
NoteKind = Literal["note", "source"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading lines (number, outcome, ...) and the alignment of its cells."""

    heading: tuple[str, ...]
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Spanner:
    """A heading over the columns ``start`` to ``stop - 1``."""

    label: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is for, its stub (the text at the left), its cells, a rule above it or not."""

    stub: str
    cells: tuple[Cell, ...]
    role: Role = "body"
    rule_above: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line below the table or figure."""

    text: str
    kind: NoteKind = "note"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``name`` is its stable name in the study ("regress.baseline"), ``label`` its number in print.

    Every row has one cell for each column; ``stub_heading`` stands over the stubs.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    stub_heading: str = ""
    spanners: tuple[Spanner, ...] = ()
    notes: tuple[Note, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"row {row.stub!r} has {len(row.cells)} cells for {len(self.columns)} columns"
                )

    @property
    def heading_depth(self) -> int:
        """How many lines the column headings take."""
        return max((len(column.heading) for column in self.columns), default=1)


def labelled(table: Table, label: str) -> Table:
    """The table with its printed number ("Table 3")."""
    return replace(table, label=label)


def with_note(table: Table, note: Note) -> Table:
    """The table with one more note below it."""
    return replace(table, notes=(*table.notes, note))


def group_row(stub: str, width: int) -> Row:
    """A row that only heads the rows below it."""
    return Row(stub, (EMPTY,) * width, role="group")
