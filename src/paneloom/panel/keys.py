"""The keys of observations: one number for each unit and time, made and sorted once for all that share them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.panel.duplicates import Lacking, duplicates
from paneloom.panel.observations import Observations

# Keys are unit * SPAN + time; years have four digits.
SPAN = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The keys of m observations that fall inside a panel, in ascending order.

    Parameters
    ----------
    ordered
        (m,) the keys, ascending.
    numbers
        (m,) the number of the observation with each of them; of equal keys the first comes first.
    outside
        The numbers of the observations whose unit belongs to the panel and whose time does not.
    whole
        Whether all observations are inside and stand in this order already: ``numbers`` are 0, 1, 2, ...
    """

    ordered: Integers
    numbers: Integers
    outside: Integers
    whole: bool = False

    @property
    def doubled(self) -> Integers:
        """The places in ``ordered`` of keys that are followed by themselves."""
        return np.flatnonzero(self.ordered[1:] == self.ordered[:-1])


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Observations and their keys."""

    observations: Observations
    keys: Keys

    def is_present(self) -> NDArray[np.bool_]:
        """(m,) whether there is a value under each key."""
        present = self.observations.present
        found: NDArray[np.bool_] = present if self.keys.whole else present[self.keys.numbers]
        return found


def coded(
    observations: Iterable[Observations], units: tuple[str, ...], years: tuple[int, int] | None
) -> list[Coded]:
    """The observations with their keys within ``units`` and ``years``; the columns of one table share theirs."""
    made: dict[tuple[int, int, int, bool], Keys] = {}
    found = []
    for one in observations:
        columns = (id(one.units), id(one.unit), id(one.time), one.timed)
        if columns not in made:
            made[columns] = _keys(one, units, years)
        found.append(Coded(one, made[columns]))
    return found


def _keys(one: Observations, units: tuple[str, ...], years: tuple[int, int] | None) -> Keys:
    unit = one.unit
    if one.units is not units:
        code = {name: number for number, name in enumerate(units)}
        unit = np.array([code.get(name, -1) for name in one.units] or [0], dtype=np.int64)[unit]
    of_panel = unit >= 0
    inside = of_panel
    if one.timed and years is not None:
        inside = of_panel & (one.time >= years[0]) & (one.time <= years[1])
    keys = unit * SPAN + one.time
    whole = bool(inside.all())
    if whole:
        numbers = np.arange(unit.size)
    else:
        numbers = np.flatnonzero(inside)
        keys = keys[numbers]
    if (keys[1:] < keys[:-1]).any():
        whole = False
        order = np.argsort(keys)
        if (np.diff(keys[order]) == 0).any():
            # Only equal keys need the slower sort that keeps their order.
            order = np.argsort(keys, kind="stable")
        keys, numbers = keys[order], numbers[order]
    return Keys(keys, numbers, np.flatnonzero(of_panel & ~inside), whole)


def values_of(
    one: Observations, units: tuple[str, ...], years: tuple[int, int]
) -> tuple[Integers, Integers, Floats]:
    """The present numbers of one variable in some years: (m,) codes of the units, times and values.

    What holds for every unit is there for each.

    Raises
    ------
    PaneloomErrors
        ``duplicate-key``.
    """
    keys = _keys(one, units, years)
    twice = keys.doubled
    if twice.size:
        pairs = np.column_stack([keys.numbers[twice], keys.numbers[twice + 1]])
        raise duplicates(one, pairs, Lacking(units, ()))
    values = one.values[keys.numbers]
    present = ~np.isnan(values)
    unit, time = np.divmod(keys.ordered[present], SPAN)
    if one.united:
        return unit, time, values[present]
    codes = np.repeat(np.arange(len(units)), time.size)
    return codes, np.tile(time, len(units)), np.tile(values[present], len(units))


def distinct(parts: Sequence[Integers]) -> Integers:
    """The keys of several ascending arrays, each once, ascending."""
    arrays = list({id(part): part for part in parts}.values())
    if not arrays:
        return np.zeros(0, dtype=np.int64)
    if len(arrays) > 1:
        return np.unique(np.concatenate(arrays))
    (only,) = arrays
    repeated = only[1:] == only[:-1]
    return only[np.concatenate(([True], ~repeated))] if repeated.any() else only


def valued(timed: Sequence[Coded]) -> Integers:
    """The keys under which any of the observations has a value, each once, ascending."""
    masks: dict[int, NDArray[np.bool_]] = {}
    keys: dict[int, Integers] = {}
    for one in timed:
        at = id(one.keys)
        keys[at] = one.keys.ordered
        masks[at] = masks[at] | one.is_present() if at in masks else one.is_present()
    return distinct([keys[at] if mask.all() else keys[at][mask] for at, mask in masks.items()])


def positions(ordered: Integers, wanted: Integers) -> Integers:
    """(w,) where each of the ``wanted`` keys stands in an ascending array, or -1."""
    found = np.full(wanted.size, -1, dtype=np.int64)
    if ordered.size:
        at = np.minimum(np.searchsorted(ordered, wanted), ordered.size - 1)
        met = ordered[at] == wanted
        found[met] = at[met]
    return found
