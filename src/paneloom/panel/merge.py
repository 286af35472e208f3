"""Several sources of one variable put together in order of precedence, and what they disagree about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError
from paneloom.panel.duplicates import Lacking, duplicates
from paneloom.panel.ledger import Entry
from paneloom.panel.observations import Observations, joined, selected

PRECEDENCE = "precedence"
LISTED = 10_000  # disagreements of two sources that are told one by one


def merge(
    parts: Sequence[Observations], names: Sequence[str], tolerance: float
) -> tuple[Observations, tuple[Entry, ...]]:
    """One variable from several sources: each unit and time takes the first present value.

    Where no source has a value, the empty cell of the first that has one stands for it.

    Parameters
    ----------
    parts
        The observations of each source, in order of precedence, all at the same unit of measurement.
    names
        What each is called: "data.x".
    tolerance
        A value that differs from the one taken by more than this share of the larger of the two is said to
        disagree; a label disagrees when it is another.

    Returns
    -------
    The observations, each with its place in its own file; and entries: "disagrees" for each value overruled
    (``before``) by another (``after``) with the rule "first > second", those of two sources beyond
    ``LISTED`` counted; "merged" for each source, with the number of values it gave. A single source is given
    back as it is.

    Raises
    ------
    PaneloomError
        ``merge-not-alike`` when some have values by unit or time alone and others by both;
        ``duplicate-key`` for two cells of one source for the same unit and time.
    """
    if len(parts) == 1:
        return parts[0], ()
    filled = [number for number, part in enumerate(parts) if part.values.size] or [0]
    _check_alike([parts[number] for number in filled], [names[number] for number in filled])
    whole = joined([parts[number] for number in filled])
    source = np.repeat(filled, [parts[number].values.size for number in filled])
    present = whole.present
    order = np.lexsort((source, ~present, whole.time, whole.unit))
    first = _starts(whole.unit[order], whole.time[order])
    for number in filled:
        _check_unique(parts[number])
    taken = order[np.flatnonzero(first)[np.cumsum(first) - 1]]
    kept = np.zeros(source.size, dtype=bool)
    kept[order[first]] = True
    entries = _disagreements(whole, source, order, taken, names, tolerance)
    gave = np.bincount(source[kept & present], minlength=len(parts)).tolist()
    entries += [
        Entry("merged", PRECEDENCE, variable=whole.variable, before=name, count=count)
        for name, count in zip(names, gave, strict=True)
    ]
    return selected(whole, np.flatnonzero(kept)), tuple(entries)


def _starts(*keys: Integers) -> NDArray[np.bool_]:
    """(n,) whether a row of sorted keys is the first with its keys."""
    first = np.ones(keys[0].size, dtype=bool)
    first[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return first


def _check_alike(parts: Sequence[Observations], names: Sequence[str]) -> None:
    first = parts[0]
    for name, part in zip(names, parts, strict=True):
        if (part.timed, part.united) != (first.timed, first.united):
            raise PaneloomError(
                "merge-not-alike",
                where=part.place(0),
                seen=str(part.values[0]),
                variable=part.variable,
                first=names[0],
                second=name,
            )


def _check_unique(part: Observations) -> None:
    order = np.lexsort((part.time, part.unit))
    twice = np.flatnonzero(~_starts(part.unit[order], part.time[order]))
    if twice.size:
        pairs = np.column_stack([order[twice - 1], order[twice]])
        raise duplicates(part, pairs, Lacking(part.units, ()))


def _disagreements(
    whole: Observations,
    source: Integers,
    order: Integers,
    taken: Integers,
    names: Sequence[str],
    tolerance: float,
) -> list[Entry]:
    """Entries by the two sources, then in the order of the files; ``taken`` overrules ``order``."""
    apart = _apart(whole, taken, order, tolerance)
    by_pair: dict[tuple[int, int], list[tuple[int, int]]] = {}
    pairs = np.column_stack([source[taken], source[order], order, taken])[apart]
    pairs = pairs[np.lexsort(pairs.T[2::-1])]
    for winner, loser, other, one in pairs.tolist():
        by_pair.setdefault((winner, loser), []).append((one, other))
    entries = []
    for (winner, loser), cells in by_pair.items():
        rule = f"{names[winner]} > {names[loser]}"
        entries += [
            Entry(
                "disagrees",
                rule,
                unit=whole.unit_of(other),
                time=whole.time_of(other),
                variable=whole.variable,
                before=_text(whole, other),
                after=_text(whole, one),
                place=whole.place(other),
            )
            for one, other in cells[:LISTED]
        ]
        if len(cells) > LISTED:
            entries.append(Entry("disagrees", rule, variable=whole.variable, count=len(cells) - LISTED))
    return entries


def _apart(whole: Observations, taken: Integers, other: Integers, tolerance: float) -> NDArray[np.bool_]:
    """(n,) whether both values are present and differ by more than the tolerance."""
    both = whole.present[taken] & whole.present[other]
    if whole.is_category:
        differs: NDArray[np.bool_] = both & (whole.values[taken] != whole.values[other])
        return differs
    a: Floats = whole.values[taken]
    b: Floats = whole.values[other]
    # Halves, so that two of the largest numbers do not overflow.
    apart: NDArray[np.bool_] = both & (
        np.abs(a / 2 - b / 2) > tolerance * (np.maximum(np.abs(a), np.abs(b)) / 2)
    )
    return apart


def _text(whole: Observations, number: int) -> str:
    value = whole.values[number]
    return str(value) if whole.is_category else repr(float(value))
