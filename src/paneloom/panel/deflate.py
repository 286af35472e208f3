"""Money at the prices of a base year, by a price index that is chained from year to year or has a fixed base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.errors import PaneloomError, Place
from paneloom.panel.evaluate import column_of
from paneloom.panel.frame import Frame
from paneloom.panel.keys import values_of
from paneloom.panel.ledger import Action, Entry, number_text
from paneloom.panel.observations import Observations
from paneloom.study.intake import Deflate
from paneloom.study.recipes import STUDY_FILE

Kind = Literal["previous-year", "fixed"]
RULE, UNLIKE, UNLINKED = "deflate", "index not near 100", "no price index"
BEYOND = "price index beyond the panel"
# Prices that fall to a fifth or rise fivefold in a year: more likely 1.02 or 2.0 meant as 102.
PLAUSIBLE = (20.0, 500.0)
LISTED = 10_000  # cells that are told one by one


def price_level(index: Floats, unit: Integers, time: Integers, base: int, kind: Kind) -> Floats:
    """The price level P of each row, 1 in the base year.

    With an index I whose year before is 100, P(t) = I(base+1)/100 · ... · I(t)/100 after the base year and
    P(t) = 1 / (I(t+1)/100 · ... · I(base)/100) before it, year by year on the calendar; the base year need
    have no index of its own when nothing before it is asked. With a fixed base, P(t) = I(t) / I(base).
    Source: ILO et al., Consumer Price Index Manual: Concepts and Methods (2020), chapter 9, on chaining
    and rebasing.

    Parameters
    ----------
    index
        (n,) with NaN for missing. An index that says the same of all units is that of every unit, also in
        years in which a unit has no row.
    unit, time
        (n,) codes and years.
    base, kind
        The base year, and what is 100 in the index.

    Returns
    -------
    (n,) levels; NaN where no unbroken chain leads from the base year to the row.
    """
    return _levels(index, unit, time, base, kind, common=_is_common(index, unit, time))


def _levels(index: Floats, unit: Integers, time: Integers, base: int, kind: Kind, *, common: bool) -> Floats:
    """As ``price_level``; with ``common``, by the one index of all units."""
    if time.size == 0:
        return index
    column = base - int(time.min())
    grid, at = _grid(index, unit, time)
    if common:
        grid, unit = np.fmin.reduce(grid, axis=0)[None, :], np.zeros_like(unit)
    if kind == "fixed":
        inside = 0 <= column < grid.shape[1]
        level = grid / grid[:, [column]] if inside else np.full_like(grid, np.nan)
    else:
        level = _chained(grid / 100, column)
    found: Floats = level[unit, at]
    return found


def _grid(index: Floats, unit: Integers, time: Integers) -> tuple[Floats, Integers]:
    """(u, t) the index by unit and year, NaN where there is no row, and the column of each row."""
    at = time - int(time.min())
    grid = np.full((int(unit.max()) + 1, int(at.max()) + 1), np.nan)
    grid[unit, at] = index
    return grid, at


def _is_common(index: Floats, unit: Integers, time: Integers) -> bool:
    """Whether the index says the same of all units."""
    if time.size == 0:
        return True
    grid, _ = _grid(index, unit, time)
    return np.array_equal(np.fmin.reduce(grid, axis=0), np.fmax.reduce(grid, axis=0), equal_nan=True)


def _chained(links: Floats, base: int) -> Floats:
    """(u, t) levels from (u, t) links to the period before; ``base`` is a column, or -1 for the one before them."""
    level = np.full_like(links, np.nan)
    if not -1 <= base < links.shape[1]:
        return level
    level[:, base + 1 :] = np.cumprod(links[:, base + 1 :], axis=1)
    if base >= 0:
        level[:, base] = 1.0
        level[:, :base] = 1 / np.cumprod(links[:, base:0:-1], axis=1)[:, ::-1]
    return level


def deflated(nominal: Floats, index: Floats, unit: Integers, time: Integers, base: int, kind: Kind) -> Floats:
    """(n,) values at the prices of the base year: nominal / ``price_level``; NaN where there is none."""
    real: Floats = nominal / price_level(index, unit, time, base, kind)
    return real


def rests_on(
    marked: NDArray[np.bool_], index: Floats, unit: Integers, time: Integers, base: int, kind: Kind
) -> NDArray[np.bool_]:
    """(n,) whether the price level of each row is computed from a marked value of the index.

    What leads to a base year outside these rows is marked nowhere, being filled nowhere.
    """
    if not marked.any():
        return marked
    common = _is_common(index, unit, time)
    if common:
        marked = np.isin(time, time[marked])
    first, last = int(time.min()), int(time.max())
    if kind == "fixed" and not first <= base <= last:
        return marked
    base = min(max(base, first - 1), last)
    whole, without = (
        _levels(links, unit, time, base, kind, common=common)
        for links in (index, np.where(marked, np.nan, index))
    )
    found: NDArray[np.bool_] = np.isnan(without) & ~np.isnan(whole)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """A price index: (m,) units, years and values, first those of the n rows of the panel, then those beyond.

    ``known`` are the years in which it has a value, in the panel or not.
    """

    name: str
    unit: Integers
    time: Integers
    values: Floats
    known: tuple[int, ...]


def deflate(
    frame: Frame, name: str, how: Deflate, read: Observations | None = None
) -> tuple[Frame, tuple[Entry, ...]]:
    """The frame with one column at the prices of a base year, and the entries.

    Where the base year lies outside the panel, the chain goes on through ``read``, the index as its file has
    it, filled nowhere; an entry tells how many of its values were used. Values whose year no unbroken chain of the index links to the base year become missing, each with its
    entry; one entry tells how many values were deflated; values of a previous-year index outside
    ``PLAUSIBLE`` are flagged, once for each year where all units have the same.

    Raises
    ------
    PaneloomError
        ``unknown-column`` for the variable or its index; ``deflate-not-positive``; ``deflate-base`` when
        no value of the index can be brought to the base year; ``duplicate-key`` in ``read``.
    """
    nominal, index = column_of(frame, name), _index(frame, how, read)
    place = Place(STUDY_FILE, key=f"variables.{name}.deflate")
    _check_positive(frame, index, place)
    level = price_level(index.values, index.unit, index.time, how.base, how.kind)[: len(frame)]
    present = ~np.isnan(nominal)
    if np.isnan(level).all() and present.any():
        raise PaneloomError(
            "deflate-base",
            where=place,
            seen=how.base,
            index=how.index,
            base=how.base,
            known=tuple(map(str, index.known)),
        )
    real = nominal / level
    numbers = MappingProxyType({**frame.numbers, name: frozen(real)})
    unlinked = np.flatnonzero(present & np.isnan(real))
    entries = [
        *_beyond_entries(frame, name, index),
        *_told(frame, index, _unlike(how, index), "flagged", UNLIKE),
        *_told(frame, replace(index, name=name, values=nominal), unlinked, "left-empty", UNLINKED),
        Entry(
            "converted",
            # The rule names what was used, and "2010 = 100" says the base in any language.
            f"{RULE}: {how.index}, {how.base} = 100",
            variable=name,
            count=int((~np.isnan(real)).sum()),
        ),
    ]
    return replace(frame, numbers=numbers), tuple(entries)


def _index(frame: Frame, how: Deflate, read: Observations | None) -> _Index:
    """The index of a panel, with the years beyond it that lead to the base year."""
    values = column_of(frame, how.index)
    within = _Index(how.index, frame.unit, frame.time, values, _years(frame.time, values))
    if read is None or read.is_category or not read.timed or not len(frame):
        return within
    within = replace(within, known=_years(read.time, read.values))
    years = _years_beyond(frame, how)
    if years is None:
        return within
    unit, time, extra = values_of(read, frame.units, years)
    return replace(
        within,
        unit=np.concatenate([frame.unit, unit]),
        time=np.concatenate([frame.time, time]),
        values=np.concatenate([values, extra]),
    )


def _years(time: Integers, values: Floats) -> tuple[int, ...]:
    return tuple(np.unique(time[~np.isnan(values)]).tolist())


def _years_beyond(frame: Frame, how: Deflate) -> tuple[int, int] | None:
    """The first and the last year outside the panel whose index is needed; None when there is none."""
    first, last = int(frame.time.min()), int(frame.time.max())
    if how.kind == "fixed":
        return None if first <= how.base <= last else (how.base, how.base)
    # The index of a year is its price over the year before, so that the base year needs none.
    before, after = (how.base + 1, first - 1), (last + 1, how.base)
    return next((span for span in (before, after) if span[0] <= span[1]), None)


def _beyond_entries(frame: Frame, name: str, index: _Index) -> Iterator[Entry]:
    count = index.values.size - len(frame)
    if count:
        first, last = int(index.time[len(frame) :].min()), int(index.time[len(frame) :].max())
        years = str(first) if first == last else f"{first}\N{EN DASH}{last}"
        yield Entry("converted", BEYOND, variable=name, before=index.name, after=years, count=count)


def _check_positive(frame: Frame, index: _Index, place: Place) -> None:
    bad = np.flatnonzero(index.values <= 0)
    if bad.size:
        raise PaneloomError(
            "deflate-not-positive",
            where=place,
            seen=repr(float(index.values[bad[0]])),
            index=index.name,
            unit=frame.units[index.unit[bad[0]]],
            time=int(index.time[bad[0]]),
        )


def _unlike(how: Deflate, index: _Index) -> Integers:
    """The rows where a previous-year index is not near 100; of rows of one year that say the same, the first."""
    low, high = PLAUSIBLE
    if how.kind == "fixed":
        return np.zeros(0, dtype=np.int64)
    rows = np.flatnonzero((index.values < low) | (index.values > high))
    alike = np.column_stack([index.time[rows], index.values[rows]])
    return np.sort(rows[np.unique(alike, axis=0, return_index=True)[1]])


def _told(frame: Frame, series: _Index, rows: Integers, action: Action, rule: str) -> Iterator[Entry]:
    for row in rows[:LISTED].tolist():
        unit, time = frame.units[series.unit[row]], int(series.time[row])
        yield Entry(action, rule, unit, time, series.name, before=number_text(series.values[row]))
    if rows.size > LISTED:
        yield Entry(action, rule, variable=series.name, count=rows.size - LISTED)
