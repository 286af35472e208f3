"""Values of one variable on their way into a frame: named units, times, and the place of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import Place


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """n values of one variable.

    Parameters
    ----------
    variable, file
        The name of the variable, and the file its values come from.
    units
        (u,) the units met, by their names in the panel; () when a value holds for every unit.
    unit
        (n,) the number in ``units`` of each value; all 0 when a value holds for every unit.
    time
        (n,) the time of each value; all 0 when a value holds for every time.
    values
        (n,) numbers with NaN for missing, or text with "" for missing.
    timed
        Whether the values belong to times of their own; if not, each holds for every time of its unit.
    place
        Where the value with a given number stands; called only for what is reported.
    """

    variable: str
    file: str
    units: tuple[str, ...]
    unit: Integers
    time: Integers
    values: Floats | np.ndarray
    timed: bool
    place: Callable[[int], Place]

    @property
    def united(self) -> bool:
        """Whether the values belong to units of their own; if not, each holds for every unit."""
        return bool(self.units)

    @property
    def present(self) -> NDArray[np.bool_]:
        """(n,) whether a value is there at all."""
        found: NDArray[np.bool_] = self.values != "" if self.is_category else ~np.isnan(self.values)
        return found

    @property
    def is_category(self) -> bool:
        """Whether the values are labels."""
        return self.values.dtype.kind == "U"

    def unit_of(self, number: int) -> str:
        """The unit of one value; "" when it holds for every unit."""
        return self.units[int(self.unit[number])] if self.units else ""

    def time_of(self, number: int) -> int | None:
        """The time of one value; None when it holds for every time."""
        return int(self.time[number]) if self.timed else None


def observed(
    variable: str,
    file: str,
    units: Sequence[str],
    times: Sequence[int | None],
    values: Floats | np.ndarray,
    place: Callable[[int], Place],
) -> Observations:
    """Observations given one by one: (n,) unit names, "" throughout where a value holds for every unit, and
    (n,) times, None throughout where it holds for every time.
    """
    names = tuple(dict.fromkeys(name for name in units if name))
    code = {name: number for number, name in enumerate(names)}
    return Observations(
        variable=variable,
        file=file,
        units=names,
        unit=np.array([code[name] if name else 0 for name in units], dtype=np.int64),
        time=np.array([time or 0 for time in times], dtype=np.int64),
        values=values,
        timed=bool(times) and times[0] is not None,
        place=place,
    )


def joined(parts: Sequence[Observations]) -> Observations:
    """The observations of one variable from several files, one after the other.

    Parts must agree in ``timed``, ``united`` and ``is_category``; each place stays that in its own file.
    """
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    names = tuple(dict.fromkeys(name for part in parts for name in part.units))
    code = {name: number for number, name in enumerate(names)}
    starts = np.cumsum([0, *(part.values.size for part in parts)])

    def place(number: int) -> Place:
        at = int(np.searchsorted(starts, number, side="right")) - 1
        return parts[at].place(number - int(starts[at]))

    return replace(
        first,
        units=names,
        unit=np.concatenate([_recoded(part, code) for part in parts]),
        time=np.concatenate([part.time for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        place=place,
    )


def selected(one: Observations, numbers: Integers) -> Observations:
    """Some of the observations, in the order of ``numbers``."""
    return replace(
        one,
        unit=one.unit[numbers],
        time=one.time[numbers],
        values=one.values[numbers],
        place=lambda number: one.place(int(numbers[number])),
    )


def _recoded(part: Observations, code: dict[str, int]) -> Integers:
    codes = np.array([code[name] for name in part.units] or [0], dtype=np.int64)
    found: Integers = codes[part.unit]
    return found
