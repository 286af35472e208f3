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
from paneloom.algebra.totals import Totals
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import RowCount
from paneloom.estimate.rows import empty_sample, row_count
from paneloom.panel.engine import Engine
from paneloom.study.sample import Sample

ABSORBED = 1e-13
NEARLY_ABSORBED = 1e-10
# What is left of numbers around a mean of 1e8 may be no more than the last bits they were stored with.
STORED = 8 * 2.0**-53


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
        """Columns that the effects all but absorb (swept norm below 1e-10 of the raw one, taken around the mean).

        Raises
        ------
        PaneloomError
            ``absorbed`` naming the columns of which nothing is left (below 1e-13, or below their last bits).
        """
        at = [self.factor.names.index(name) for name in columns]
        totals, swept = self.first.totals, self.factor.norms[at]
        squares = np.diag(totals.scatter)[at]
        raw = np.sqrt(squares)
        stored = STORED * np.sqrt(squares + totals.weight * totals.mean[at] ** 2)
        gone = (swept <= ABSORBED * raw) | (swept <= stored)
        if gone.any():
            absorbed = tuple(name for name, lost in zip(columns, gone, strict=True) if lost)
            raise PaneloomError("absorbed", columns=absorbed, effects=self.first.effects)
        return tuple(name for name, left in zip(columns, swept < NEARLY_ABSORBED * raw, strict=True) if left)


def check_range(totals: Totals) -> None:
    """Stop where squares leave the range of floating-point numbers.

    Raises
    ------
    PaneloomError
        ``values-too-large`` naming the columns.
    """
    finite = np.isfinite(np.diag(totals.scatter))
    if not finite.all():
        raise PaneloomError("values-too-large", columns=tuple(np.array(totals.names)[~finite].tolist()))


def ask(engine: Engine, request: Request) -> Records:
    """The records of one request.

    Raises
    ------
    PaneloomError
        ``empty-sample`` with the cause of every loss.
    """
    wanted = (request.columns, request.sample, request.cluster, request.weights)
    with np.errstate(over="ignore", invalid="ignore"):  # told below, with the columns
        firsts = [
            first_record(block, request.effects) for block in engine.blocks(*wanted) if block.units.size
        ]
    if not firsts:
        raise empty_sample(engine, request.sample, request.columns[0])
    first = reduce(add, firsts)
    check_range(first.totals)
    sweep = sweep_of(first)
    second = reduce(
        add, (second_record(block, sweep) for block in engine.blocks(*wanted) if block.units.size)
    )
    rows = row_count(engine, request.sample, first.units, int(first.block.times.size))
    return Records(first, sweep, swept_factor(second, sweep), tensor(second.moments), rows)
