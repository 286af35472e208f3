"""Generated panels for the benchmarks: unbalanced, seeded."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.engines.memory import MemoryEngine
from paneloom.panel.frame import Frame

CONTROLS = ("gov", "ur", "ind", "inv", "edu")


@dataclass(frozen=True)
class Generated:
    """A panel, as an engine and as plain columns."""

    engine: MemoryEngine
    columns: dict[str, np.ndarray]


def generated(units: int, times: int, seed: int = 20) -> Generated:
    """A panel of ``units`` x ``times`` with three per cent of its rows missing and eleven numeric columns."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), times)
    time = np.tile(np.arange(2001, 2001 + times), units)
    present = rng.random(unit.size) > 0.03
    unit, time = unit[present], time[present]
    x = rng.normal(size=(unit.size, 10)) + rng.normal(size=(units, 10))[unit]
    y = x @ np.linspace(0.5, -0.2, 10) + rng.normal(size=unit.size) + rng.normal(size=units)[unit]
    names = ("nqp", "tp", "gp", "dp", *CONTROLS, "rri1")
    numbers = {"rri": y} | {name: np.ascontiguousarray(x[:, k]) for k, name in enumerate(names)}
    labels = tuple(f"u{code:07d}" for code in range(units))
    region = np.array(["east", "central", "west"], dtype=object)[unit % 3]
    categories = {"province": np.array(labels, dtype=object)[unit], "region": region}
    frame = Frame(labels, unit, time, MappingProxyType(numbers), MappingProxyType(categories))
    return Generated(MemoryEngine(frame), {"province": unit, "year": time, "region": region} | numbers)
