"""Small frames and observations for tests."""

from types import MappingProxyType

import numpy as np
from hypothesis import strategies as st

from paneloom.algebra.record import frozen
from paneloom.errors import Place
from paneloom.panel.frame import Frame
from paneloom.panel.observations import Observations, observed


def frame(
    unit: list[int],
    time: list[int],
    numbers: dict[str, list[float]],
    categories: dict[str, list[str]] | None = None,
) -> Frame:
    """A frame with units a, b, c, ... under the key "unit"."""
    units = tuple(chr(ord("a") + code) for code in range(max(unit, default=-1) + 1))
    labels = {"unit": [units[code] for code in unit], **(categories or {})}
    return Frame(
        units=units,
        unit=frozen(unit, np.int64),
        time=frozen(time, np.int64),
        numbers=MappingProxyType({name: frozen(values) for name, values in numbers.items()}),
        categories=MappingProxyType(
            {name: frozen(np.array(values, dtype=np.str_), None) for name, values in labels.items()}
        ),
    )


def observations(variable: str, *triples: tuple[str, int | None, float | str]) -> Observations:
    """Observations, the first of which stands in line 2 of a file called like the variable."""
    file = f"{variable}.csv"
    units, times, values = zip(*triples, strict=True)
    return observed(
        variable, file, units, times, np.array(values), lambda n: Place(file, line=n + 2, key=variable)
    )


@st.composite
def keys(draw: st.DrawFn, units: int = 4, periods: int = 9) -> tuple[list[int], list[int]]:
    """Sorted units and times of an unbalanced panel with holes in the calendar; every unit has a row."""
    unit: list[int] = []
    time: list[int] = []
    for code in range(draw(st.integers(1, units))):
        times = sorted(draw(st.sets(st.integers(2000, 2000 + periods), min_size=1)))
        unit += [code] * len(times)
        time += times
    return unit, time
