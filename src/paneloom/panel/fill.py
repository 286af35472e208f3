"""The gaps of a panel filled as the study says, every cell with its line in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, frozen, sealed
from paneloom.errors import PaneloomError, Place, nearest
from paneloom.panel.assemble import EMPTY_ROW, Assembly, Origin
from paneloom.panel.frame import Frame
from paneloom.panel.gaps import Fill, Filled, fill_gaps
from paneloom.panel.ledger import Entry, number_text
from paneloom.study.intake import Clean, Ends, Gaps, Variable
from paneloom.study.recipes import STUDY_FILE

GRID = "grid"
BELOW_ZERO = "trend below zero"
FILLED_SHARE = "filled share"
LISTED = 10_000  # cells left empty for one reason that are told one by one
RULES: Mapping[Fill, str] = MappingProxyType(
    {
        Fill.LINEAR: "linear",
        Fill.NEAREST: "nearest",
        Fill.TREND: "trend",
        Fill.TREND_ALL: "trend-all",
        Fill.GROWTH: "growth",
        Fill.LEFT: "leave",
        Fill.TOO_LONG: "max_gap",
        Fill.NO_DATA: "no data",
        Fill.ONE_VALUE: "one value",
    }
)
NONE: Mapping[str, Variable] = MappingProxyType({})
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class FilledFrame:
    """A frame with its gaps filled and without empty rows, how its cells came about, and the entries."""

    frame: Frame
    codes: MappingProxyType[str, Filled]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """How one variable is filled."""

    gaps: Gaps
    ends: Ends
    max_gap: int | None

    @property
    def fills(self) -> bool:
        """Whether anything is filled."""
        return self.gaps != "leave" or self.ends != "leave"


def choice(name: str, clean: Clean, variables: Mapping[str, Variable] = NONE) -> Choice:
    """How a variable is filled: what it says itself, else ``[clean]`` where that means it, else not at all."""
    own = variables.get(name, _SILENT)
    chosen = name in clean.fill if clean.fill is not None else not _is_derived(own)
    gaps, ends = (clean.gaps, clean.ends) if chosen else ("leave", "leave")
    return Choice(own.gaps or gaps, own.ends or ends, own.max_gap or clean.max_gap)


def fills_anything(clean: Clean, variables: Mapping[str, Variable]) -> bool:
    """Whether any variable is to be filled, so that the grid of the panel has to be complete."""
    return any(choice(name, clean, variables).fills for name in variables)


def fills_ends(clean: Clean, variables: Mapping[str, Variable]) -> bool:
    """Whether any variable is to be filled before its first or after its last value."""
    return any(choice(name, clean, variables).ends != "leave" for name in variables)


def fill(assembly: Assembly, clean: Clean, variables: Mapping[str, Variable] = NONE) -> FilledFrame:
    """Fill the variables from files that are to be filled; the rest is left empty, and said to be.

    Gaps are filled on the rows that there are: ``assembly`` is to be complete when any filling is asked.
    A row in which every variable with times of its own is still empty is no observation and is left out,
    but for a row that ``fill_derived`` may still need. The rows that complete the grid and stay are entries,
    as are those left out that a file names.

    Parameters
    ----------
    assembly
        The rows.
    clean, variables
        ``[clean]``, and ``[variables]``, whose own choices come first. Derived ones wait for ``fill_derived``.

    Raises
    ------
    PaneloomError
        ``unknown-column`` for a variable to fill that is neither in a file nor derived;
        ``coverage-too-low``, ``growth-not-positive``.
    """
    frame = assembly.frame
    _check_known(clean, frame, [name for name, one in variables.items() if _is_derived(one)])
    codes = {name: _filled(frame, name, choice(name, clean, variables)) for name in frame.numbers}
    kept = _with_values(assembly, codes) | _within_reach(frame, clean, variables)
    entries = _row_entries(assembly, kept)
    for name, filled in codes.items():
        entries += _entries(frame, name, filled, assembly.origins[name], kept)
        if assembly.origins[name].observations.timed:
            entries += _shares(name, filled.codes if kept.all() else filled.codes[kept], clean)
    if not kept.all():
        codes = {
            name: Filled(sealed(one.values[kept]), sealed(one.codes[kept])) for name, one in codes.items()
        }
        frame = _rows(frame, kept)
    full = replace(frame, numbers=MappingProxyType({name: one.values for name, one in codes.items()}))
    return FilledFrame(full, MappingProxyType(codes), tuple(entries))


def fill_derived(
    frame: Frame, names: Iterable[str], clean: Clean, variables: Mapping[str, Variable] = NONE
) -> FilledFrame:
    """Fill variables that were derived, after their ratio was taken and not before.

    Parameters
    ----------
    frame
        The panel, with the derived columns.
    names
        The derived columns that may be filled; of these ``choice`` tells which are.
    clean, variables
        As in ``fill``.

    Returns
    -------
    The frame with those columns filled, all rows kept. What is left empty needs no line, being no cell of a file,
    unless it was to be filled.

    Raises
    ------
    PaneloomError
        ``unknown-column`` for a name the frame does not have; ``coverage-too-low``, ``growth-not-positive``.
    """
    codes: dict[str, Filled] = {}
    entries: list[Entry] = []
    everywhere = np.ones(len(frame), dtype=bool)
    for name in names:
        if name not in frame.numbers:
            raise _unknown(name, tuple(frame.numbers))
        chosen = choice(name, clean, variables)
        if chosen.fills:
            codes[name] = _filled(frame, name, chosen)
            entries += _entries(frame, name, codes[name], None, everywhere)
            entries += _shares(name, codes[name].codes, clean)
    numbers = {**frame.numbers, **{name: one.values for name, one in codes.items()}}
    return FilledFrame(
        replace(frame, numbers=MappingProxyType(numbers)), MappingProxyType(codes), tuple(entries)
    )


_SILENT = Variable()


def _is_derived(variable: Variable) -> bool:
    return variable.expr is not None


def _check_known(clean: Clean, frame: Frame, derived: list[str]) -> None:
    for name in clean.fill or ():
        if name not in frame.numbers and name not in derived:
            raise _unknown(name, (*frame.numbers, *derived))


def _unknown(name: str, known: tuple[str, ...]) -> PaneloomError:
    return PaneloomError("unknown-column", seen=name, nearest=nearest(name, known), known=known)


def _filled(frame: Frame, name: str, chosen: Choice) -> Filled:
    """The values of one variable, filled.

    Raises
    ------
    PaneloomError
        ``growth-not-positive`` at the first gap beside a value that is zero or less.
    """
    values = frame.numbers[name]
    filled = fill_gaps(frame.unit, frame.time, values, chosen.gaps, chosen.ends, chosen.max_gap)
    bad = np.flatnonzero(filled.codes == Fill.NOT_POSITIVE)
    if bad.size:
        seen = np.flatnonzero(filled.codes == Fill.OBSERVED)
        after = int(np.searchsorted(seen, bad[0]))
        sides = [int(seen[after - 1]), int(seen[after])]
        raise PaneloomError(
            "growth-not-positive",
            where=Place(STUDY_FILE, key=f"variables.{name}"),
            seen=tuple(f"{int(frame.time[row])}: {float(values[row])!r}" for row in sides),
            variable=name,
            unit=frame.units[frame.unit[bad[0]]],
            first=int(frame.time[sides[0]]),
            last=int(frame.time[sides[1]]),
        )
    return filled


def _rows(frame: Frame, kept: Mask) -> Frame:
    """The rows kept, without numbers."""
    return replace(
        frame,
        unit=frozen(frame.unit[kept], np.int64),
        time=frozen(frame.time[kept], np.int64),
        numbers=MappingProxyType({}),
        categories=MappingProxyType(
            {name: frozen(labels[kept], None) for name, labels in frame.categories.items()}
        ),
    )


def _with_values(assembly: Assembly, codes: Mapping[str, Filled]) -> Mask:
    """(n,) whether a variable with times of its own has a value in the row; each unit has such a row."""
    kept = np.zeros(len(assembly.frame), dtype=bool)
    for name, origin in assembly.origins.items():
        if origin.observations.timed and origin.observations.united:
            labels = assembly.frame.categories
            kept |= labels[name] != "" if name in labels else codes[name].codes >= 0
    return kept


def _within_reach(frame: Frame, clean: Clean, variables: Mapping[str, Variable]) -> Mask:
    """(n,) the rows that a derived variable may be filled in: those between two others, or all with ends."""
    derived = [choice(name, clean, variables) for name, one in variables.items() if _is_derived(one)]
    chosen = [one for one in derived if one.fills]
    if not chosen:
        return np.zeros(len(frame), dtype=bool)
    if any(one.ends != "leave" for one in chosen):
        return np.ones(len(frame), dtype=bool)
    present = [~np.isnan(values) for values in frame.numbers.values()]
    anything = np.where(np.any(present, axis=0), 1.0, np.nan)
    return fill_gaps(frame.unit, frame.time, anything, "linear").codes >= 0


def _row_entries(assembly: Assembly, kept: Mask) -> list[Entry]:
    """Rows that no file names and that now have a value; rows that a file names and that have none."""
    frame = assembly.frame
    return [
        Entry(
            action="added" if kept[row] else "dropped",
            rule=GRID if kept[row] else EMPTY_ROW,
            unit=frame.units[frame.unit[row]],
            time=int(frame.time[row]),
            place=assembly.place(row),
        )
        for row in np.flatnonzero(kept != assembly.named).tolist()
    ]


def _entries(frame: Frame, name: str, filled: Filled, origin: Origin | None, kept: Mask) -> list[Entry]:
    """Every cell filled; every cell left empty, those beyond ``LISTED`` counted; every trend below zero."""
    rows = np.flatnonzero((filled.codes != Fill.OBSERVED) & kept)
    if not rows.size:
        return []
    empty = {code: np.flatnonzero((filled.codes == code) & kept) for code in Fill if code < 0}
    untold = np.concatenate([rows[:0], *(cells[LISTED:] for cells in empty.values())])
    entries = [
        _entry(frame, name, filled, row, origin)
        for row in np.setdiff1d(rows, untold, assume_unique=True).tolist()
    ]
    entries += [
        Entry("left-empty", RULES[code], variable=name, count=cells.size - LISTED)
        for code, cells in empty.items()
        if cells.size > LISTED
    ]
    return entries + [
        replace(_entry(frame, name, filled, row, origin), action="flagged", rule=BELOW_ZERO)
        for row in np.flatnonzero(_below_zero(frame, filled) & kept).tolist()
    ]


def _entry(frame: Frame, name: str, filled: Filled, row: int, origin: Origin | None) -> Entry:
    code = Fill(int(filled.codes[row]))
    return Entry(
        action="filled" if code > 0 else "left-empty",
        rule=RULES[code],
        unit=frame.units[frame.unit[row]],
        time=int(frame.time[row]),
        variable=name,
        after=number_text(filled.values[row]) if code > 0 else "",
        place=origin.place(row) if origin is not None else None,
    )


def _below_zero(frame: Frame, filled: Filled) -> Mask:
    """(n,) cells at which a trend takes a series that was positive throughout to zero or below."""
    trends = np.isin(filled.codes, (Fill.TREND, Fill.TREND_ALL))
    lowest = np.full(len(frame.units), np.inf)
    observed = filled.codes == Fill.OBSERVED
    np.minimum.at(lowest, frame.unit[observed], filled.values[observed])
    below: Mask = trends & (_or_zero(filled.values) <= 0) & (lowest[frame.unit] > 0)
    return below


def _or_zero(values: Floats) -> Floats:
    return np.nan_to_num(values, nan=0.0)


def _shares(name: str, codes: np.ndarray, clean: Clean) -> list[Entry]:
    """A line for a variable of which much was filled.

    Raises
    ------
    PaneloomError
        ``coverage-too-low`` for one that was filled though too little of it was observed.
    """
    filled, observed = int((codes > 0).sum()), int((codes == Fill.OBSERVED).sum())
    if not filled:
        return []
    if observed < clean.min_coverage * codes.size:
        raise PaneloomError(
            "coverage-too-low",
            where=Place(STUDY_FILE, key=f"variables.{name}"),
            seen=f"{observed} / {codes.size} = {observed / codes.size:.3g}",
            variable=name,
            share=f"{observed / codes.size:.1%}",
            least=f"{clean.min_coverage:.1%}",
        )
    if filled <= clean.warn_filled * codes.size:
        return []
    return [Entry("flagged", FILLED_SHARE, variable=name, after=f"{filled / codes.size:.1%}", count=filled)]
