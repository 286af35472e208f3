"""A regressor's paths given to other units at random: the statistics of a model on them, effects swept anew.

Rows, outcome, controls and effects stay; the path of one unit over the periods of the sample goes to another.
Units that lack the regressor in some period of the sample keep their own path.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.centre import swept_of_units
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.estimate.solved import Solved
from paneloom.panel.panel import Panel
from paneloom.study.sample import EVERY_ROW

# Numbers that the swept columns of one batch of draws hold.
BATCH = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class PermutedPaths(Record):
    """``t`` (B,) statistics of the draws; ``kept`` units that keep their own path, ``moved`` the others."""

    t: Floats
    moved: int
    kept: int


def permuted_paths(panel: Panel, block: Block, solved: Solved, name: str, factor: float) -> PermutedPaths:
    """The clustered t of ``name`` in each draw; ``block`` holds the rows of the model, ``factor`` its own."""
    paths = _paths(panel, block, name)
    whole = np.flatnonzero(np.isfinite(paths).all(axis=1))
    units, at = np.unique(block.units, return_inverse=True)
    _, when = np.unique(block.times, return_inverse=True)
    own = block.values[:, block.names.index(name)]
    design = solved.design
    random = np.random.Generator(np.random.PCG64(design.seed))
    if whole.size < 2:
        return PermutedPaths(np.zeros(0), int(whole.size), int(units.size - whole.size))
    names = (design.outcome, *(slope for slope in design.slopes if slope != name))
    swept = solved.rows.values[:, [solved.rows.names.index(n) for n in names]]
    size = max(1, BATCH // max(1, own.size))
    found = []
    for start in range(0, design.draws, size):
        count = min(size, design.draws - start)
        chosen = random.permuted(np.tile(whole, (count, 1)), axis=1)
        source = np.tile(np.arange(units.size), (count, 1))
        source[:, whole] = chosen
        moved = paths[source[:, at], when].T
        still = ~np.isin(at, whole)
        moved[still] = own[still, None]
        found.append(_t(_swept(moved, block, solved), swept, block, factor))
    return PermutedPaths(frozen(np.concatenate(found)), int(whole.size), int(units.size - whole.size))


def _paths(panel: Panel, block: Block, name: str) -> Floats:
    """(U, T) the regressor of each unit in each period of the sample, rows outside the sample too."""
    units, times = np.unique(block.units), np.unique(block.times)
    frame = panel.rows.collect((name,), EVERY_ROW)
    inside = np.isin(frame.unit, units) & np.isin(frame.time, times)
    paths = np.full((units.size, times.size), np.nan)
    rows = np.searchsorted(units, frame.unit[inside]), np.searchsorted(times, frame.time[inside])
    paths[rows] = frame.numbers[name][inside]
    return paths


def _swept(values: Floats, block: Block, solved: Solved) -> Floats:
    """(n, B) columns swept of the effects of the model."""
    sweep, first = solved.records.sweep, solved.records.first
    weights = block.weights[:, None]
    if sweep.effects == "none":
        return np.asarray(values - (values * weights).sum(axis=0) / weights.sum())
    levels = np.searchsorted(sweep.times, block.second)
    if "unit" in sweep.effects:
        values = swept_of_units(values, block, sweep.effects)
    if "time" not in sweep.effects:
        return values
    cross = _summed(values * weights, levels, sweep.times.size)
    kept = np.searchsorted(sweep.times, sweep.free)
    shift = np.zeros_like(cross)
    if sweep.effects == "time":
        shift = cross / first.block.weight[:, None]
        return np.asarray(values - shift[levels])
    shift[kept] = np.linalg.solve(first.block.normal[np.ix_(kept, kept)], cross[kept])
    return np.asarray(values - swept_of_units(shift[levels], block, sweep.effects))


def _t(x: Floats, swept: Floats, block: Block, factor: float) -> Floats:
    """(B,) t of each column beside the same controls, errors clustered: Frisch, Waugh and Lovell."""
    root = np.sqrt(block.weights)[:, None]
    y, controls = swept[:, 0], swept[:, 1:]
    if controls.shape[1]:
        basis, _ = np.linalg.qr(controls * root)
        x = x - basis @ (basis.T @ (x * root)) / root
        y = y - (basis @ (basis.T @ (y * root[:, 0]))) / root[:, 0]
    square = (block.weights[:, None] * x**2).sum(axis=0)
    _, cluster = np.unique(block.clusters, return_inverse=True)
    # A path of which nothing is left has no t; the caller counts it out.
    with np.errstate(divide="ignore", invalid="ignore"):
        b = (block.weights * y) @ x / square
        scores = x * (y[:, None] - x * b) * block.weights[:, None]
        sums = _summed(scores, cluster, int(cluster.max()) + 1)
        return np.asarray(b * square / np.sqrt(factor * (sums**2).sum(axis=0)))


def _summed(values: Floats, codes: Integers, count: int) -> Floats:
    found = np.zeros((count, values.shape[1]))
    np.add.at(found, codes, values)
    return found
