"""The leverage of absorbed effects: how far each row is fitted by its own unit, time or constant."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.effects import FirstRecord
from paneloom.algebra.record import Floats
from paneloom.algebra.sweep import Sweep


def effect_leverage(block: Block, first: FirstRecord, sweep: Sweep) -> Floats:
    """(n,) the diagonal of the projection on the effects (on the constant, without effects), weights included.

    With unit and time effects it is the share of a row's weight in its unit, and what the years left after
    that explain: w d' inverse(D'D) d, d the row of year dummies centred within units.
    """
    weights = block.weights
    if sweep.effects == "none":
        return np.asarray(weights / first.totals.weight)
    if sweep.effects == "time":
        at = np.searchsorted(first.block.times, block.second)
        return np.asarray(weights / first.block.weight[at])
    own = _share_of_unit(block)
    if sweep.effects == "unit":
        return own
    kept = np.searchsorted(first.block.times, sweep.free)
    _, dummies = sweep.dummies(block)
    explained = np.linalg.solve(first.block.normal[np.ix_(kept, kept)], dummies.T).T
    return np.asarray(own + weights * (dummies * explained).sum(axis=1))


def _share_of_unit(block: Block) -> Floats:
    counts = np.diff(np.r_[block.starts, block.units.size])
    total = np.add.reduceat(block.weights, block.starts) if block.starts.size else np.zeros(0)
    return np.asarray(block.weights / np.repeat(total, counts))
