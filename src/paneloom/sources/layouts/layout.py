"""The layouts by name."""

from __future__ import annotations

from collections.abc import Callable

from paneloom.sources.layouts.long import read_long
from paneloom.sources.layouts.sheets import read_sheets
from paneloom.sources.layouts.tidy import read_tidy
from paneloom.sources.layouts.units import read_units
from paneloom.sources.readings import Found, Request
from paneloom.sources.sheet import Book
from paneloom.study.intake import Layout

LAYOUTS: dict[Layout, Callable[[Book, Request], Found]] = {
    "long": read_long,
    "tidy": read_tidy,
    "sheets": read_sheets,
    "units": read_units,
}
