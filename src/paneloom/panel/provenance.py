"""Which values of a panel were filled, or are computed from one that was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Integers
from paneloom.panel.evaluate import at_shifted_time
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.study.expression import Expression, Name, Number, Shift, parse

Mask = NDArray[np.bool_]


def filled_cells(
    frame: Frame, ledger: Ledger, expressions: Mapping[str, Expression]
) -> MappingProxyType[str, Mask]:
    """For each numeric column of a frame, (n,) whether its value was filled or rests on one that was.

    A derived value rests on every cell that its expression reads, at the times at which it reads them, and
    so down the chain of derived variables; the score of an index rests on its indicators in the same row.
    (Bounds and weights rest on all rows at once and are not counted.) A missing value is never filled.

    Parameters
    ----------
    frame
        The rows.
    ledger
        Tells which cells of the variables from files were filled.
    expressions
        Of the derived columns and indices, each after those it reads, as ``all_expressions`` gives them.
    """
    marks: dict[str, Mask] = _filled_in_files(frame, ledger)
    for name, tree in expressions.items():
        marks[name] = _present(frame, name, inherited(tree, frame, marks))
    nothing = np.zeros(len(frame), dtype=bool)
    return MappingProxyType({name: marks.get(name, nothing) for name in frame.numbers})


def inherited(tree: Expression, frame: Frame, marks: Mapping[str, Mask]) -> Mask:
    """(n,) whether an expression reads a marked cell in each row; a column without marks has none."""
    if isinstance(tree, Number):
        return np.zeros(len(frame), dtype=bool)
    if isinstance(tree, Name):
        return marks.get(tree.name, np.zeros(len(frame), dtype=bool))
    if isinstance(tree, Shift):
        own = inherited(tree.argument, frame, marks)
        periods = tree.periods if tree.kind == "F" else -tree.periods
        other: Mask = at_shifted_time(own.astype(float), frame.unit, frame.time, periods) == 1
        return own | other if tree.kind == "D" else other
    return _any(frame, [inherited(argument, frame, marks) for argument in tree.arguments])


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


def _any(frame: Frame, masks: list[Mask]) -> Mask:
    """(n,) whether any of the masks holds; none holds where there are no masks."""
    found: Mask = np.any([np.zeros(len(frame), dtype=bool), *masks], axis=0)
    return found


def _keys(unit: Integers, time: Integers, panel: Frame) -> Integers:
    """One number for each (unit, time), the same wherever the pair is met."""
    start = int(panel.time.min())
    return unit * (int(panel.time.max()) - start + 1) + time - start


def _filled_in_files(frame: Frame, ledger: Ledger) -> dict[str, Mask]:
    """The marks that the ledger itself tells."""
    cells: dict[str, set[tuple[str, int | None]]] = {}
    for entry in ledger.of("filled"):
        cells.setdefault(entry.variable, set()).add((entry.unit, entry.time))
    keys = list(zip(frame.unit_names, frame.time.tolist(), strict=True)) if cells else []
    return {
        name: _present(frame, name, np.array([key in marked for key in keys], dtype=bool))
        for name, marked in cells.items()
    }


def _present(frame: Frame, name: str, mask: Mask) -> Mask:
    return mask & ~np.isnan(frame.numbers[name]) if name in frame.numbers else mask
