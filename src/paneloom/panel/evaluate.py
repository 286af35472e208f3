"""Expressions over the rows of a frame. Missing in, missing out; anything else not finite is an error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.arithmetic import OPERATIONS
from paneloom.panel.frame import Frame
from paneloom.study.expression import Call, Expression, Name, Number, Shift, formula


def evaluate(tree: Expression, frame: Frame, column: Callable[[str], Floats] | None = None) -> Floats:
    """The value (n,) of an expression in each row of a frame.

    Shifts look up the same unit at another time; a row that is not there is a missing value.

    Parameters
    ----------
    tree
        The expression.
    frame
        The rows, sorted by unit and time.
    column
        Where the values of a name come from; by default the numbers of the frame.

    Raises
    ------
    PaneloomError
        ``unknown-column``; ``not-finite`` with unit and time, where present values give no finite number.
    """
    if isinstance(tree, Number):
        return np.full(len(frame), tree.value)
    if isinstance(tree, Name):
        return column(tree.name) if column is not None else column_of(frame, tree.name)
    if isinstance(tree, Shift):
        if tree.kind == "D":
            before = Shift("L", tree.periods, tree.argument)
            return evaluate(Call("-", (tree.argument, before)), frame, column)
        values = evaluate(tree.argument, frame, column)
        return at_shifted_time(
            values, frame.unit, frame.time, tree.periods if tree.kind == "F" else -tree.periods
        )
    arguments = [evaluate(argument, frame, column) for argument in tree.arguments]
    with np.errstate(all="ignore"):
        result: Floats = OPERATIONS[tree.function](*arguments)
    _check_finite(tree, result, arguments, frame)
    return result


def column_of(frame: Frame, name: str) -> Floats:
    """The numbers of a column.

    Raises
    ------
    PaneloomError
        ``unknown-column``.
    """
    if name not in frame.numbers:
        raise unknown_column(name, frame)
    return frame.numbers[name]


def unknown_column(name: str, frame: Frame) -> PaneloomError:
    """The error for a name that no column has; columns of labels count as known, but not as numbers."""
    if name in frame.categories:
        return PaneloomError("not-numeric", seen=name)
    known = tuple(frame.numbers)
    return PaneloomError("unknown-column", seen=name, nearest=nearest(name, known), known=known)


def at_shifted_time(values: Floats, unit: Integers, time: Integers, periods: int) -> Floats:
    """The value of the same unit ``periods`` later (earlier when negative); NaN where there is no such row."""
    if time.size == 0:
        return values
    # Room on both sides, so that a shifted time never reaches into another unit's keys.
    room = abs(periods)
    start = int(time.min()) - room
    width = int(time.max()) - start + room + 1
    keys = unit * width + (time - start)
    wanted = keys + periods
    at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[at] == wanted, values[at], np.nan)


def _check_finite(tree: Call, result: Floats, arguments: list[Floats], frame: Frame) -> None:
    present = np.logical_and.reduce([~np.isnan(argument) for argument in arguments])
    bad = np.flatnonzero(present & ~np.isfinite(result))
    if bad.size:
        row = int(bad[0])
        raise PaneloomError(
            "not-finite",
            seen=", ".join(repr(float(argument[row])) for argument in arguments),
            expression=formula(tree) if tree.function != "phi" else f"phi({formula(tree.arguments[0])})",
            unit=frame.units[frame.unit[row]],
            time=int(frame.time[row]),
            count=int(bad.size),
        )
