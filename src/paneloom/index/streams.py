"""Bounds and entropies of min-max scaled columns in two passes over an array, in blocks that stay in the cache.

The general path (``build``) keeps every stage; this one keeps nothing, and is for arrays of 10^6 rows and more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.parallel import in_order
from paneloom.algebra.phi import phi_into
from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.errors import PaneloomError
from paneloom.index.weight.entropy import Shares

# Numbers in a block: few enough for the cache, many enough that threads seldom wait for one another.
BLOCK = 163_840
# A mean of phi from which the plain formula keeps 13 digits of it.
PLAIN = 1e-3
SMALLEST = 5e-324


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """(J,) present values, smallest, largest and mean of each column."""

    n: Integers
    minimum: Floats
    maximum: Floats
    mean: Floats


Piece = tuple[Floats, slice]


def pieces(columns: Floats | Sequence[Floats], block: int = BLOCK) -> list[Piece]:
    """Blocks (rows, k) of an array (n, J) or of J arrays (n,), each with the columns it holds; nothing is copied.

    An array in C order is cut by rows; one in Fortran order, and separate columns, column by column.
    """
    if isinstance(columns, np.ndarray) and columns.flags.c_contiguous:
        rows = max(block // max(columns.shape[1], 1), 1)
        every = slice(0, columns.shape[1])
        return [(columns[at : at + rows], every) for at in range(0, len(columns), rows)]
    apart = columns.T if isinstance(columns, np.ndarray) else columns
    return [
        (column[at : at + block, None], slice(j, j + 1))
        for j, column in enumerate(apart)
        for at in range(0, len(column), block)
    ]


def bounds(cut: Sequence[Piece], width: int, threads: int | None = None) -> Bounds:
    """The bounds of all columns; NaN is a missing value.

    Blocks are merged in their order, whatever the number of threads.
    """
    found = in_order(lambda at: _block_bounds(cut[at][0]), len(cut), threads)
    n, total = np.zeros(width, dtype=np.int64), np.zeros(width)
    low, high = np.full(width, np.inf), np.full(width, -np.inf)
    for (_, held), (count, smallest, largest, added) in zip(cut, found, strict=True):
        n[held] += count
        low[held] = np.minimum(low[held], smallest)
        high[held] = np.maximum(high[held], largest)
        total[held] += added
    return Bounds(frozen(n, np.int64), frozen(low), frozen(high), frozen(total / np.maximum(n, 1)))


def _block_bounds(x: Floats) -> tuple[Integers | int, Floats, Floats, Floats]:
    """Count, extremes and sum of each column of a block; infinite extremes of the wrong sign without values."""
    smallest, largest, added = _reduced(np.minimum, x), _reduced(np.maximum, x), _reduced(np.add, x)
    if not np.isnan(added).any():
        return len(x), smallest, largest, added
    present = ~np.isnan(x)
    return (
        present.sum(axis=0),
        np.where(present, x, np.inf).min(axis=0),
        np.where(present, x, -np.inf).max(axis=0),
        np.where(present, x, 0.0).sum(axis=0),
    )


def _reduced(operation: np.ufunc, x: Floats) -> Floats:
    """Columns of a block reduced; narrow ones in long lines first, which is faster."""
    rows, width = x.shape
    if not x.flags.c_contiguous:
        return np.asarray(operation.reduce(x, axis=0))
    fold = max(1024 // max(width, 1), 1)
    whole = rows - rows % fold
    parts = [operation.reduce(x[whole:], axis=0)] if whole < rows else []
    if whole:
        lines = operation.reduce(x[:whole].reshape(-1, fold * width), axis=0)
        parts.append(operation.reduce(lines.reshape(fold, width), axis=0))
    return np.asarray(parts[0] if len(parts) == 1 else operation(parts[0], parts[1]))


def entropy_shares(
    cut: Sequence[Piece], found: Bounds, larger: NDArray[np.bool_], threads: int | None = None
) -> Shares:
    """What entropies need of the min-max scaled columns, ``larger`` (J,) where larger is better.

    Means of z are known from the raw ones to eight digits or more; the pass brings the exact ones home.
    """
    span = found.maximum - found.minimum
    anchor = np.where(larger, found.minimum, found.maximum)
    near = np.where(larger, found.mean - found.minimum, found.maximum - found.mean)
    varies = span > 0
    # A mean of values a rounding apart may lie on their bound: then the span does for the mean.
    near = np.where(varies, np.where(near > 0, near, span), 1.0)
    signed = np.where(larger, near, -near)
    rows = sum(len(x) for x, held in cut if held.start == 0)
    whole = bool((found.n == rows).all())
    sums = in_order(lambda at: _block_shares(cut[at], anchor, signed, whole=whole), len(cut), threads)
    ratio, parts = np.zeros(span.size), np.zeros(span.size)
    for (_, held), (one, two) in zip(cut, sums, strict=True):
        ratio[held] += one
        parts[held] += two
    count = np.maximum(found.n, 1)
    scale = np.where(varies, near / np.where(varies, span, 1.0), 0.0)
    return Shares(
        frozen(scale),
        found.n,
        frozen(scale * ratio / count),
        frozen(np.where(varies, parts / count, 0.0)),
    )


def _block_shares(piece: Piece, anchor: Floats, near: Floats, *, whole: bool) -> tuple[Floats, Floats]:
    """Sums of r = z / near and of phi(r) over the rows of a block; ``whole`` says that no value is missing.

    The plain formula errs by about 1e-16 a term. Where a column's mean of phi is so small that this would be
    seen, the terms are taken again by the form that does not cancel.
    """
    x, held = piece
    r = x - anchor[held]
    r /= near[held]
    missing = None if whole else np.isnan(r)
    if missing is not None:
        r[missing] = 1.0
    np.maximum(r, SMALLEST, out=r)
    parts = np.log(r)
    parts -= 1.0
    parts *= r
    parts += 1.0
    found = _reduced(np.add, parts)
    cancels = np.flatnonzero(found < PLAIN * len(x))
    if cancels.size:
        again = np.ascontiguousarray(r[:, cancels])
        phi_into(again, np.empty_like(again))
        found[cancels] = again.sum(axis=0)
    if missing is not None:
        r[missing] = 0.0
    return _reduced(np.add, r), found


def refuse_what_cannot_be_scaled(found: Bounds, names: tuple[str, ...]) -> None:
    """Raise for columns without values, with one value, or with infinite ones.

    Raises
    ------
    PaneloomError
        ``no-values``, ``index-one-row``, ``index-infinite``, ``too-far-apart``.
    """
    for slug, count in (("no-values", 0), ("index-one-row", 1)):
        lacking = tuple(name for name, n in zip(names, found.n, strict=True) if n == count)
        if lacking:
            raise PaneloomError(slug, columns=lacking)
    finite = np.isfinite(found.minimum) & np.isfinite(found.maximum)
    with np.errstate(over="ignore", invalid="ignore"):
        near = np.isfinite(found.mean) & np.isfinite(found.maximum - found.minimum)
    for slug, good in (("index-infinite", finite), ("too-far-apart", near)):
        lacking = tuple(name for name, is_so in zip(names, good, strict=True) if not is_so)
        if lacking:
            raise PaneloomError(slug, columns=lacking)
