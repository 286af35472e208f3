"""What rows together tell of a column: statistics by group, and columns measured against their group.

Missing values are left out. A row in no group has no result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers


@dataclass(frozen=True, slots=True)
class _Groups:
    """Present values sorted by group, and within it by size: ``rows`` (m,), ``codes`` (m,), ``values`` (m,).

    ``starts`` and ``counts`` (g,) tell where each group stands among them.
    """

    rows: Integers
    codes: Integers
    values: Floats
    starts: Integers
    counts: Integers

    def quantile(self, probability: float) -> Floats:
        """(g,) the quantile of type 7, as R and NumPy have it; NaN for a group without values."""
        at = np.maximum(self.counts - 1, 0) * probability
        low = np.floor(at).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(self.counts - 1, 0))
        below, above = self._nth(low), self._nth(high)
        part, step = at - low, above - below
        # From the nearer end, as NumPy does; and where nothing is added, no step too large to hold counts.
        between = np.where(part < 0.5, below + step * part, above - step * (1 - part))
        return np.where(part > 0, between, below)

    def sums(self, values: Floats) -> Floats:
        """(g,) the sums of ``values`` (m,)."""
        return np.bincount(self.codes, values, self.counts.size).astype(np.float64)

    def _nth(self, positions: Integers) -> Floats:
        found = np.full(self.counts.size, np.nan)
        some = self.counts > 0
        found[some] = self.values[(self.starts + positions)[some]]
        return found


def group_codes(columns: Iterable[Integers | Floats | np.ndarray], rows: int) -> Integers:
    """(n,) a number from 0 for each combination of the columns; -1 where one has no value (NaN or "")."""
    codes = np.zeros(rows, dtype=np.int64)
    for column in columns:
        lost = column == "" if column.dtype.kind == "U" else np.isnan(column.astype(np.float64))
        part = np.unique(column, return_inverse=True)[1].astype(np.int64)
        codes = codes * (int(part.max(initial=0)) + 1) + part
        # Numbered anew at each step, so that products of many levels never overflow.
        codes = np.where((codes < 0) | lost, -1, np.unique(codes, return_inverse=True)[1])
    return codes


def pooled(function: str, values: Floats, codes: Integers, constants: tuple[float, ...] = ()) -> Floats:
    """The result (n,) of one of the pooled functions.

    A statistic stands in every row of its group, also where the row has no value itself; the others are
    missing where the value is. A group without values has no statistic but its count. Fewer than two values
    have no standard deviation. Where a group has no spread or sum to divide by, the result is infinite.

    Parameters
    ----------
    function
        One of ``POOLED``.
    values
        (n,), NaN where missing.
    codes
        (n,) the group of each row, -1 for none.
    constants
        Of winsor and trim, the lower and the upper probability.
    """
    present = np.flatnonzero((codes >= 0) & ~np.isnan(values))
    rows = present[np.lexsort((values[present], codes[present]))]
    counts = np.bincount(codes[rows], minlength=int(codes.max(initial=-1)) + 1).astype(np.int64)
    groups = _Groups(rows, codes[rows], values[rows], np.cumsum(counts) - counts, counts)
    result = np.full(values.size, np.nan)
    if function in _STATISTICS:
        inside = codes >= 0
        result[inside] = _STATISTICS[function](groups)[codes[inside]]
    else:
        result[rows] = _MEASURES[function](groups, constants)
    return result


def _mean(groups: _Groups) -> Floats:
    mean = groups.sums(groups.values) / np.where(groups.counts > 0, groups.counts, np.nan)
    # A second pass takes away the rounding of the first.
    rest = groups.sums(groups.values - mean[groups.codes]) / np.maximum(groups.counts, 1)
    return np.asarray(np.where(np.isfinite(mean), mean + rest, mean))


def _sd(groups: _Groups) -> Floats:
    squares = groups.sums((groups.values - _mean(groups)[groups.codes]) ** 2)
    spread = np.sqrt(squares / np.where(groups.counts > 1, groups.counts - 1.0, np.nan))
    # Equal values have no spread, whatever rounding leaves of their distance from the mean.
    return np.asarray(np.where(groups.quantile(0) == groups.quantile(1), spread * 0.0, spread))


def _rank(groups: _Groups) -> Floats:
    """1 for the smallest; equal values share the mean of their ranks."""
    fresh = np.r_[True, (np.diff(groups.codes) != 0) | (np.diff(groups.values) != 0)][: groups.rows.size]
    run = np.cumsum(fresh) - 1
    length = np.bincount(run)
    first = np.flatnonzero(fresh) - groups.starts[groups.codes[fresh]]
    ranks: Floats = (first + (length + 1) / 2.0)[run]
    return ranks


def _over(distance: Floats, divisor: Floats) -> Floats:
    divides = (divisor != 0) & ~np.isinf(divisor)
    result = np.full(distance.size, np.inf)
    np.divide(distance, divisor, out=result, where=divides)
    return result


def _standardised(groups: _Groups) -> Floats:
    return _over(groups.values - _mean(groups)[groups.codes], _sd(groups)[groups.codes])


def _scaled(groups: _Groups) -> Floats:
    least, most = groups.quantile(0)[groups.codes], groups.quantile(1)[groups.codes]
    return _over(groups.values - least, most - least)


def _winsorised(groups: _Groups, limits: tuple[float, ...]) -> Floats:
    low, high = (groups.quantile(limit)[groups.codes] for limit in limits)
    return np.clip(groups.values, low, high)


def _trimmed(groups: _Groups, limits: tuple[float, ...]) -> Floats:
    low, high = (groups.quantile(limit)[groups.codes] for limit in limits)
    return np.where((groups.values < low) | (groups.values > high), np.nan, groups.values)


_STATISTICS: Mapping[str, Callable[[_Groups], Floats]] = MappingProxyType(
    {
        "mean": _mean,
        "sum": lambda groups: np.where(groups.counts > 0, groups.sums(groups.values), np.nan),
        "sd": _sd,
        "min": lambda groups: groups.quantile(0),
        "max": lambda groups: groups.quantile(1),
        "median": lambda groups: groups.quantile(0.5),
        "count": lambda groups: groups.counts.astype(np.float64),
    }
)
_MEASURES: Mapping[str, Callable[[_Groups, tuple[float, ...]], Floats]] = MappingProxyType(
    {
        "rank": lambda groups, _: _rank(groups),
        "share": lambda groups, _: _over(groups.values, groups.sums(groups.values)[groups.codes]),
        "standardise": lambda groups, _: _standardised(groups),
        "minmax": lambda groups, _: _scaled(groups),
        "winsor": _winsorised,
        "trim": _trimmed,
    }
)
