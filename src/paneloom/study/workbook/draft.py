"""A study file in the making: nested tables, the cell that each key comes from, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from paneloom.errors import PaneloomError, Place
from paneloom.study.positions import Keys, dotted
from paneloom.study.unread import Unread

Spot = tuple[str, str]


@dataclass(slots=True)
class Draft:
    """The document so far, the cell of each key, and what is wrong."""

    file: str
    document: dict[str, Any] = field(default_factory=dict)
    cells: dict[Keys, Spot] = field(default_factory=dict)
    unread: Unread = field(default_factory=Unread)

    @property
    def problems(self) -> list[PaneloomError]:
        """What is wrong."""
        return self.unread.problems

    def refuse(self, slug: str, spot: Spot, key: Keys = (), **details: Any) -> None:
        """Note what is wrong with a cell."""
        where = Place(self.file, sheet=spot[0], cell=spot[1], key=dotted(key) or None)
        self.problems.append(PaneloomError(slug, where=where, **details))

    def twice(self, keys: Keys, spot: Spot) -> None:
        """Refuse a second word on what was said."""
        first = next(self.cells[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in self.cells)
        self.refuse("workbook-twice", spot, keys, first=" ".join(first) if first[0] != spot[0] else first[1])

    def within(self, keys: Keys) -> dict[str, Any] | None:
        """The mapping at these keys, made where there is none; None when something else stands there."""
        here: Any = self.document
        for key in keys:
            here = here.setdefault(key, {}) if isinstance(here, dict) else None
        return here if isinstance(here, dict) else None

    def put(self, keys: Keys, value: Any, spot: Spot) -> bool:
        """Set a key that nothing was said of before; whether that was so."""
        above = self.within(keys[:-1])
        if above is None or keys[-1] in above:
            self.twice(keys, spot)
            return False
        above[str(keys[-1])] = value
        self.cells[keys] = spot
        return True
