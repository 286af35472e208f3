"""Small random panels for tests: unbalanced, with gaps, weights, several components, clusters of several units."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from hypothesis import strategies as st

from paneloom.algebra.block import Block
from paneloom.algebra.effects import Effects, FirstRecord, first_record
from paneloom.algebra.factor import Factor
from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.algebra.sweep import SecondRecord, Sweep, second_record, sweep_of, swept_factor
from paneloom.engines.memory import MemoryEngine
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design, TableDesign
from paneloom.study.model import Study
from paneloom.study.sample import Sample

NAMES = ("y", "x1", "x2", "z1", "z2")
EFFECTS: tuple[Effects, ...] = ("none", "unit", "time", "unit+time")
ABSORB = {"none": (), "unit": ("unit",), "time": ("year",), "unit+time": ("unit", "year")}


@dataclass(frozen=True)
class Rows:
    """Rows sorted by unit and time: ``values`` (n, k) of ``names``."""

    names: tuple[str, ...]
    values: Floats
    units: Integers
    times: Integers
    clusters: Integers
    weights: Floats

    def __len__(self) -> int:
        return self.units.size

    def __getitem__(self, name: str) -> Floats:
        return self.values[:, self.names.index(name)]

    def block(self) -> Block:
        """All rows as one block."""
        return Block(self.names, self.values, self.units, self.times, self.clusters, self.weights)

    def where(self, mask: np.ndarray) -> "Rows":
        """Some of the rows."""
        return Rows(
            self.names,
            self.values[mask],
            self.units[mask],
            self.times[mask],
            self.clusters[mask],
            self.weights[mask],
        )

    def by_unit(self) -> Iterator["Rows"]:
        """The rows of each unit apart."""
        for unit in np.unique(self.units):
            yield self.where(self.units == unit)

    def with_values(self, values: Floats) -> "Rows":
        """The same rows with other values."""
        return replace(self, values=values)

    def changed(self, **columns: Floats) -> "Rows":
        """The same rows with some columns replaced."""
        values = self.values.copy()
        for name, column in columns.items():
            values[:, self.names.index(name)] = column
        return replace(self, values=values)


def random_rows(
    seed: int,
    units: int = 8,
    times: int = 6,
    share: float = 0.85,
    weighted: bool = False,
    clusters: int | None = None,
    parts: int = 1,
    offset: float = 0.0,
    names: tuple[str, ...] = NAMES,
) -> Rows:
    """A panel with unit and year effects in every column, the rows of which are present with ``share``.

    ``clusters`` None clusters by unit. ``parts`` 2 makes two groups of units without a common year. Units and
    years left with one row are dropped. Gaps lie anywhere.
    """
    rng = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), times), np.tile(np.arange(times), units)
    if parts == 2:
        time = np.where(unit % 2 == 0, time, time + times)
    level = rng.normal(size=(units, len(names))) * 2
    year = rng.normal(size=(2 * times, len(names))) + 0.3 * np.arange(2 * times)[:, None]
    own = rng.normal(size=(unit.size, len(names)))
    # y depends on both x; x1 on both z, and on the noise of y, so that instruments matter.
    mix = np.eye(len(names))
    if len(names) == len(NAMES):
        mix[0, 1] = 0.5
        mix[1, 0], mix[2, 0] = 0.8, -0.4
        mix[3, 1], mix[4, 1] = 0.9, 0.6
    values = own @ mix + level[unit] + year[time] + offset
    belongs = unit if clusters is None else rng.permutation(units)[unit] % clusters
    weights = rng.uniform(0.2, 3.0, size=unit.size) if weighted else np.ones(unit.size)
    keep = without_singletons(unit, time, rng.uniform(size=unit.size) < share)
    return Rows(
        names,
        frozen(values[keep]),
        frozen(unit[keep], np.int64),
        frozen(2001 + time[keep], np.int64),
        frozen(belongs[keep], np.int64),
        frozen(weights[keep]),
    )


def without_singletons(unit: Integers, time: Integers, keep: np.ndarray) -> np.ndarray:
    """``keep`` without the rows that are alone in their unit or year."""
    while True:
        alone = np.zeros_like(keep)
        for codes in (unit, time):
            alone |= keep & (np.bincount(codes[keep], minlength=codes.max() + 1)[codes] == 1)
        if not alone.any():
            return keep
        keep = keep & ~alone


@st.composite
def panels(draw: Any, least_rows: int = 16, **fixed: Any) -> Rows:
    """Random panels of 5 to 9 units and 4 to 7 years; arguments of ``random_rows`` may be fixed."""
    units = draw(st.integers(6, 9))
    drawn: dict[str, Any] = {
        "units": units,
        "times": draw(st.integers(4, 7)),
        "share": draw(st.sampled_from((0.7, 0.85, 1.0))),
        "weighted": draw(st.booleans()),
        "clusters": draw(st.sampled_from((None, 3, 4))),
        "parts": draw(st.sampled_from((1, 1, 2))),
    }
    for seed in range(draw(st.integers(0, 2**31)), 2**32):
        rows = random_rows(seed, **(drawn | fixed))
        groups = np.unique(rows.clusters).size
        if len(rows) >= least_rows and groups >= 3:
            return rows
    raise AssertionError("no panel is large enough")


def records(rows: Rows, effects: Effects) -> tuple[FirstRecord, Sweep, SecondRecord, Factor]:
    """Both passes over the rows as one block."""
    first = first_record(rows.block(), effects)
    sweep = sweep_of(first)
    second = second_record(rows.block(), sweep)
    return first, sweep, second, swept_factor(second, sweep)


def study(**sections: Any) -> Study:
    """A study of units and years with the columns that tests need."""
    head = {
        "study": {"title": "A test", "panel": ("unit", "year")},
        "data": {"a": {"file": "a.csv", "layout": "long"}},
    }
    return Study.model_validate(head | sections)


def panel(rows: Rows, block_units: int | None = None, **sections: Any) -> Panel:
    """The rows behind the memory engine: columns as named, "weight", and the category "group" of clusters."""
    kept, unit = np.unique(rows.units, return_inverse=True)
    names = tuple(f"u{code:02d}" for code in kept)
    labels = np.array([names[code] for code in unit], dtype=np.str_)
    groups = np.array([f"g{code:02d}" for code in rows.clusters], dtype=np.str_)
    numbers = {name: frozen(rows[name]) for name in rows.names} | {"weight": rows.weights}
    frame = Frame(
        units=names,
        unit=frozen(unit, np.int64),
        time=rows.times,
        numbers=MappingProxyType(numbers),
        categories=MappingProxyType({"unit": labels, "group": groups}),
        time_key="year",
    )
    return Panel(MemoryEngine(frame, block_units), study(**sections), Ledger())


def design(effects: Effects = "unit+time", errors: str = "cluster", **changes: Any) -> Design:
    """Y on x1 and x2, clustered by group."""
    plain = Design(
        outcome="y",
        regressors=("x1",),
        controls=("x2",),
        endogenous=(),
        instruments=(),
        absorb=ABSORB[effects],
        errors=errors,
        cluster="group" if errors == "cluster" else None,
        dof="reghdfe",
        weights=None,
        sample=Sample(),
    )
    made = replace(plain, **changes)
    if "sample" not in changes:
        alone = tuple(effect for effect in ("unit", "time") if effect in effects)
        made = replace(made, sample=Sample(complete=made.columns, singletons=alone))
    return made


def table(*designs: Design, name: str = "regress.test") -> TableDesign:
    """A table of these designs, each on its own sample."""
    return TableDesign(name, "", designs, "each", True, (0.1, 0.05, 0.01), "")
