"""Sobol indices: how much of the variance of an outcome comes from each input, alone and with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen

RESAMPLES = 1000
# Fewer base points than these, or an interval that reaches further than this beside a smaller index, are rough.
FEW, WIDE = 128, 0.05
LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices(Record):
    """Indices of k ``inputs`` for m ``outcomes`` from ``base`` points, (k + 2) times as many runs.

    ``first`` and ``total`` (k, m), each with the ends ``_low`` and ``_high`` of its bootstrap interval (percentiles,
    ``level`` inside, ``resamples`` resamples of the base points); ``variance`` (m,) of the outcomes. An outcome
    that does not vary has NaN for indices: nothing is there to be divided among the inputs.
    """

    inputs: tuple[str, ...]
    outcomes: tuple[str, ...]
    base: int
    seed: int
    level: float
    resamples: int
    mean: Floats
    variance: Floats
    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats

    @property
    def runs(self) -> int:
        """How often the outcome was computed."""
        return self.base * (len(self.inputs) + 2)

    def is_rough(self, outcomes: int) -> bool:
        """Whether there are few points for the indices of the first ``outcomes``: few as such, or some interval is
        so wide that half of it exceeds its index, and 0.05.
        """
        pairs = (
            (self.first, self.first_low, self.first_high),
            (self.total, self.total_low, self.total_high),
        )
        # Of an outcome that does not vary nothing is estimated.
        is_wide = any(
            bool(((high - low)[:, :outcomes] / 2 > np.maximum(index[:, :outcomes], WIDE)).any())
            for index, low, high in pairs
        )
        return is_wide or (self.base < FEW and bool((self.variance[:outcomes] > 0).any()))


def base_of(runs: int, inputs: int) -> int:
    """The largest power of two of base points for which (inputs + 2) runs each are at most ``runs``."""
    return 1 << max((runs // (inputs + 2)).bit_length() - 1, 0)


def sobol_points(groups: Sequence[int], base: int, seed: int) -> Floats:
    """(k + 2, base, d) points of the unit cube: A, B, and for each group of columns A with those of B.

    ``groups`` (k,) are how many columns each input has, d together; the columns of one are exchanged as one.
    The points are those of a scrambled Sobol sequence in 2 d dimensions (Owen 1998), ``base`` a power of two.
    """
    from scipy.stats import qmc

    width = sum(groups)
    random = np.random.Generator(np.random.PCG64(seed))
    made = qmc.Sobol(2 * width, scramble=True, seed=random).random(base)
    a, b = made[:, :width], made[:, width:]
    points = np.repeat(a[None], len(groups) + 2, axis=0)
    points[1] = b
    start = 0
    for place, size in enumerate(groups, start=2):
        points[place][:, start : start + size] = b[:, start : start + size]
        start += size
    return np.asarray(points)


def sobol_indices(
    outcome: Floats,
    inputs: tuple[str, ...],
    outcomes: tuple[str, ...],
    seed: int = 1,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> SobolIndices:
    """Indices from the ``outcome`` (k + 2, N, m) at the points that ``sobol_points`` gives.

    With f centred by its mean over all runs and V its variance over A and B:

    ===== ====================================== ====================================
    first mean of f(B) (f(AB_i) - f(A)) / V      Saltelli et al. 2010, table 2 (b)
    total mean of (f(A) - f(AB_i))^2 / (2 V)     Jansen 1999; the same table, (f)
    ===== ====================================== ====================================

    where AB_i is A with the columns of input i from B. The intervals are percentiles of a bootstrap that
    draws base points, V included (Archer, Saltelli and Sobol 1997).
    """
    mean = outcome.reshape(-1, outcome.shape[-1]).mean(axis=0)
    a, b, mixed = outcome[0] - mean, outcome[1] - mean, outcome[2:] - mean
    parts = np.concatenate([[a], [b], [a * a + b * b], b * (mixed - a), (a - mixed) ** 2])
    (first, total), variance = _indices(parts.mean(axis=1)[:, None], len(inputs))
    base = outcome.shape[1]
    random = np.random.Generator(np.random.PCG64(seed))
    counts = random.multinomial(base, np.full(base, 1.0 / base), size=resamples) / base
    (firsts, totals), _ = _indices(counts @ parts, len(inputs))
    ends = ((1 - level) / 2, (1 + level) / 2)
    first_low, first_high = np.quantile(firsts, ends, axis=1)
    total_low, total_high = np.quantile(totals, ends, axis=1)
    return SobolIndices(
        inputs, outcomes, base, seed, level, resamples, frozen(mean), frozen(variance[0]),
        frozen(first[:, 0]), frozen(first_low), frozen(first_high),
        frozen(total[:, 0]), frozen(total_low), frozen(total_high),
    )  # fmt: skip


def _indices(means: Floats, count: int) -> tuple[tuple[Floats, Floats], Floats]:
    """((k, r, m) first, (k, r, m) total) and (r, m) variances from the means (3 + 2 k, r, m) of what they sum."""
    center = (means[0] + means[1]) / 2
    variance = means[2] / 2 - center**2
    # What rounding leaves of a constant is no variance.
    varies = variance > 1e-14 * np.maximum(means[2] / 2, 1e-300)
    divisor = np.where(varies, variance, np.nan)
    return (means[3 : 3 + count] / divisor, means[3 + count :] / (2 * divisor)), np.where(
        varies, variance, 0.0
    )
