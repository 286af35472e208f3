"""Scaling indicators to a common range: two anchors for each, of all rows, of each year, or given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers, Record
from paneloom.index.moments import Moments
from paneloom.index.prepare import Preparation, prepared
from paneloom.index.ranks import ranked
from paneloom.index.rows import places


@dataclass(frozen=True, slots=True, eq=False)
class Scaling(Record):
    """How J prepared indicators become z = low + (high - low) (x - zero) / (one - zero).

    ``zero`` and ``one`` (G, J) are the values that become 0 and 1, by ``times`` (G,) when each year has its
    own, else one row; the direction is in their order. An indicator whose anchors are equal has z = low.
    With ``ladders`` (J arrays of sorted values, or of each year's) z is a rank instead. ``moments`` are those of
    the prepared values, pooled, ``raw`` those of the values as they came. ``is_level`` (G, J) tells where an indicator with values has equal anchors, or
    equal ranks throughout.
    """

    kind: str
    preparation: Preparation
    times: Integers
    zero: Floats
    one: Floats
    low: float
    high: float
    clip: bool
    moments: Moments
    raw: Moments
    is_level: NDArray[np.bool_]
    ladders: tuple[tuple[Floats, ...], ...] = ()

    @property
    def up(self) -> NDArray[np.bool_]:
        """(J,) whether larger is better of the prepared values."""
        return np.asarray(self.one[0] >= self.zero[0])

    def level_years(self, j: int) -> tuple[int, ...]:
        """The years in which indicator ``j`` tells no units apart; none when all years have the same anchors."""
        return tuple(int(time) for time, is_so in zip(self.times, self.is_level[:, j], strict=False) if is_so)

    @property
    def is_line(self) -> bool:
        """Whether z is one line of the raw value, the same for all rows."""
        return not (self.times.size or self.clip or self.ladders) and self.preparation.is_identity


def scaled(scaling: Scaling, values: Floats, times: Integers) -> Floats:
    """(n, J) scaled values of raw ``values`` (n, J); missing stays missing, and so does what is of a year
    without anchors.
    """
    x = prepared(scaling.preparation, values)
    at = places(scaling.times, times) if scaling.times.size else np.zeros(len(x), dtype=np.int64)
    if scaling.ladders:
        z = ranked(scaling.kind, scaling.ladders, scaling.up, x, at)
    else:
        zero, one = (scaling.zero[at], scaling.one[at]) if scaling.times.size else (scaling.zero, scaling.one)
        z = np.divide(x - zero, one - zero, out=np.where(np.isnan(x), np.nan, 0.0), where=one != zero)
        z[at < 0] = np.nan
    if scaling.clip:
        z = np.clip(z, 0.0, 1.0)
    if (scaling.low, scaling.high) != (0.0, 1.0):
        z = scaling.low + (scaling.high - scaling.low) * z
    return np.asarray(z)
