"""Expressions over the rows of a frame. Missing in, missing out; anything else not finite is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.along import SERIES, at_shifted_time
from paneloom.panel.arithmetic import OPERATIONS
from paneloom.panel.frame import Frame
from paneloom.panel.pooled import group_codes, pooled
from paneloom.study.expression import Along, Call, Expression, Is, Name, Number, Pooled, Shift, formula

Mask = NDArray[np.bool_]
Column = Callable[[str], Floats]


def evaluate(
    tree: Expression, frame: Frame, column: Column | None = None, needed: Mask | None = None
) -> Floats:
    """The value (n,) of an expression in each row of a frame.

    Shifts look up the same unit at another time; a row that is not there is a missing value. Statistics are
    those of all rows of the frame. Of ``if`` and ``coalesce`` only what is chosen has to be finite.

    Parameters
    ----------
    tree
        The expression.
    frame
        The rows, sorted by unit and time.
    column
        Where the values of a name come from; by default the numbers and times of the frame.
    needed
        (n,) the rows in which a value is asked for, by default all; elsewhere what is not finite is missing.

    Raises
    ------
    PaneloomError
        ``unknown-column``; ``not-numeric`` and ``not-labels`` for a column of the wrong kind;
        ``unknown-category``, ``unknown-level``; ``no-base-year``; ``not-finite`` with unit and time, where
        present values give no finite number.
    """
    return _Rows(frame, column or (lambda name: column_of(frame, name))).value(tree, needed)


def column_of(frame: Frame, name: str) -> Floats:
    """The numbers of a column, or the times of the rows.

    Raises
    ------
    PaneloomError
        ``unknown-column``, ``not-numeric``.
    """
    if name in frame.numbers:
        return frame.numbers[name]
    if name == frame.time_key:
        return frame.time.astype(np.float64)
    raise unknown_column(name, frame)


def unknown_column(name: str, frame: Frame) -> PaneloomError:
    """The error for a name that no column has; columns of labels count as known, but not as numbers."""
    if name in frame.categories:
        return PaneloomError("not-numeric", seen=name)
    known = tuple(frame.numbers)
    return PaneloomError("unknown-column", seen=name, nearest=nearest(name, known), known=known)


def gathered(tree: Pooled | Along, values: Floats, frame: Frame, column: Column | None = None) -> Floats:
    """What a pooled function, or one along time, makes of ``values`` (n,) in place of its argument."""
    if isinstance(tree, Along):
        return SERIES[tree.function](values, frame.unit, frame.time, tree.constants)
    read = column or (lambda name: column_of(frame, name))
    keys = [frame.categories[name] if name in frame.categories else read(name) for name in tree.by]
    return pooled(tree.function, values, group_codes(keys, len(frame)), tree.constants)


@dataclass(frozen=True, slots=True)
class _Rows:
    """One frame, and where the values of a name come from."""

    frame: Frame
    column: Column

    def value(self, tree: Expression, needed: Mask | None) -> Floats:
        if isinstance(tree, Number):
            return np.full(len(self.frame), tree.value)
        if isinstance(tree, Name):
            return self.column(tree.name)
        if isinstance(tree, Is):
            return _labelled(tree, self.frame)
        if isinstance(tree, Shift):
            return self.shifted(tree, needed)
        if isinstance(tree, Pooled | Along):
            return self.gathered(tree, needed)
        if tree.function == "if":
            return self.chosen(tree, needed)
        if tree.function == "coalesce":
            return self.first_present(tree, needed)
        return self.called(tree, needed)

    def called(self, tree: Call, needed: Mask | None) -> Floats:
        arguments = []
        # Not in a comprehension, which would double the depth of the stack.
        for argument in tree.arguments:
            arguments.append(self.value(argument, needed))  # noqa: PERF401
        with np.errstate(all="ignore"):
            result: Floats = OPERATIONS[tree.function](*arguments)
        return self.finite(tree, result, arguments, needed)

    def shifted(self, tree: Shift, needed: Mask | None) -> Floats:
        periods = tree.periods if tree.kind == "F" else -tree.periods
        is_change = tree.kind in ("D", "G")
        read = None
        if needed is not None:
            read = self.at(needed.astype(np.float64), -periods) == 1
            read = read | needed if is_change else read
        values = self.value(tree.argument, read)
        other = self.at(values, periods)
        if not is_change:
            return other
        with np.errstate(all="ignore"):
            change = values - other
            result = change / other if tree.kind == "G" else change
        return self.finite(tree, result, [values, other], needed)

    def at(self, values: Floats, periods: int) -> Floats:
        return at_shifted_time(values, self.frame.unit, self.frame.time, periods)

    def gathered(self, tree: Pooled | Along, needed: Mask | None) -> Floats:
        if tree.function == "base" and len(self.frame) and tree.constants[0] not in self.frame.time:
            years = (int(self.frame.time.min()), int(self.frame.time.max()))
            raise PaneloomError("no-base-year", seen=formula(tree), first=years[0], last=years[1])
        values = self.value(tree.argument, None)
        with np.errstate(all="ignore"):
            result = gathered(tree, values, self.frame, self.column)
        # A missing result is of the kind that the function gives; too large a sum or no spread is infinite.
        return self.finite(tree, result, [np.where(np.isinf(result), 0.0, np.nan)], needed, [values])

    def chosen(self, tree: Call, needed: Mask | None) -> Floats:
        condition, true, false = tree.arguments
        test = self.value(condition, needed)
        asked = ~np.isnan(test) if needed is None else needed & ~np.isnan(test)
        result = np.where(test != 0, self.value(true, asked & (test != 0)), np.nan)
        result = np.where(test == 0, self.value(false, asked & (test == 0)), result)
        return np.where(np.isnan(test), np.nan, result)

    def first_present(self, tree: Call, needed: Mask | None) -> Floats:
        result = self.value(tree.arguments[0], needed)
        for other in tree.arguments[1:]:
            asked = np.isnan(result) if needed is None else needed & np.isnan(result)
            result = np.where(np.isnan(result), self.value(other, asked), result)
        return result

    def finite(
        self,
        tree: Expression,
        result: Floats,
        arguments: list[Floats],
        needed: Mask | None,
        shown: list[Floats] | None = None,
    ) -> Floats:
        """The result, when it is finite wherever it is needed and all arguments are present."""
        present = np.logical_and.reduce([~np.isnan(argument) for argument in arguments])
        wrong = present & ~np.isfinite(result)
        bad = np.flatnonzero(wrong if needed is None else wrong & needed)
        if bad.size:
            row = int(bad[0])
            raise PaneloomError(
                "not-finite",
                seen=", ".join(repr(float(argument[row])) for argument in shown or arguments),
                expression=formula(tree),
                unit=self.frame.units[self.frame.unit[row]],
                time=int(self.frame.time[row]),
                count=int(bad.size),
            )
        return result if needed is None else np.where(wrong, np.nan, result)


def _labelled(tree: Is, frame: Frame) -> Floats:
    """1 or 0 for whether the label is one of those given; missing where there is no label."""
    name = tree.name
    if name not in frame.categories:
        if name in frame.numbers or name == frame.time_key:
            raise PaneloomError("not-labels", seen=name, text=tree.texts[0])
        known = tuple(frame.categories)
        raise PaneloomError("unknown-category", seen=name, nearest=nearest(name, known), known=known)
    labels = frame.categories[name]
    levels = tuple(np.unique(labels).tolist())
    for text in tree.texts:
        if levels and text not in levels:
            like = nearest(text, levels)
            raise PaneloomError("unknown-level", seen=text, column=name, nearest=like, known=levels)
    found = np.isin(labels, tree.texts) == tree.holds
    return np.where(labels == "", np.nan, found.astype(np.float64))
