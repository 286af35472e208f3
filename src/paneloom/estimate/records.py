"""Asking an engine for the records of one sample: two passes, whatever number of models rests on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import add
from typing import Literal

import numpy as np

from paneloom.algebra.block import Block, stacked
from paneloom.algebra.effects import Effects, FirstRecord, first_record
from paneloom.algebra.factor import Factor
from paneloom.algebra.keyed import KeyedMoments
from paneloom.algebra.record import Floats, Record
from paneloom.algebra.resample import keyed_record
from paneloom.algebra.sweep import SecondRecord, Sweep, second_record, sweep_of, swept_factor
from paneloom.algebra.swept_rows import SweptRows, joined, swept_rows
from paneloom.algebra.tensor import Tensor, tensor
from paneloom.algebra.totals import Totals
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import RowCount
from paneloom.estimate.hdfe import Solver, no_sweep, swept_block
from paneloom.estimate.rows import empty_sample, row_count
from paneloom.panel.engine import Engine
from paneloom.study.sample import Sample

ABSORBED = 1e-13
NEARLY_ABSORBED = 1e-10
# What is left of numbers around a mean of 1e8 may be no more than the last bits they were stored with.
STORED = 8 * 2.0**-53


# What a covariance or a test may need beyond the factor and the tensor, each one more pass
# over the rows. "few" asks for the keyed moments where there are few clusters only.
Need = Literal["keyed", "few", "rows"]
FEW_CLUSTERS = 40
# Rows that may be kept as rows: at 20 columns they take 1.6 GB.
MOST_ROWS = 10_000_000
# Levels of a second effect that are swept exactly: their normal matrix takes 32 MB.
MOST_LEVELS = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """What several models need together: the union of their columns on one sample, swept of one set of effects.

    ``levels`` names the second effect when it is not the time ("region#year"), ``absorb`` effects that take an
    iterative solver (``effects`` is "none" then), ``keys`` further labels of
    the rows, ``needs`` what is wanted beyond the factor and the tensor, ``places`` the columns of longitude and
    latitude that rows kept as rows carry along.
    """

    columns: tuple[str, ...]
    sample: Sample
    effects: Effects
    cluster: str | None
    weights: str | None
    levels: str | None = None
    keys: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    places: tuple[str, str] | None = None
    absorb: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The effects in which a row of its own tells nothing, as ``Sample.singletons`` names them."""
        names = {"unit": "unit", "time": self.levels or "time"}
        return self.absorb or tuple(names[kind] for kind in self.effects.split("+") if kind in names)


@dataclass(frozen=True, slots=True, eq=False)
class Records(Record):
    """The answer: raw totals, the sweep, the swept factor, the cluster tensor, and the count of rows.

    ``moments`` are the scatters of the clusters behind the tensor, in the basis of the sweep. ``keyed``, where
    it was asked for, holds for each cluster the cross-products of dummies and columns centred within units,
    so that clusters can be left out or drawn and swept anew; ``swept`` the swept rows themselves. ``solver``
    tells what an iterative solver swept.
    """

    first: FirstRecord
    sweep: Sweep
    factor: Factor
    tensor: Tensor
    rows: RowCount
    moments: KeyedMoments
    keyed: KeyedMoments | None = None
    swept: SweptRows | None = None
    solver: Solver | None = None

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Conventions of the sweep that moved a number: those of an iterative solver."""
        return () if self.solver is None else self.solver.facts

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
        ``empty-sample`` with the cause of every loss; ``too-many-rows-kept`` where rows are needed as rows and
        there are more than ``MOST_ROWS``, or an iterative solver is needed; ``solver-missing``,
        ``effects-not-converged``; ``values-too-large``.
    """
    request = _within_reach(engine, request)
    if request.absorb:
        return _solved_iteratively(engine, request)
    with np.errstate(over="ignore", invalid="ignore"):  # told below, with the columns
        firsts = [first_record(block, request.effects) for block in _blocks(engine, request)]
    if not firsts:
        raise empty_sample(engine, request.sample, request.columns[0])
    first = reduce(add, firsts)
    check_range(first.totals)
    sweep = sweep_of(first)
    second = reduce(add, (second_record(block, sweep) for block in _blocks(engine, request)))
    return Records(
        first=first,
        sweep=sweep,
        factor=swept_factor(second, sweep),
        tensor=tensor(second.moments),
        rows=row_count(engine, request.sample, first.units, _periods(engine, request, first), request.told),
        moments=second.moments,
        keyed=_keyed(engine, request, first) if _wants_keyed(request, second) else None,
        swept=_swept(engine, request, first, sweep) if "rows" in request.needs else None,
    )


