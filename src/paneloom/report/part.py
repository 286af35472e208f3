"""One part of a study as it came out: its tables, its figures, its estimates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paneloom.errors import PaneloomError, nearest
from paneloom.present.figure import Figure
from paneloom.present.map import Map
from paneloom.present.table import Table
from paneloom.render.text import text_table

if TYPE_CHECKING:
    from paneloom.estimate.estimate import Estimate


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """What a run found for one part of the study ("regress.baseline"); printed, it is its tables as text.

    ``estimates`` are the models of a table of regressions in the order of its columns, else empty.
    """

    name: str
    tables: tuple[Table, ...]
    figures: tuple[Figure | Map, ...]
    estimates: tuple[Estimate, ...]

    @property
    def table(self) -> Table:
        """The table of the part; the first where it has several.

        Raises
        ------
        PaneloomError
            ``part-without-table`` for a part that is drawn only.
        """
        if not self.tables:
            raise PaneloomError("part-without-table", seen=self.name)
        return self.tables[0]

    @property
    def text(self) -> str:
        """Every table in aligned lines; for a part that is drawn only, the titles of its figures."""
        shown = [text_table(table) for table in self.tables]
        return "\n".join(shown or [f"{figure.title}\n" for figure in self.figures])

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def part_named(name: str, known: Iterable[str]) -> str:
    """The full name of a part; "baseline" stands for "regress.baseline" when no other part is called so.

    Raises
    ------
    PaneloomError
        ``unknown-part``, with the nearest name and all that there are.
    """
    names = tuple(known)
    if name in names:
        return name
    ends = [full for full in names if full.rpartition(".")[2] == name]
    if len(ends) == 1:
        return ends[0]
    raise PaneloomError("unknown-part", seen=name, nearest=nearest(name, names) or "-", known=names)
