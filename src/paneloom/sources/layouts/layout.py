"""The layouts by name."""

from __future__ import annotations

from collections.abc import Callable

from paneloom.sources.layouts.long import read_long, read_times, read_units
from paneloom.sources.layouts.sheets import read_sheets
from paneloom.sources.layouts.tidy import read_tidy
from paneloom.sources.layouts.wide import read_wide
from paneloom.sources.readings import Found, Request
from paneloom.sources.sheet import Book
from paneloom.study.intake import Layout

LAYOUTS: dict[Layout, Callable[[Book, Request], Found]] = {
    "long": read_long,
    "tidy": read_tidy,
    "wide": read_wide,
    "sheets": read_sheets,
    "units": read_units,
    "times": read_times,
}
