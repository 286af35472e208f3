"""Bringing the scaled children of a node together into one score for each row."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.index.aggregate.penalty import penalised
from paneloom.study.index_part import AggregationMethod

# These have no meaning for a negative value or a negative weight.
POSITIVE: tuple[AggregationMethod, ...] = ("geometric", "harmonic", "power", "penalty")


def aggregate(method: AggregationMethod, z: Floats, weight: Floats, power: float | None = None) -> Floats:
    """(n,) scores of the rows of ``z`` (n, k), with ``weight`` (k,), (1, k) or (n, k) summing to 1.

    ========== =============================================================
    arithmetic sum of w z
    power      (sum of w z^p)^(1/p) with the power p, the limit where p is 0
    geometric  product of z^w, the limit of the power mean at 0
    harmonic   1 / sum of w/z, the power mean of -1
    penalty    ``penalty.penalised``
    ========== =============================================================

    A row that lacks a value has no score. Of the geometric and harmonic means, and of powers up to 0, a value
    of 0 with a weight makes the score 0; a value without a weight has no say. A negative value has no such
    mean: building an index refuses it, and a row that is scored later has no score.
    """
    if method == "arithmetic":
        return np.asarray((z * weight).sum(axis=1))
    if method == "penalty":
        return penalised(z, weight)
    if method == "geometric":
        return power_mean(z, weight, 0.0)
    if method == "harmonic":
        return power_mean(z, weight, -1.0)
    if method == "power" and power is not None:
        return power_mean(z, weight, power)
    raise ValueError(f"no aggregation by {method} with the power {power}")


def power_mean(z: Floats, weight: Floats, power: float) -> Floats:
    """(n,) weighted power means of the rows of ``z`` (n, k); NaN for a row with a missing or negative value.

    As M exp(log1p(sum of w (r^p - 1)) / p) with ratios r = z/M to the value M that counts most: nothing
    overflows, a small p costs no digits, and equal values have exactly themselves as their mean.
    """
    share = np.broadcast_to(weight, z.shape)
    counts = share > 0
    lacks = np.isnan(z).any(axis=1) | np.isnan(share).any(axis=1) | ((z < 0) & counts).any(axis=1)
    seen = counts & (z > 0)
    zeros = counts & (z == 0)
    lost = ~seen.any(axis=1) | (zeros.any(axis=1) & (power <= 0))
    ends = np.where(seen, z, -np.inf).max(axis=1) if power > 0 else np.where(seen, z, np.inf).min(axis=1)
    end = np.where(np.isfinite(ends), ends, 1.0)
    logs = np.log(np.divide(z, end[:, None], out=np.ones(z.shape), where=seen))
    own = np.where(counts, share, 0.0)
    if power == 0:
        score = end * np.exp((own * logs).sum(axis=1))
    else:
        parts = np.where(zeros, -1.0, np.expm1(power * logs))
        gain = np.where(lost, 0.0, (own * parts).sum(axis=1))
        score = end * np.exp(np.log1p(gain) / power)
    return np.asarray(np.where(lacks, np.nan, np.where(lost, 0.0, score)))
