"""Panels of indicators and the indices built of them."""

from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from tests.panels import study

from paneloom.algebra.record import Floats, frozen
from paneloom.engines.memory import MemoryEngine
from paneloom.index.build import build_index, with_scores
from paneloom.index.index import Index
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.sample import EVERY_ROW

NAMES = ("a", "b", "c", "d")
TWO = {"one": {"indicators": ("+ a", "- b")}, "two": {"label": "Second", "indicators": ("+ c", "+ d")}}
FLAT = ("+ a", "- b", "+ c", "+ d")


def indicators(seed: int = 1, units: int = 9, years: int = 5) -> Floats:
    """(n, 4) skewed indicators of several scales."""
    values = np.random.default_rng(seed).gamma(
        (2.0, 5.0, 0.7, 1.5), (1.0, 100.0, 0.01, 3.0), size=(units * years, 4)
    )
    return np.asarray(values)


def panel(values: Floats, years: int = 5, names: tuple[str, ...] = NAMES, **recipe: Any) -> Panel:
    """The indicators behind the memory engine, with the index ``idx`` in the study."""
    units = values.shape[0] // years
    names_of_units = tuple(f"u{code:02d}" for code in range(units))
    unit = np.repeat(np.arange(units), years)
    frame = Frame(
        units=names_of_units,
        unit=frozen(unit, np.int64),
        time=frozen(2001 + np.tile(np.arange(years), units), np.int64),
        numbers=MappingProxyType(
            {name: frozen(column) for name, column in zip(names, values.T, strict=True)}
        ),
        categories=MappingProxyType({"unit": np.array(names_of_units, dtype=np.str_)[unit]}),
    )
    asked = study(
        variables={name: {"data": "a"} for name in names}, index={"idx": recipe or {"dimensions": TWO}}
    )
    return Panel(MemoryEngine(frame), asked, Ledger())


def built(
    values: Floats, years: int = 5, names: tuple[str, ...] = NAMES, **recipe: Any
) -> tuple[Index, Panel]:
    """The index, and the panel with its scores as columns."""
    made = panel(values, years, names, **recipe)
    index = build_index(made, "idx", Path())
    return index, with_scores(made, index)


def scores(made: Panel, *columns: str) -> Floats:
    """(n, m) scores of the index and the columns named."""
    frame = made.rows.collect(("idx", *columns), EVERY_ROW)
    return np.column_stack([frame.numbers[name] for name in ("idx", *columns)])
