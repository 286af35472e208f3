"""What a layout finds: the raw cells of one variable, each with its unit, its time and its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from paneloom.errors import Place
from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, as_written, text_of
from paneloom.sources.sheet import Sheet
from paneloom.study.intake import Source


@dataclass(frozen=True, slots=True)
class Readings:
    """The n readings of one variable in one sheet, in the order of the sheet.

    Parameters
    ----------
    sheet
        Where they were read.
    variable
        The variable, by its name in the study.
    units
        The unit of each as it is spelt there; "" throughout in a sheet without units, which holds for every unit.
    times
        The time of each; None in a sheet without times, which holds for every time.
    values
        The raw cells.
    cells
        Row and column of each.
    unit_column
        The column of the unit names; negative where they stand in no column.
    unit_row
        The row of the unit names, where they stand across.
    """

    sheet: Sheet
    variable: str
    units: tuple[str, ...]
    times: tuple[int | None, ...]
    values: tuple[Cell, ...]
    cells: tuple[tuple[int, int], ...]
    unit_column: int
    unit_row: int | None = None

    def __len__(self) -> int:
        return len(self.values)

    def place(self, number: int) -> Place:
        """Where a reading stands."""
        return self.sheet.place(*self.cells[number])

    def unit_place(self, number: int) -> Place:
        """Where the unit name of a reading stands; the sheet as a whole where no cell holds it."""
        row, column = self.cells[number]
        if self.unit_row is not None:
            return self.sheet.place(self.unit_row, column)
        if self.unit_column < 0:
            return replace(self.sheet.at_row(0), line=None)
        return self.sheet.place(row, self.unit_column)

    def unit_as_written(self, number: int) -> str:
        """The unit name of a reading as its cell has it; as read where it stands in no cell of its own."""
        row, column = self.cells[number]
        at = (self.unit_row, column) if self.unit_row is not None else (row, self.unit_column)
        cell = self.sheet.cell(*at) if min(at) >= 0 else None
        return as_written(cell) if text_of(cell) == self.units[number] else self.units[number]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a layout: the variables and their columns, the keys, the names of total rows.

    Parameters
    ----------
    source
        The section of the study file.
    unit, time
        The keys of the panel.
    columns
        What each variable asked for is called in the file.
    totals
        The names of total rows.
    section
        What the study file calls the source: ``data.yearbook``.
    is_unit
        Whether a text names a unit of the registry; None without a registry.
    order
        The units in whose order the rows stand, when the file gives no names.
    of_unit, of_time, of_variable
        The unit, the time or the variable that the whole file is about, when it is one of many.
    """

    source: Source
    unit: str
    time: str
    columns: Mapping[str, str]
    totals: tuple[str, ...]
    section: str = "data"
    is_unit: Callable[[str], bool] | None = None
    order: tuple[str, ...] = ()
    of_unit: str | None = None
    of_time: int | None = None
    of_variable: str | None = None

    @property
    def unit_column(self) -> str:
        """The heading of the unit names."""
        return self.source.unit or self.unit

    @property
    def time_column(self) -> str:
        """The heading of the times."""
        return self.source.time or self.time

    @property
    def known_time(self) -> int | None:
        """The one time of the whole table, told by the name of the file or by the study."""
        return self.source.year if self.of_time is None else self.of_time

    def asks(self, time: int | None) -> bool:
        """Whether the readings of a time are wanted; all are where no years are named."""
        span = self.source.years
        return span is None or time is None or span[0] <= time <= span[1]


@dataclass(frozen=True, slots=True)
class Found:
    """What a layout found in one file.

    Parameters
    ----------
    readings
        Those of the variables asked for. One variable may have several: one for each sheet or block of the table.
    entries
        What was left out on the way.
    totals
        The readings of total rows, by their names in the file.
    """

    readings: tuple[Readings, ...]
    entries: tuple[Entry, ...] = ()
    totals: tuple[Readings, ...] = ()
