"""Degrees of freedom of a sample without one of its units, from who is present when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.components import components
from paneloom.algebra.record import Floats, Integers, Record
from paneloom.errors import PaneloomError
from paneloom.estimate.absorbed import Absorbed, Effect, Groups
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.requests import modelled, request_of
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


@dataclass(frozen=True, slots=True, eq=False)
class Presence(Record):
    """Who is where in a sample.

    ``units`` (U,) sorted codes of units, ``clusters`` (U,) codes from zero of the cluster of each, ``rows``
    (U, L) how many rows each unit has in each level of the second effect; ``effects`` those that are absorbed,
    ``dropped`` which of them lose rows of their own.
    """

    units: Integers
    clusters: Integers
    rows: Floats
    effects: str
    dropped: tuple[str, ...]


def presence(panel: Panel, design: Design) -> Presence:
    """The presence of a design's sample, in one pass over units, times and clusters."""
    request = request_of(panel, design)
    columns = modelled(design)[:1]
    found = [
        block
        for block in panel.rows.blocks(
            columns, request.sample, request.cluster, request.weights, request.levels
        )
        if block.units.size
    ]
    unit = np.concatenate([block.units for block in found])
    kept, at = np.unique(unit, return_inverse=True)
    levels, second = np.unique(np.concatenate([block.second for block in found]), return_inverse=True)
    rows = np.zeros((kept.size, levels.size))
    np.add.at(rows, (at, second), 1.0)
    _, clusters = np.unique(np.concatenate([block.clusters for block in found]), return_inverse=True)
    owner = np.zeros(kept.size, dtype=np.int64)
    owner[at] = clusters
    told = tuple(kind for kind, name in _names(request.levels) if name in request.sample.singletons)
    return Presence(kept, owner, rows, request.effects, told)


def _names(levels: str | None) -> tuple[tuple[str, str], ...]:
    return (("unit", "unit"), ("time", levels or "time"))


def freedom_without(where: Presence, unit: int, design: Design) -> DegreesOfFreedom | None:
    """The degrees of freedom without the unit at a position; None where nothing is left to count."""
    rows = where.rows.copy()
    rows[unit] = 0.0
    _drop_singletons(rows, where.dropped)
    present, seen = rows.sum(axis=1) > 0, rows.sum(axis=0) > 0
    rows, owner = rows[np.ix_(present, seen)], where.clusters[present]
    effects, dependent = _effects(rows, owner, where.effects)
    groups = Groups("clusters", int(np.unique(owner).size))
    try:
        return degrees_of_freedom(
            design.dof,
            Absorbed(effects, 0, dependent),
            groups,
            rows=int(rows.sum()),
            slopes=len(design.slopes),
        )
    except PaneloomError:
        return None


def _drop_singletons(rows: Floats, dropped: tuple[str, ...]) -> None:
    """Leave out rows that are alone in their unit or level, again and again."""
    while True:
        alone = np.zeros_like(rows, dtype=bool)
        if "unit" in dropped:
            alone |= (rows > 0) & (rows.sum(axis=1) == 1)[:, None]
        if "time" in dropped:
            alone |= (rows > 0) & (rows.sum(axis=0) == 1)[None, :]
        if not alone.any():
            return
        rows[alone] = 0.0


def _effects(rows: Floats, owner: Integers, kinds: str) -> tuple[tuple[Effect, ...], int]:
    """The effects left, and how many of their levels follow from others."""
    found: list[Effect] = []
    parts = 0
    if "unit" in kinds:
        found.append(Effect("unit", rows.shape[0], nested=True))
    if "time" in kinds:
        counts = (rows > 0).astype(np.float64)
        within = [np.unique(owner[counts[:, at] > 0]).size == 1 for at in range(rows.shape[1])]
        ties: tuple[int, ...] = ()
        if found:
            parts = int(components(counts.T @ counts).max(initial=-1)) + 1
            ties = (parts,)
        found.append(Effect("time", rows.shape[1], nested=all(within), ties=ties))
    return tuple(found), parts


def without(design: Design, unit: str) -> Design:
    """The design on a sample without one unit."""
    return replace(design, sample=replace(design.sample, drop_units=(*design.sample.drop_units, unit)))
