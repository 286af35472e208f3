"""Observations of several variables to one frame with unique keys."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Integers, frozen
from paneloom.errors import PaneloomError, PaneloomErrors, Place, nearest
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations
from paneloom.study.recipes import STUDY_FILE

REPORT_LIMIT = 20
FEW = 3
EMPTY_ROW = "empty row"


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """For each row of a frame, the number of the observation a variable took its value from, or -1."""

    observations: Observations
    numbers: Integers

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
) -> Assembly:
    """The frame of all observations.

    Its rows are the pairs of unit and time for which any timed observation has a value, within ``years`` and
    outside ``drop_units``; with ``complete``, each unit that has a value at every year of ``years``, or else
    of the span of all values. Pairs that files name and that become no row are said to be left out.
    Observations without a time are joined to every row of their unit. Units stand in the
    order of ``order`` (a registry), else in that in which they first appear. The frame's categories begin
    with the unit names, under ``unit_key``.

    Raises
    ------
    PaneloomError
        ``unknown-unit`` for a unit to drop that neither ``order`` nor, without it, any file has; ``empty-panel``;
        ``duplicate-key`` for two cells of one variable, unit and time, even when they agree.
    """
    present = tuple(dict.fromkeys(name for one in observations for name in one.units))
    met = frozenset(present)
    known = present if order is None else tuple(name for name in order if name in met)
    _check_known(drop_units, order or known)
    units = tuple(name for name in known if name not in drop_units)
    coded = [_Coded.of(one, units, years) for one in observations]
    entries = _left_out(coded, drop_units)
    timed = [one for one in coded if one.observations.timed and one.observations.united]
    named = _distinct([one.keys for one in timed])
    valued = _distinct([one.keys[one.observations.present[one.numbers]] for one in timed])
    if valued.size == 0:
        where = Place(STUDY_FILE, key="study.years") if years else None
        raise PaneloomError("empty-panel", where=where, seen=years)
    keys = _grid(valued, years) if complete else valued
    lacking = _Lacking(known, tuple(name for name in order or () if name not in met))
    origins = {one.observations.variable: _origin(one, keys, lacking) for one in coded}
    entries += _empty_rows(timed, np.setdiff1d(named, keys), units)
    empty = tuple(units[code] for code in np.setdiff1d(named // _SPAN, valued // _SPAN))
    frame = _frame(keys, units, unit_key, origins)
    return Assembly(frame, MappingProxyType(origins), entries, np.isin(keys, named), empty)


def _frame(keys: Integers, units: tuple[str, ...], unit_key: str, origins: dict[str, Origin]) -> Frame:
    unit, time = np.divmod(keys, _SPAN)
    kept, unit = np.unique(unit, return_inverse=True)
    names = tuple(units[code] for code in kept)
    return Frame(
        units=names,
        unit=frozen(unit, np.int64),
        time=frozen(time, np.int64),
        numbers=MappingProxyType(
            {name: _values(o) for name, o in origins.items() if not o.observations.is_category}
        ),
        categories=MappingProxyType(
            {unit_key: frozen(np.array(names)[unit], np.str_)}
            | {name: _values(o) for name, o in origins.items() if o.observations.is_category}
        ),
    )


def _distinct(keys: list[Integers]) -> Integers:
    return np.unique(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.int64)


def _grid(valued: Integers, years: tuple[int, int] | None) -> Integers:
    """Every unit that has a value, at every year asked for or else of the span of the values."""
    units, times = np.divmod(valued, _SPAN)
    first, last = years or (int(times.min()), int(times.max()))
    span = np.arange(max(first, 0), min(last, _SPAN - 1) + 1)
    keys: Integers = (np.unique(units)[:, None] * _SPAN + span).ravel()
    return keys


def _empty_rows(timed: list[_Coded], left: Integers, units: tuple[str, ...]) -> tuple[Entry, ...]:
    """An entry for each row that files name and give no value, at the first of its cells."""
    places: dict[int, Place] = {}
    for one in timed if left.size else ():
        for at in np.flatnonzero(np.isin(one.keys, left)).tolist():
            places.setdefault(int(one.keys[at]), one.observations.place(int(one.numbers[at])))
    return tuple(
        Entry("dropped", EMPTY_ROW, unit=units[key // _SPAN], time=key % _SPAN, place=places[key])
        for key in left.tolist()
    )


def _check_known(drop_units: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in drop_units:
        if name not in known:
            where = Place(STUDY_FILE, key="study.drop_units")
            like = nearest(name, known)
            raise PaneloomError("unknown-unit", where=where, seen=name, nearest=like)


# Keys are unit * _SPAN + time; years have four digits.
_SPAN = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class _Coded:
    """Observations with the code of their unit; those that fall outside the panel are told apart."""

    observations: Observations
    numbers: Integers
    keys: Integers
    outside: Integers

    @classmethod
    def of(cls, one: Observations, units: tuple[str, ...], years: tuple[int, int] | None) -> _Coded:
        code = {name: number for number, name in enumerate(units)}
        codes = np.array([code.get(name, -1) for name in one.units] or [0], dtype=np.int64)
        units_of = codes[one.unit]
        inside = np.ones(one.time.size, dtype=bool)
        if one.timed and years is not None:
            inside = (one.time >= years[0]) & (one.time <= years[1])
        kept = np.flatnonzero((units_of >= 0) & inside)
        outside = np.flatnonzero((units_of >= 0) & ~inside) if not inside.all() else kept[:0]
        keys = units_of[kept] * _SPAN + one.time[kept]
        return cls(one, kept, keys, outside)


def _origin(one: _Coded, keys: Integers, lacking: _Lacking) -> Origin:
    order = np.argsort(one.keys, kind="stable")
    ordered = one.keys[order]
    twice = np.flatnonzero(ordered[1:] == ordered[:-1])
    if twice.size:
        raise _duplicates(one, [(int(order[at]), int(order[at + 1])) for at in twice], lacking)
    wanted = _wanted(one.observations, keys)
    at = np.searchsorted(ordered, wanted)
    found = np.full(keys.size, -1, dtype=np.int64)
    met = at < ordered.size
    met[met] = ordered[at[met]] == wanted[met]
    found[met] = one.numbers[order[at[met]]]
    return Origin(one.observations, frozen(found, np.int64))


def _wanted(observations: Observations, keys: Integers) -> Integers:
    """The keys under which the values of each row are found; times do not count where they hold for all."""
    if not observations.united:
        return keys % _SPAN
    return keys if observations.timed else keys // _SPAN * _SPAN


def _values(origin: Origin) -> np.ndarray:
    values, numbers = origin.observations.values, origin.numbers
    empty = "" if origin.observations.is_category else np.nan
    if values.size == 0:
        return frozen(np.full(numbers.size, empty), values.dtype)
    return frozen(np.where(numbers >= 0, values[numbers], empty), None)


@dataclass(frozen=True, slots=True)
class _Lacking:
    """Units that a doubled one may be a slip for: those ``met`` in any file, those of a registry met in ``none``."""

    met: tuple[str, ...]
    none: tuple[str, ...]

    def beside(self, one: Observations, unit: str, time: int | None) -> tuple[str, ...]:
        """The few met elsewhere that have no value of the variable at that time, else the one spelt most alike."""
        then = one.time == time if one.timed else slice(None)
        there = {one.units[code] for code in np.unique(one.unit[then])} if one.united else set(self.met)
        absent = tuple(name for name in self.met if name not in there)
        if 0 < len(absent) <= FEW:
            return absent
        like = nearest(unit, absent) or nearest(unit, self.none)
        return (like,) if like else ()


def _duplicates(one: _Coded, pairs: list[tuple[int, int]], lacking: _Lacking) -> PaneloomErrors:
    source = one.observations
    problems = []
    for first, second in pairs[:REPORT_LIMIT]:
        a, b = int(one.numbers[first]), int(one.numbers[second])
        values = (str(source.values[a]), str(source.values[b]))
        problems.append(
            PaneloomError(
                "duplicate-key",
                where=source.place(b),
                seen=values,
                variable=source.variable,
                unit=source.unit_of(a),
                time=source.time_of(a) or "",
                first_en=source.place(a).text("en"),
                first_zh=source.place(a).text("zh"),
                absent=lacking.beside(source, source.unit_of(a), source.time_of(a)),
            )
        )
    if len(pairs) > REPORT_LIMIT:
        rest = len(pairs) - REPORT_LIMIT
        problems.append(PaneloomError("more-duplicates", variable=source.variable, count=rest))
    return PaneloomErrors(problems)


def _left_out(coded: list[_Coded], drop_units: tuple[str, ...]) -> tuple[Entry, ...]:
    """One entry for each dropped unit and for each unit with readings outside the years, with their number."""
    dropped: dict[str, int] = dict.fromkeys(drop_units, 0)
    outside: dict[str, int] = {}
    for one in coded:
        source = one.observations
        for tally, codes in ((dropped, source.unit), (outside, source.unit[one.outside])):
            counts = np.bincount(codes, minlength=len(source.units)).tolist() if source.united else ()
            for name, count in zip(source.units, counts, strict=source.united):
                if count and (tally is outside or name in dropped):
                    tally[name] = tally.get(name, 0) + count
    entries = [
        Entry("dropped", "drop_units", unit=name, before=str(count)) for name, count in dropped.items()
    ]
    entries += [Entry("dropped", "years", unit=name, before=str(count)) for name, count in outside.items()]
    return tuple(entries)
