"""The layouts by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from paneloom.sources.layouts import long, sheets, tidy, units
from paneloom.sources.readings import Found, Request
from paneloom.sources.sheet import Book


@dataclass(frozen=True, slots=True)
class LayoutReader:
    """How one layout is read, and how its variables are listed."""

    read: Callable[[Book, Request], Found]
    offered: Callable[[Book, Request], tuple[str, ...]]


LAYOUTS: dict[str, LayoutReader] = {
    "long": LayoutReader(long.read_long, long.offered),
    "tidy": LayoutReader(tidy.read_tidy, tidy.offered),
    "sheets": LayoutReader(sheets.read_sheets, sheets.offered),
    "units": LayoutReader(units.read_units, units.offered),
}
