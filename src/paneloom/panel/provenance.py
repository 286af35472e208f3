"""Which values of a panel were filled, or are computed from one that was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers
from paneloom.panel.along import at_shifted_time
from paneloom.panel.deflate import rests_on
from paneloom.panel.evaluate import column_of, evaluate, gathered
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry, Ledger
from paneloom.study.expression import Along, Call, Expression, Name, Shift, children, parse
from paneloom.study.intake import Deflate

Mask = NDArray[np.bool_]
NONE: Mapping[str, Deflate] = MappingProxyType({})


def filled_cells(
    frame: Frame,
    ledger: Ledger,
    expressions: Mapping[str, Expression],
    deflations: Mapping[str, Deflate] = NONE,
) -> MappingProxyType[str, Mask]:
    """For each numeric column of a frame, (n,) whether its value was filled or rests on one that was.

    A derived value rests on every cell that its expression reads, at the times at which it reads them, and
    so down the chain of derived variables; a deflated one also on the index of each year that leads to the
    base year; the score of an index rests on its indicators in the same row. What rests on all rows at
    once is not counted: bounds and weights of an index, the mean of a group, the mean and the spread that
    standardise a value, the quantiles at which one is cut; of these the cell in the row itself counts. A
    missing value is never filled.

    Parameters
    ----------
    frame
        The rows.
    ledger
        Tells which cells were filled, those of derived variables too.
    expressions
        Of the derived columns and indices, each after those it reads, as ``all_expressions`` gives them.
    deflations
        How columns were deflated, by column.
    """
    marks = {
        name: _present(frame, name, cells_of(frame, entries))
        for name, entries in by_variable(ledger.of("filled")).items()
    }
    nothing = np.zeros(len(frame), dtype=bool)
    for name in _in_order(expressions, deflations):
        mask = marks.get(name, nothing)
        if name in expressions:
            mask = mask | inherited(expressions[name], frame, marks)
        if name in deflations:
            how = deflations[name]
            read, index = marks.get(how.index, nothing), column_of(frame, how.index)
            mask = mask | rests_on(read, index, frame.unit, frame.time, how.base, how.kind)
        marks[name] = _present(frame, name, mask)
    return MappingProxyType({name: marks.get(name, nothing) for name in frame.numbers})


def inherited(tree: Expression, frame: Frame, marks: Mapping[str, Mask]) -> Mask:
    """(n,) whether an expression reads a marked cell in each row; a column without marks has none.

    ``if`` reads its condition and the branch that is taken, ``coalesce`` what it takes. What pools rows
    reads its own row here.
    """
    if isinstance(tree, Name):
        return marks.get(tree.name, np.zeros(len(frame), dtype=bool))
    below = [inherited(child, frame, marks) for child in children(tree)]
    if isinstance(tree, Shift):
        periods = tree.periods if tree.kind == "F" else -tree.periods
        other: Mask = at_shifted_time(below[0].astype(float), frame.unit, frame.time, periods) == 1
        return other if tree.kind in "LF" else below[0] | other
    if any(mask.any() for mask in below):
        if isinstance(tree, Along):
            # What runs along a series, asked of ones at the marks and zeros elsewhere.
            ones = np.where(np.isnan(_values(tree.argument, frame)), np.nan, below[0])
            return gathered(tree, ones, frame) > 0
        if isinstance(tree, Call) and tree.function == "if":
            holds = _values(tree.arguments[0], frame) != 0
            return below[0] | np.where(holds, below[1], below[2])
        if isinstance(tree, Call) and tree.function == "coalesce":
            return _first_present([_values(part, frame) for part in tree.arguments], below)
    return _any(frame, below)


def rows_with_filled_cells(
    panel: Frame, sample: Frame, columns: Iterable[str], filled: Mapping[str, Mask]
) -> int:
    """How many rows of a sample have a value of ``columns`` that was filled or rests on one that was.

    Parameters
    ----------
    panel
        All rows, to which ``filled`` belongs.
    sample
        The rows of the sample, some of those of the panel.
    columns
        Names or expressions such as "L.gdp", as a model reads them.
    filled
        What ``filled_cells`` gives for the panel.
    """
    touched = _any(panel, [inherited(parse(column), panel, filled) for column in columns])
    if not touched.any():
        return 0
    code_of = {unit: code for code, unit in enumerate(panel.units)}
    codes = np.array([code_of[unit] for unit in sample.units], dtype=np.int64)
    wanted = _keys(panel.unit, panel.time, panel)[touched]
    return int(np.isin(_keys(codes[sample.unit], sample.time, panel), wanted).sum())


def by_variable(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by the variable that they are about, in the order first met."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.variable, []).append(entry)
    return found


def cells_of(frame: Frame, entries: Iterable[Entry]) -> Mask:
    """(n,) the rows that entries are about; one without a unit is about every unit, one without a time about
    every time.
    """
    code_of = {unit: code for code, unit in enumerate(frame.units)}
    found = np.zeros(len(frame), dtype=bool)
    exact: list[tuple[int, int]] = []
    for unit, time in dict.fromkeys((entry.unit, entry.time) for entry in entries):
        if unit and time is not None:
            exact += [(code_of[unit], time)] if unit in code_of else []
        else:
            of_unit = (frame.unit == code_of.get(unit, -1)) | (not unit)
            found |= of_unit if time is None else of_unit & (frame.time == time)
    if exact and len(frame):
        cells = np.array(exact, dtype=np.int64)
        inside = (cells[:, 1] >= frame.time.min()) & (cells[:, 1] <= frame.time.max())
        cells = cells[inside]
        found |= np.isin(_keys(frame.unit, frame.time, frame), _keys(cells[:, 0], cells[:, 1], frame))
    return found


def _in_order(expressions: Mapping[str, Expression], deflations: Mapping[str, Deflate]) -> Iterator[str]:
    """Columns in the order in which they came about: one from a file is deflated once its index is there."""
    files = {name: how.index for name, how in deflations.items() if name not in expressions}
    yield from (name for name, index in files.items() if index not in expressions)
    for derived in expressions:
        yield derived
        yield from (name for name, index in files.items() if index == derived)


def _values(tree: Expression, frame: Frame) -> Floats:
    """The value in each row; missing where it is not finite, which matters only where it was not asked for."""
    return evaluate(tree, frame, needed=np.zeros(len(frame), dtype=bool))


def _first_present(values: list[Floats], masks: list[Mask]) -> Mask:
    """(n,) the mask of the first value that is there, or of the last."""
    pairs = list(zip(values, masks, strict=True))[::-1]
    return reduce(lambda later, one: np.where(np.isnan(one[0]), later, one[1]), pairs[1:], pairs[0][1])


def _any(frame: Frame, masks: list[Mask]) -> Mask:
    """(n,) whether any of the masks holds; none holds where there are no masks."""
    found: Mask = np.any([np.zeros(len(frame), dtype=bool), *masks], axis=0)
    return found


def _keys(unit: Integers, time: Integers, panel: Frame) -> Integers:
    """One number for each (unit, time), the same wherever the pair is met."""
    start = int(panel.time.min())
    return unit * (int(panel.time.max()) - start + 1) + time - start


def _present(frame: Frame, name: str, mask: Mask) -> Mask:
    return mask & ~np.isnan(frame.numbers[name]) if name in frame.numbers else mask