def _solved_iteratively(engine: Engine, request: Request) -> Records:
    """Records of rows that were collected, swept by the iterative solver, and are kept as rows if needed."""
    names = tuple(name for name in request.absorb if name not in request.keys)
    whole = replace(request, keys=(*request.keys, *names))
    blocks = list(_blocks(engine, whole))
    if not blocks:
        raise empty_sample(engine, request.sample, request.columns[0])
    raw = stacked(blocks)
    if raw.units.size > MOST_ROWS:
        raise PaneloomError("too-many-rows-kept", rows=int(raw.units.size), most=MOST_ROWS)
    first = first_record(raw, "none")
    check_range(first.totals)
    block, solver = swept_block(raw, request.absorb, request.keys, engine.categories[0])
    sweep = no_sweep(first, block)
    second = second_record(block, sweep)
    return Records(
        first=first,
        sweep=sweep,
        factor=swept_factor(second, sweep),
        tensor=tensor(second.moments),
        rows=row_count(engine, request.sample, first.units, int(np.unique(raw.times).size), request.told),
        moments=second.moments,
        swept=swept_rows(block, first, sweep) if "rows" in request.needs else None,
        solver=solver,
    )


def _within_reach(engine: Engine, request: Request) -> Request:
    """The request, its effects left to the solver where the second one has more levels than one L x L solve takes.

    Raises
    ------
    PaneloomError
        ``trends-among-many`` where trends stand beside so many levels.
    """
    if request.levels is None:
        return request
    found = [
        np.unique(block.second) for block in _blocks(engine, replace(request, columns=request.columns[:1]))
    ]
    count = int(np.unique(np.concatenate(found)).size) if found else 0
    if count <= MOST_LEVELS or "unit" not in request.effects:
        return request
    if "trend" in request.effects:
        raise PaneloomError("trends-among-many", seen=(request.levels,), unit=engine.categories[0])
    return replace(request, effects="none", levels=None, absorb=(engine.categories[0], request.levels))


def _blocks(engine: Engine, request: Request) -> Iterator[Block]:
    """The blocks of a request that have rows."""
    wanted = (request.columns, request.sample, request.cluster, request.weights, request.levels, request.keys)
    return (block for block in engine.blocks(*wanted) if block.units.size)


def _periods(engine: Engine, request: Request, first: FirstRecord) -> int:
    """How many times the sample has; the first record counts the levels of the second effect."""
    if request.levels is None:
        return int(first.block.times.size)
    found = [np.unique(block.times) for block in _blocks(engine, request)]
    return int(np.unique(np.concatenate(found)).size)


def _wants_keyed(request: Request, second: SecondRecord) -> bool:
    few = second.moments.keys.size < FEW_CLUSTERS
    return "keyed" in request.needs or ("few" in request.needs and few)


def _keyed(engine: Engine, request: Request, first: FirstRecord) -> KeyedMoments:
    origin = first.totals.mean
    make = partial(keyed_record, effects=request.effects, times=first.block.times, origin=origin)
    return reduce(add, map(make, _blocks(engine, request)))


def _swept(engine: Engine, request: Request, first: FirstRecord, sweep: Sweep) -> SweptRows:
    if first.totals.n > MOST_ROWS:
        raise PaneloomError("too-many-rows-kept", rows=first.totals.n, most=MOST_ROWS)
    if request.places is None:
        return joined([swept_rows(block, first, sweep) for block in _blocks(engine, request)])
    with_places = zip(_blocks(engine, request), _places(engine, request), strict=True)
    return joined([swept_rows(block, first, sweep, places) for block, places in with_places])


def _places(engine: Engine, request: Request) -> Iterator[Floats]:
    """(n, 2) longitude and latitude of the rows of each block; the sample is complete in them.

    Raises
    ------
    PaneloomError
        ``coordinates-range``.
    """
    assert request.places is not None
    for block in _blocks(engine, replace(request, columns=request.places)):
        out = np.abs(block.values) > np.array([360.0, 90.0])
        if out.any():
            at = int(np.flatnonzero(out.any(axis=0))[0])
            seen = repr(float(block.values[out[:, at], at][0]))
            longitude, latitude = request.places
            raise PaneloomError("coordinates-range", seen=seen, longitude=longitude, latitude=latitude)
        yield block.values
