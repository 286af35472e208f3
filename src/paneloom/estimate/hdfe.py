"""Effects that cannot be swept exactly together: left to pyfixest's alternating projections, and said so."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.basis import basis
from paneloom.algebra.block import Block
from paneloom.algebra.components import bipartite_components
from paneloom.algebra.effects import FirstRecord
from paneloom.algebra.nesting import owners
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.sweep import Sweep
from paneloom.errors import PaneloomError
from paneloom.estimate.absorbed import Absorbed, Effect

# Of columns with unit standard deviation: the largest change of the last round.
TOLERANCE = 1e-12
MOST_ROUNDS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Solver(Record):
    """What the iterative sweep counted: its effects, and for each of them whether it lies within the clusters
    of each labelling (the clusters, then the keys); ``facts`` name the solver and its tolerance.
    """

    absorbed: Absorbed
    nested: tuple[tuple[bool, ...], ...]
    facts: tuple[tuple[str, str], ...]


def swept_block(
    block: Block, names: tuple[str, ...], kept: tuple[str, ...], unit: str
) -> tuple[Block, Solver]:
    """All rows of a sample without the effects ``names``, whose codes stand among its keys; ``kept`` stay there.

    Raises
    ------
    PaneloomError
        ``solver-missing`` when pyfixest is not installed, ``effects-not-converged``.
    """
    keys = dict(block.keys)
    codes = np.column_stack([np.unique(keys[name], return_inverse=True)[1] for name in names])
    values = _demeaned(block.values, codes, block.weights, names)
    others = tuple((key, label) for key, label in block.keys if key in kept)
    labels = (block.clusters, *(label for _, label in others))
    effects = tuple(
        Effect(
            kind="unit" if name == unit else "other",
            levels=int(codes[:, at].max()) + 1,
            ties=tuple(bipartite_components(codes[:, before], codes[:, at]) for before in range(at)),
        )
        for at, name in enumerate(names)
    )
    nested = tuple(owners(np.unique(column), column, labels).nested for column in codes.T)
    dependent = sum(max(effect.ties, default=0) for effect in effects)
    facts = (
        ("solver", "pyfixest"),
        ("solver_tolerance", f"{TOLERANCE:g}"),
        *((("effects_pairwise", "true"),) if len(names) > 2 else ()),
    )
    swept = replace(block, values=frozen(values), keys=others)
    return swept, Solver(Absorbed(effects, dependent=dependent), nested, facts)


def no_sweep(first: FirstRecord, block: Block) -> Sweep:
    """The sweep of rows that were swept already: nothing but a basis of their columns."""
    scatter = (block.values * block.weights[:, None]).T @ block.values
    k = len(block.names)
    return Sweep(
        effects="none",
        names=block.names,
        times=first.block.times,
        free=first.block.times,
        components=1,
        mean=frozen(np.zeros(k)),
        shift=frozen(np.zeros((first.block.times.size, k))),
        basis=basis((scatter + scatter.T) / 2),
    )


def _demeaned(values: Floats, codes: Integers, weights: Floats, names: tuple[str, ...]) -> Floats:
    try:
        from pyfixest.core.demean import demean
    except ImportError as error:
        raise PaneloomError("solver-missing", seen=names) from error
    centred = values - np.average(values, axis=0, weights=weights)
    scale = np.sqrt(np.average(centred**2, axis=0, weights=weights))
    scale[scale == 0] = 1.0
    demeaned = centred / scale
    # The second time takes out what the tolerance left of columns that the effects fit closely.
    for _ in range(2):
        demeaned, converged = demean(demeaned, codes.astype(np.uint64), weights, TOLERANCE, MOST_ROUNDS)
        if not converged:
            raise PaneloomError("effects-not-converged", seen=names, rounds=MOST_ROUNDS)
    return np.asarray(demeaned * scale)
