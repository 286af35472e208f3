"""Swept rows kept as rows, for what no sum of products can tell: leverage, neighbours, orders in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.effects import FirstRecord
from paneloom.algebra.leverage import effect_leverage
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.sweep import Sweep


@dataclass(frozen=True, slots=True, eq=False)
class SweptRows(Record):
    """The rows of a sample, sorted by unit and time, after the effects were swept out of them.

    Parameters
    ----------
    names
        The k columns.
    values
        (n, k) swept, not multiplied by weights.
    leverage
        (n,) the diagonal of the projection on the effects and the constant, weights included: h_ii of a model
        is this and the part of its swept regressors.
    units, times, second, clusters
        (n,) codes; ``second`` those of the second effect.
    weights
        (n,) positive.
    keys
        Codes (n,) of further labels, by name.
    places
        (n, 2) longitude and latitude, as they are; None unless they were asked for.
    """

    names: tuple[str, ...]
    values: Floats
    leverage: Floats
    units: Integers
    times: Integers
    second: Integers
    clusters: Integers
    weights: Floats
    keys: tuple[tuple[str, Integers], ...] = ()
    places: Floats | None = None

    def __add__(self, other: SweptRows) -> SweptRows:
        """Rows of other units, put behind these."""
        return joined((self, other))

    def key(self, name: str) -> Integers:
        """(n,) the codes of a further label."""
        return dict(self.keys)[name]


def swept_rows(block: Block, first: FirstRecord, sweep: Sweep, places: Floats | None = None) -> SweptRows:
    """The swept rows of one block of whole units; ``places`` (n, 2) are those of its rows."""
    return SweptRows(
        names=block.names,
        values=frozen(sweep.rows(block)),
        leverage=frozen(effect_leverage(block, first, sweep)),
        units=block.units,
        times=block.times,
        second=block.second,
        clusters=block.clusters,
        weights=block.weights,
        keys=block.keys,
        places=places,
    )


def joined(parts: Sequence[SweptRows]) -> SweptRows:
    """Parts with different units, one behind the other."""
    if len(parts) == 1:
        return parts[0]
    arrays = ("values", "leverage", "units", "times", "second", "clusters", "weights")
    stacked = {name: np.concatenate([getattr(part, name) for part in parts]) for name in arrays}
    keys = tuple(
        (name, np.concatenate([part.keys[at][1] for part in parts]))
        for at, (name, _) in enumerate(parts[0].keys)
    )
    places = [part.places for part in parts if part.places is not None]
    return SweptRows(
        names=parts[0].names, keys=keys, places=np.concatenate(places) if places else None, **stacked
    )
