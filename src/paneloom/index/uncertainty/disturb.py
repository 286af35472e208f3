"""Weights disturbed at random, for many draws at once."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.study.index_part import WeightNoise


def disturbed(weight: Floats, noise: WeightNoise, uniform: Floats, names: tuple[str, ...]) -> Floats:
    """(b, G, k) weights around ``weight`` (G, k), from numbers ``uniform`` (b, k) between 0 and 1.

    "relative": w (1 + size (2 u - 1)); "dirichlet": gamma quantiles with the shapes size w, which divided by
    their sum are Dirichlet's. Both keep the sum of each row, and a weight of 0 stays 0.

    Raises
    ------
    PaneloomError
        ``uncertainty-negative`` for a negative weight under "dirichlet".
    """
    if noise.kind == "relative":
        made = weight * (1.0 + noise.size * (2.0 * uniform[:, None, :] - 1.0))
    else:
        made = _gamma(weight, noise.size, uniform, names)
    total = made.sum(axis=2, keepdims=True)
    return np.asarray(made * (weight.sum(axis=1)[:, None] / total))


def _gamma(weight: Floats, size: float, uniform: Floats, names: tuple[str, ...]) -> Floats:
    """(b, G, k) gamma quantiles; those of a tiny shape may vanish, the largest never does."""
    from scipy.special import gammaincinv

    negative = tuple(name for name, low in zip(names, weight.min(axis=0), strict=True) if low < 0)
    if negative:
        raise PaneloomError("uncertainty-negative", columns=negative)
    made = np.zeros((len(uniform), *weight.shape))
    for g, row in enumerate(weight):
        counts = row > 0
        made[:, g, counts] = gammaincinv(size * row[counts], uniform[:, counts])
    lost = ~(made.sum(axis=2) > 0)
    made[lost] = np.broadcast_to(weight, made.shape)[lost]
    return made
