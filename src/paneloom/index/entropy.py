"""Entropy weights (Shannon 1948; Zou, Yi and Sun 2006 for indicators), without the cancellation of 1 - E."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError


@dataclass(frozen=True, slots=True, eq=False)
class EntropyWeights(Record):
    """(J,) entropies in [0, 1], divergences 1 - entropy, and weights that sum to one."""

    entropy: Floats
    divergence: Floats
    weight: Floats


def entropy_weights(mean_phi: Floats, n: Integers, names: tuple[str, ...]) -> EntropyWeights:
    """Weights from the means (J,) of phi(z / mean(z)) over the ``n`` (J,) values of each indicator.

    With shares p = z / sum(z) and the constant ln(n), the entropy is E = -sum(p ln p) / ln(n), 0 ln 0 = 0.
    Since phi(r) = r ln r - r + 1 and the mean of r is one, mean(phi) / ln(n) is exactly 1 - E, and keeps 15
    digits where 1 - E loses eight. An indicator that does not vary has mean_phi NaN and gets weight 0.

    Raises
    ------
    PaneloomError
        ``index-constant`` when no indicator varies.
    """
    varies = ~np.isnan(mean_phi)
    divergence = np.where(varies, mean_phi, 0.0) / np.log(np.maximum(n, 2))
    total = divergence.sum()
    if not total > 0:
        raise PaneloomError("index-constant", columns=names)
    weight = divergence / total
    entropy = 1.0 - divergence
    if (divergence < 0).any() or (entropy < -1e-12).any() or abs(weight.sum() - 1) > 1e-12:
        raise PaneloomError("index-invariant", columns=names)
    return EntropyWeights(frozen(np.clip(entropy, 0.0, 1.0)), frozen(divergence), frozen(weight))
