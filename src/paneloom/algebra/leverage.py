"""The leverage of absorbed effects: how far each row is fitted by its own unit, time or constant."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.centre import trends
from paneloom.algebra.effects import FirstRecord
from paneloom.algebra.record import Floats
from paneloom.algebra.sweep import Sweep


def effect_leverage(block: Block, first: FirstRecord, sweep: Sweep) -> Floats:
    """(n,) the diagonal of the projection on the effects (on the constant, without effects), weights included.

    With unit and time effects it is the share of a row's weight in its unit, with trends of units w t^2 over
    the unit's sum of it, and what the years left after that explain: w d' inverse(D'D) d, d the row of year
    dummies swept within units.
    """
    weights = block.weights
    if sweep.effects == "none":
        return np.asarray(weights / first.totals.weight)
    if sweep.effects == "time":
        at = np.searchsorted(first.block.times, block.second)
        return np.asarray(weights / first.block.weight[at])
    own = _share_of_unit(block)
    if "trend" in sweep.effects:
        own = own + _share_of_trend(block)
    if "time" not in sweep.effects:
        return own
    kept = np.searchsorted(first.block.times, sweep.free)
    _, dummies = sweep.dummies(block)
    explained = np.linalg.solve(first.block.normal[np.ix_(kept, kept)], dummies.T).T
    return np.asarray(own + weights * (dummies * explained).sum(axis=1))


def _share_of_unit(block: Block) -> Floats:
    counts = np.diff(np.r_[block.starts, block.units.size])
    total = np.add.reduceat(block.weights, block.starts) if block.starts.size else np.zeros(0)
    return np.asarray(block.weights / np.repeat(total, counts))


def _share_of_trend(block: Block) -> Floats:
    trend = trends(block)[:, 0]
    squares = block.weights * trend**2
    if squares.size == 0:
        return squares
    counts = np.diff(np.r_[block.starts, block.units.size])
    total = np.repeat(np.add.reduceat(squares, block.starts), counts)
    return np.asarray(np.divide(squares, total, out=np.zeros_like(squares), where=total > 0))
