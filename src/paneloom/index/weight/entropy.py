"""Entropy weights (Shannon 1948; Zou, Yun and Sun 2006 for indicators), without the cancellation of 1 - E."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.phi import phi
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, weighting

TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Shares(Record):
    """(k,) what entropies need of scaled columns z >= 0; merging over any split of the rows gives the whole.

    ``near`` are means of z known beforehand, ``n`` present values, ``mean`` the mean of z, ``mean_phi`` the
    mean of phi(z / near), phi(r) = r ln r - r + 1; 0 where ``near`` is 0.
    """

    near: Floats
    n: Integers
    mean: Floats
    mean_phi: Floats

    def __add__(self, other: Shares) -> Shares:
        n = self.n + other.n
        share = np.divide(other.n, n, out=np.zeros(n.size), where=n > 0)
        return Shares(
            self.near,
            frozen(n, np.int64),
            frozen(self.mean + (other.mean - self.mean) * share),
            frozen(self.mean_phi + (other.mean_phi - self.mean_phi) * share),
        )

    @property
    def theil(self) -> Floats:
        """(k,) Theil's T of each column: the mean of phi(z / mean(z)), that is ln n - H; 0 where z is 0."""
        known = (self.mean > 0) & (self.near > 0)
        off = np.divide(self.near, self.mean, out=np.ones(self.n.size), where=known) - 1.0
        return np.where(self.mean > 0, (1.0 + off) * self.mean_phi + (np.log1p(off) - off), 0.0)


def shares(z: Floats, near: Floats) -> Shares:
    """The shares of ``z`` (n, k), NaN for a missing value, around means (k,) known beforehand."""
    present = ~np.isnan(z)
    n = present.sum(axis=0)
    ratio = np.divide(z, near, out=np.zeros(z.shape), where=present & (near > 0))
    parts = np.where(present & (near > 0), phi(ratio), 0.0)
    divisor = np.maximum(n, 1)
    return Shares(
        frozen(near),
        frozen(n, np.int64),
        frozen(np.where(present, z, 0.0).sum(axis=0) / divisor),
        frozen(parts.sum(axis=0) / divisor),
    )


def entropy(found: Shares, terms: Terms) -> Weighting:
    """Weights in proportion to 1 - E.

    With shares p = z / sum(z), E = -sum(p ln p) / ln(n), 0 ln 0 = 0. Since the mean of z / mean(z) is one, the
    mean of phi over ln(n) is exactly 1 - E, and keeps 15 digits where 1 - E loses eight. A column that does
    not vary weighs 0. The constants ln(T) and ln(N) of copied scripts are computed as asked, with a warning:
    they let E exceed 1, and then weights are reversed or negative.

    Raises
    ------
    PaneloomError
        ``index-constant`` when no column varies, ``index-invariant`` when an entropy leaves [0, 1].
    """
    theil = found.theil
    logs = np.log(np.maximum(found.n, 2))
    if terms.constant != "ln(n)":
        return _other_constant(theil, logs, terms)
    divergence = theil / logs
    if (divergence < 0).any() or (divergence > 1 + TOLERANCE).any():
        raise PaneloomError("index-invariant", columns=terms.names)
    columns = {"entropy": np.clip(1.0 - divergence, 0.0, 1.0), "divergence": divergence}
    return weighting("entropy", terms.names, divergence, columns, warnings=_constant(theil, terms.names))


def _constant(theil: Floats, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(("constant", name) for name, value in zip(names, theil, strict=True) if value == 0)


def _other_constant(theil: Floats, logs: Floats, terms: Terms) -> Weighting:
    """E = H / ln(T) or H / ln(N) with H = ln n - theil; the weights may be negative and are not mended."""
    count = terms.years if terms.constant == "ln(T)" else terms.units
    if count < 2:
        raise PaneloomError("index-constant-count", constant=terms.constant, count=count)
    value = (logs - theil) / np.log(count)
    divergence = 1.0 - value
    total = float(divergence.sum())
    if total == 0:
        raise PaneloomError("index-constant", columns=terms.names)
    warnings = (("wrong_constant_reversed" if total < 0 else "wrong_constant", ""),)
    return Weighting(
        "entropy",
        terms.names,
        frozen(divergence / total),
        {"entropy": frozen(value), "divergence": frozen(divergence)},
        warnings=warnings + _constant(theil, terms.names),
    )
