"""Quantiles over draws, cell by cell, where some draws have no value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen

PROBABILITIES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Spread(Record):
    """Quantiles ``low``, ``median`` and ``high`` over draws, of each cell; NaN for one without values."""

    low: Floats
    median: Floats
    high: Floats


def rank_spread(ranks: np.ndarray, probabilities: tuple[float, float, float] = PROBABILITIES) -> Spread:
    """Quantiles over the first axis of ``ranks`` (R, ...), 0 for none: of type 1, and so ranks themselves."""
    ordered = np.sort(np.where(ranks > 0, ranks, np.inf), axis=0)
    count = np.isfinite(ordered).sum(axis=0)
    return _made([_at(ordered, count, np.ceil(p * count - 1e-9) - 1) for p in probabilities])


def score_spread(scores: Floats, probabilities: tuple[float, float, float] = PROBABILITIES) -> Spread:
    """Quantiles over the first axis of ``scores`` (R, ...), NaN for none: of type 7, between two scores."""
    ordered = np.sort(scores, axis=0)
    count = (~np.isnan(ordered)).sum(axis=0)
    found = []
    for p in probabilities:
        place = p * np.maximum(count - 1, 0)
        below, above = _at(ordered, count, np.floor(place)), _at(ordered, count, np.ceil(place))
        found.append(below + (place - np.floor(place)) * (above - below))
    return _made(found)


def _at(ordered: Floats, count: np.ndarray, place: Floats) -> Floats:
    at = np.clip(place, 0, np.maximum(count - 1, 0)).astype(np.int64)
    found = np.take_along_axis(ordered, at[None], axis=0)[0]
    return np.asarray(np.where(count > 0, found, np.nan))


def _made(found: list[Floats]) -> Spread:
    low, median, high = (frozen(one) for one in found)
    return Spread(low, median, high)
