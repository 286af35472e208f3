"""The rows of one model as rows, unit by unit: what models that weigh units and rows against each other need."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import RowCount
from paneloom.estimate.records import MOST_ROWS
from paneloom.estimate.rows import empty_sample, row_count
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.sample import Sample


@dataclass(frozen=True, slots=True, eq=False)
class PanelRows(Record):
    """The complete rows of a sample, sorted by unit and time.

    Parameters
    ----------
    names, values
        k columns, (n, k).
    times, clusters
        (n,) times and codes of the clusters, which nest units.
    starts
        (U,) the first row of each unit.
    rows
        How many rows, units and times, and where the others went.
    """

    names: tuple[str, ...]
    values: Floats
    times: Integers
    clusters: Integers
    starts: Integers
    rows: RowCount

    @property
    def counts(self) -> Integers:
        """(U,) rows of each unit."""
        return np.asarray(np.diff(np.r_[self.starts, self.times.size]))

    def columns(self, names: tuple[str, ...]) -> Floats:
        """(n, len(names)) some of the columns, in this order."""
        return np.asarray(self.values[:, [self.names.index(name) for name in names]])

    def means(self, values: Floats) -> Floats:
        """(U, k) unit means of ``values`` (n, k)."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=0) / self.counts[:, None])

    def spread(self, means: Floats) -> Floats:
        """(n, k) the mean of its unit, or another number (U, k) of its unit, on each row."""
        return np.repeat(means, self.counts, axis=0)


def panel_rows(panel: Panel, design: Design) -> PanelRows:
    """The rows of a design: its columns on its sample.

    Raises
    ------
    PaneloomError
        ``empty-sample``; ``too-many-rows-kept`` above ``MOST_ROWS``; what clusters do not allow.
    """
    sample = complete_sample(design)
    blocks = [
        block for block in panel.rows.blocks(design.columns, sample, design.cluster) if block.units.size
    ]
    if not blocks:
        raise empty_sample(panel.rows, sample, design.outcome)
    units, times = (np.concatenate([getattr(block, name) for block in blocks]) for name in ("units", "times"))
    if units.size > MOST_ROWS:
        raise PaneloomError("too-many-rows-kept", rows=units.size, most=MOST_ROWS)
    starts = np.flatnonzero(np.r_[True, units[1:] != units[:-1]])
    return PanelRows(
        names=design.columns,
        values=frozen(np.concatenate([block.values for block in blocks])),
        times=frozen(times, np.int64),
        clusters=frozen(np.concatenate([block.clusters for block in blocks]), np.int64),
        starts=frozen(starts, np.int64),
        rows=row_count(panel.rows, sample, starts.size, np.unique(times).size),
    )


def complete_sample(design: Design) -> Sample:
    """The sample of a design with all columns of it complete.

    Singletons of effects count among changes, not among the rows that are differenced.
    """
    complete = tuple(dict.fromkeys((*design.sample.complete, *design.columns)))
    singletons = () if design.model == "first-difference" else design.sample.singletons
    return replace(design.sample, complete=complete, singletons=singletons)
