"""Draws of the weights that a wild cluster bootstrap multiplies the residuals of each cluster by.

Rademacher weights are -1 or 1; Webb's (2023) are the roots of 1/2, 1 and 3/2 with either sign. Where all
vectors of weights are no more than the draws asked for, each is taken once, and the bootstrap is exact. For least
squares a vector and its mirror image give the same absolute t, so that one of the two stands for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from paneloom.algebra.record import Floats, Record, sealed
from paneloom.study.regress import BootstrapWeights

POSITIVE: dict[BootstrapWeights, tuple[float, ...]] = {
    "rademacher": (1.0,),
    "webb": (0.5**0.5, 1.0, 1.5**0.5),
}
# With fewer clusters there are too few different vectors of Rademacher weights (Webb 2023).
LEAST_CLUSTERS = 10


@dataclass(frozen=True, slots=True, eq=False)
class WildWeights(Record):
    """``values`` (B, G); ``exact`` tells that they are all there are, or half of them."""

    kind: BootstrapWeights
    values: Floats
    exact: bool


def default_kind(clusters: int) -> BootstrapWeights:
    """Webb's weights below ten clusters, Rademacher's otherwise."""
    return "webb" if clusters < LEAST_CLUSTERS else "rademacher"


# The models of a table share their draws.
@lru_cache(maxsize=4)
def wild_weights(
    kind: BootstrapWeights, clusters: int, draws: int, seed: int, *, mirrored: bool = True
) -> WildWeights:
    """The weights of ``draws`` draws by PCG64, or all there are when no more than ``draws``.

    ``mirrored`` tells that half of all are enough, those with a positive first weight.
    """
    positive = POSITIVE[kind]
    signed = tuple(-value for value in reversed(positive)) + positive
    first = positive if mirrored else signed
    if len(first) * len(signed) ** (clusters - 1) <= draws:
        every = list(product(first, *[signed] * (clusters - 1)))
        return WildWeights(kind, sealed(np.array(every)), exact=True)
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = random.integers(len(signed), size=(draws, clusters), dtype=np.int8)
    return WildWeights(kind, sealed(np.array(signed)[drawn]), exact=False)
