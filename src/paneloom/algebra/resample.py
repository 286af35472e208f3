"""Any selection of clusters, swept anew from keyed moments without touching the rows.

Leave one cluster out, jackknife and bootstrap live here: each selection has time effects of its own.
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.basis import root
from paneloom.algebra.block import Block
from paneloom.algebra.centre import swept_of_units
from paneloom.algebra.components import independent
from paneloom.algebra.effects import Effects
from paneloom.algebra.factor import Factor
from paneloom.algebra.keyed import KeyedMoments, keyed_moments
from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.algebra.sweep import CONSTANT


def dummy_names(effects: Effects, times: Integers) -> tuple[str, ...]:
    """The dummy columns that keyed moments keep in front: one a time, a constant, or none."""
    if effects in ("unit", "unit+trend"):
        return ()
    return (CONSTANT,) if effects == "none" else tuple(f"time {time}" for time in times)


def keyed_record(block: Block, effects: Effects, times: Integers, origin: Floats) -> KeyedMoments:
    """The keyed moments of one block: all L time dummies kept, centred within units if units are absorbed.

    ``origin`` (k,) is taken off the columns when no unit effect is absorbed, so that a large mean costs
    nothing; it must be the same for every block.
    """
    dummies = np.zeros((block.times.size, 0))
    if effects == "none":
        dummies = np.ones((block.times.size, 1))
    elif "time" in effects:
        dummies = (block.second[:, None] == times[None, :]).astype(np.float64)
    rows = np.hstack([dummies, block.values])
    if "unit" in effects:
        rows = swept_of_units(rows, block, effects)
    else:
        rows[:, dummies.shape[1] :] -= origin
    return keyed_moments(dummy_names(effects, times) + block.names, rows, block.clusters, block.weights)


def swept_selection(moments: KeyedMoments, front: tuple[str, ...]) -> Factor:
    """The factor of the columns behind ``front``, swept of it, for the clusters in ``moments``.

    Time dummies that the selection leaves empty or dependent are found by their connected components. The
    factor is marked as ``squared``: it comes from cross-products, so that a solve may trust it only up to a
    condition of 1e3.
    """
    scatter, k = moments.total(), len(front)
    rest = moments.names[k:]
    normal = scatter[:k, :k]
    kept = _independent(normal)
    basis = np.vstack([np.zeros((k, len(rest))), np.eye(len(rest))])
    if kept.size:
        basis[kept] = -np.linalg.solve(normal[np.ix_(kept, kept)], scatter[kept, k:])
    swept = basis.T @ scatter @ basis
    return Factor(rest, int(moments.n.sum()), float(moments.weight.sum()), frozen(root(swept)), squared=True)


def _independent(normal: Floats) -> Integers:
    """Positions of dummies with independent columns: all present ones when their normal matrix is diagonal
    (no unit effects), else all but those that follow from others.
    """
    present = np.flatnonzero(np.diag(normal))
    linked = normal[np.ix_(present, present)]
    if not np.triu(linked, 1).any():
        return present
    return np.asarray(present[independent(linked, np.full(present.size, np.diag(linked).max()))])
