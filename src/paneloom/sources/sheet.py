"""A rectangle of raw cells, and where each of them stands in its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, text_of

# All cells of a file together: eight million texts take most of a gigabyte.
CELL_LIMIT = 8_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, or of a whole file without sheets: CSV, Stata, SPSS, Parquet.

    Parameters
    ----------
    file
        The path as the study file spells it.
    name
        The sheet; None for a file without sheets.
    rows
        The cells, row by row; rows may differ in length.
    lines
        For a CSV file, the line at which each row starts; for a file of records, their numbers from 1, and 0
        for the names of the columns.
    header
        The row whose cells head the columns.
    delimiter
        For a CSV file, what stands between its cells.
    merged
        The rectangles of merged cells: first row, first column, last row, last column, all from 0.
    hidden_rows, visible
        Rows that are not shown, and whether the sheet itself is.
    """

    file: str
    name: str | None
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...] = ()
    header: int = 0
    delimiter: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    visible: bool = True

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a row and column, both from 0; None beyond the end of the row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands: sheet and cell in a workbook, line and column heading in a CSV file."""
        if self.name is not None:
            return Place(self.file, sheet=self.name, cell=f"{letters(column)}{row + 1}")
        heading = text_of(self.cell(self.header, column)) if self.rows else ""
        return Place(self.file, line=self.lines[row], key=heading or letters(column))

    def at_row(self, row: int) -> Place:
        """Where a row stands, when no cell of it is meant: the sheet in a workbook, the line in a CSV file."""
        if self.name is not None:
            return Place(self.file, sheet=self.name)
        return Place(self.file, line=self.lines[row] if row < len(self.lines) else None)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one file, hidden ones included.

    ``encoding`` is that of a text file ("" where none was chosen); ``entries`` tell what may have escaped the
    eye: hidden sheets and rows, a table that ends at the last row a sheet can have.
    """

    file: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets; a file without sheets is one called like the file."""
        return tuple(_title(sheet) for sheet in self.sheets)

    def sheet(self, name: str) -> Sheet:
        """The sheet called ``name``; blanks around and inside it do not count.

        Raises
        ------
        PaneloomError
            ``unknown-sheet``.
        """
        found = {text_of(_title(sheet)): sheet for sheet in self.sheets}.get(text_of(name))
        if found is None:
            raise PaneloomError(
                "unknown-sheet",
                where=Place(self.file),
                seen=name,
                nearest=nearest(name, self.names),
                known=self.names,
            )
        return found

    def only(self, name: str | None) -> Sheet:
        """The sheet called ``name``, or the only one there is.

        Raises
        ------
        PaneloomError
            ``which-sheet`` when there are several and none is named.
        """
        if name is not None:
            return self.sheet(name)
        if len(self.sheets) != 1:
            raise PaneloomError("which-sheet", where=Place(self.file), seen=self.names)
        return self.sheets[0]


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, ..., Z, AA, ..."""
    name = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _title(sheet: Sheet) -> str:
    return PurePosixPath(sheet.file.replace("\\", "/")).stem if sheet.name is None else sheet.name
