"""Asking an engine for the records of one sample: two passes, whatever number of models rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from paneloom.algebra.effects import Effects, FirstRecord, first_record
from paneloom.algebra.factor import Factor
from paneloom.algebra.record import Record
from paneloom.algebra.sweep import Sweep, second_record, sweep_of, swept_factor
from paneloom.algebra.tensor import Tensor, tensor
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import RowCount
from paneloom.estimate.rows import empty_sample, row_count
from paneloom.panel.engine import Engine
from paneloom.study.sample import Sample

ABSORBED = 1e-13
NEARLY_ABSORBED = 1e-10


@dataclass(frozen=True, slots=True)
class Request:
    """What several models need together: the union of their columns on one sample, swept of one set of effects."""

    columns: tuple[str, ...]
    sample: Sample
    effects: Effects
    cluster: str | None
    weights: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Records(Record):
    """The answer: raw totals, the sweep, the swept factor, the cluster tensor, and the count of rows."""

    first: FirstRecord
    sweep: Sweep
    factor: Factor
    tensor: Tensor
    rows: RowCount

    def check_absorbed(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Columns that the effects all but absorb (swept norm below 1e-10 of the raw one).

        Raises
        ------
        PaneloomError
            ``absorbed`` naming the columns of which nothing is left (below 1e-13).
        """
        raw = np.sqrt(np.diag(self.first.totals.scatter))
        swept = self.factor.norms
        left = {}
        for name in columns:
            at = self.factor.names.index(name)
            left[name] = swept[at] / raw[at] if raw[at] > 0 else 0.0
        gone = tuple(name for name in columns if left[name] < ABSORBED)
        if gone:
            raise PaneloomError("absorbed", columns=gone, effects=self.first.effects)
        return tuple(name for name in columns if left[name] < NEARLY_ABSORBED)


def ask(engine: Engine, request: Request) -> Records:
    """The records of one request.

    Raises
    ------
    PaneloomError
        ``empty-sample`` with the cause of every loss.
    """

    wanted = (request.columns, request.sample, request.cluster, request.weights)
    firsts = [first_record(block, request.effects) for block in engine.blocks(*wanted) if block.units.size]
    if not firsts:
        raise empty_sample(engine, request.sample, request.columns[0])
    first = reduce(add, firsts)
    sweep = sweep_of(first)
    second = reduce(add, (second_record(block, sweep) for block in engine.blocks(*wanted) if block.units.size))
    rows = row_count(engine, request.sample, first.units, int(first.block.times.size))
    return Records(first, sweep, swept_factor(second, sweep), tensor(second.moments), rows)
