"""Observations of several variables to one frame with unique keys."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Integers, frozen, sealed
from paneloom.errors import PaneloomError, Place, nearest
from paneloom.panel.duplicates import Lacking, duplicates
from paneloom.panel.frame import Frame, LabelsLater
from paneloom.panel.keys import SPAN, Coded, coded, distinct, positions, valued
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations
from paneloom.study.recipes import STUDY_FILE

EMPTY_ROW = "empty row"
# So many years beyond all data may always be filled.
NEAR = 10


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """For each row of a frame, the number of the observation a variable took its value from, or -1.

    ``whole`` says that the rows are the observations themselves, in their order.
    """

    observations: Observations
    numbers: Integers
    whole: bool = False

    def place(self, row: int) -> Place | None:
        """Where the cell stands, empty or not; None when no file has a cell for the row."""
        number = int(self.numbers[row])
        return self.observations.place(number) if number >= 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class Assembly:
    """A frame, where its values came from, and what was left out.

    ``named`` (n,) says which rows a file names, if only by empty cells; the others complete the grid.
    ``empty_units`` are the units that files name and give no value.
    """

    frame: Frame
    origins: MappingProxyType[str, Origin]
    entries: tuple[Entry, ...]
    named: NDArray[np.bool_]
    empty_units: tuple[str, ...] = ()

    def place(self, row: int) -> Place | None:
        """The first cell that a file has for a row; None for a row that completes the grid."""
        timed = (one for one in self.origins.values() if one.observations.timed and one.observations.united)
        return next((place for place in (one.place(row) for one in timed) if place is not None), None)


def assemble(
    observations: tuple[Observations, ...],
    unit_key: str,
    *,
    years: tuple[int, int] | None = None,
    drop_units: tuple[str, ...] = (),
    order: tuple[str, ...] | None = None,
    complete: bool = False,
    ends: bool = False,
) -> Assembly:
    """The frame of all observations.

    Its rows are the pairs of unit and time for which any timed observation has a value, within ``years`` and
    outside ``drop_units``; with ``complete``, each unit that has a value at every year of ``years``, or else
    of the span of all values. With ``ends`` the years before and after all values are to be filled, and must
    not be many. Pairs that files name and that become no row are said to be left out.
    Observations without a time are joined to every row of their unit. Units stand in the
    order of ``order`` (a registry), else in that in which they first appear. The frame's categories begin
    with the unit names, under ``unit_key``.

    Raises
    ------
    PaneloomError
        ``unknown-unit`` for a unit to drop that neither ``order`` nor, without it, any file has; ``empty-panel``;
        ``years-beyond-data`` with ``ends``, when ``years`` reach further than the data are long, and over ten years;
        ``duplicate-key`` for two cells of one variable, unit and time, even when they agree.
    """
    present = _all_units(observations)
    met = frozenset(present)
    known = present if order is None else tuple(name for name in order if name in met)
    _check_known(drop_units, order or known)
    units = tuple(name for name in known if name not in drop_units) if drop_units else known
    found = coded(observations, units, years)
    entries = _left_out(found, drop_units)
    timed = [one for one in found if one.observations.timed and one.observations.united]
    named = distinct([one.keys.ordered for one in timed])
    with_value = valued(timed)
    if with_value.size == 0:
        where = Place(STUDY_FILE, key="study.years") if years else None
        raise PaneloomError("empty-panel", where=where, seen=years)
    if ends and years is not None:
        _check_near(with_value % SPAN, years)
    keys = _grid(with_value, years) if complete else with_value
    lacking = Lacking(known, tuple(name for name in order or () if name not in met))
    origins = _origins(found, keys, lacking)
    is_named = np.ones(keys.size, dtype=bool) if keys is named else np.isin(keys, named)
    empty: tuple[str, ...] = ()
    if with_value is not named:
        entries += _empty_rows(timed, np.setdiff1d(named, keys), units)
        empty = tuple(units[code] for code in np.setdiff1d(named // SPAN, with_value // SPAN))
    frame = _frame(keys, units, unit_key, origins)
    return Assembly(frame, MappingProxyType(origins), entries, is_named, empty)


def _all_units(observations: tuple[Observations, ...]) -> tuple[str, ...]:
    """Every unit met, in the order met; the columns of one table have theirs in common."""
    lists = list({id(one.units): one.units for one in observations}.values())
    return lists[0] if len(lists) == 1 else tuple(dict.fromkeys(name for names in lists for name in names))


def _frame(keys: Integers, units: tuple[str, ...], unit_key: str, origins: dict[str, Origin]) -> Frame:
    codes = keys // SPAN
    starts = np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1))
    names = tuple(units[code] for code in codes[starts].tolist())
    # Rows stand unit by unit: repeating is several times as fast as looking up.
    lengths = np.diff(np.append(starts, keys.size))
    return Frame(
        units=names,
        unit=sealed(np.repeat(np.arange(len(names)), lengths)),
        time=sealed(keys - codes * SPAN),
        numbers=MappingProxyType(
            {name: _values(o) for name, o in origins.items() if not o.observations.is_category}
        ),
        categories=MappingProxyType(
            LabelsLater(
                {unit_key: lambda: sealed(np.repeat(np.array(names), lengths))}
                | {name: _values(o) for name, o in origins.items() if o.observations.is_category}
            )
        ),
    )


def _grid(with_value: Integers, years: tuple[int, int] | None) -> Integers:
    """Every unit that has a value, at every year asked for or else of the span of the values."""
    units, times = np.divmod(with_value, SPAN)
    first, last = years or (int(times.min()), int(times.max()))
    span = np.arange(max(first, 0), min(last, SPAN - 1) + 1)
    keys: Integers = (np.unique(units)[:, None] * SPAN + span).ravel()
    return keys


def _check_near(times: Integers, years: tuple[int, int]) -> None:
    """Make sure that most years of the study are not beyond all data."""
    first, last = int(times.min()), int(times.max())
    if max(first - years[0], years[1] - last) > max(last - first + 1, NEAR):
        where = Place(STUDY_FILE, key="study.years")
        raise PaneloomError("years-beyond-data", where=where, seen=years, first=first, last=last)


def _empty_rows(timed: list[Coded], left: Integers, units: tuple[str, ...]) -> tuple[Entry, ...]:
    """An entry for each row that files name and give no value, at the first of its cells."""
    places: dict[int, Place] = {}
    for one in timed if left.size else ():
        for at in np.flatnonzero(np.isin(one.keys.ordered, left)).tolist():
            key, number = int(one.keys.ordered[at]), int(one.keys.numbers[at])
            places.setdefault(key, one.observations.place(number))
    return tuple(
        Entry("dropped", EMPTY_ROW, unit=units[key // SPAN], time=key % SPAN, place=places[key])
        for key in left.tolist()
    )


def _check_known(drop_units: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in drop_units:
        if name not in known:
            where = Place(STUDY_FILE, key="study.drop_units")
            like = nearest(name, known)
            raise PaneloomError("unknown-unit", where=where, seen=name, nearest=like)


def _origins(found: list[Coded], keys: Integers, lacking: Lacking) -> dict[str, Origin]:
    """Where each variable has its values; the columns of one table are looked up once."""
    numbers: dict[int, Integers] = {}
    for one in found:
        if id(one.keys) not in numbers:
            numbers[id(one.keys)] = _numbers(one, keys, lacking)
    return {
        one.observations.variable: Origin(
            one.observations, at := numbers[id(one.keys)], one.keys.whole and at is one.keys.numbers
        )
        for one in found
    }


def _numbers(one: Coded, keys: Integers, lacking: Lacking) -> Integers:
    """(n,) the number of the observation under each key of the frame, or -1.

    Raises
    ------
    PaneloomErrors
        ``duplicate-key``.
    """
    ordered, numbers = one.keys.ordered, one.keys.numbers
    twice = one.keys.doubled
    if twice.size:
        raise duplicates(one.observations, np.column_stack([numbers[twice], numbers[twice + 1]]), lacking)
    wanted = _wanted(one.observations, keys)
    if ordered is wanted or np.array_equal(ordered, wanted):
        return sealed(numbers)
    at = positions(ordered, wanted)
    return sealed(numbers[at] if (at >= 0).all() else np.where(at >= 0, numbers[at], -1))


def _wanted(observations: Observations, keys: Integers) -> Integers:
    """The keys under which the values of each row are found; times do not count where they hold for all."""
    if not observations.united:
        return keys % SPAN
    return keys if observations.timed else keys // SPAN * SPAN


def _values(origin: Origin) -> np.ndarray:
    values, numbers = origin.observations.values, origin.numbers
    empty = "" if origin.observations.is_category else np.nan
    if values.size == 0:
        return frozen(np.full(numbers.size, empty), values.dtype)
    if origin.whole:
        return sealed(values.view())
    taken = values[numbers]
    return sealed(taken if (numbers >= 0).all() else np.where(numbers >= 0, taken, empty))


def _left_out(found: list[Coded], drop_units: tuple[str, ...]) -> tuple[Entry, ...]:
    """One entry for each dropped unit and for each unit with readings outside the years, with their number."""
    dropped: dict[str, int] = dict.fromkeys(drop_units, 0)
    outside: dict[str, int] = {}
    for one in found:
        source = one.observations
        for tally, codes in ((dropped, source.unit), (outside, source.unit[one.keys.outside])):
            if not codes.size or (tally is dropped and not drop_units):
                continue
            counts = np.bincount(codes, minlength=len(source.units)).tolist() if source.united else ()
            for name, count in zip(source.units, counts, strict=source.united):
                if count and (tally is outside or name in dropped):
                    tally[name] = tally.get(name, 0) + count
    entries = [
        Entry("dropped", "drop_units", unit=name, before=str(count)) for name, count in dropped.items()
    ]
    entries += [Entry("dropped", "years", unit=name, before=str(count)) for name, count in outside.items()]
    return tuple(entries)
