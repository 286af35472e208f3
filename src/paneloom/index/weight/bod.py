"""Weights of benefit of the doubt: the mean of what is best for each row."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.index.aggregate.doubt import best_weights, undominated
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting


def bod(z: Floats, terms: Terms) -> Weighting:
    """The mean of the weights that are best for each row of ``z`` (n, k), all at least 0.

    The score of a row is made with weights of its own (``aggregate.doubt``); these tell what they are like on
    the whole. Each row's are divided by their sum first. A row on the frontier has many weights that are best
    for it: only rows with a single solution count, ``figures["determined"]`` is their share. Where there is
    none the weights are equal, with a warning.

    Raises
    ------
    PaneloomError
        ``index-constant`` when no column varies.
    """
    varies = z.max(axis=0, initial=-np.inf) > z.min(axis=0, initial=np.inf)
    warnings = constant_warnings(varies, terms.names)
    if not varies.any():
        return weighting("bod", terms.names, np.zeros(varies.size))
    best, is_single = best_weights(z, undominated(z))
    size = best.sum(axis=1, keepdims=True)
    counted = is_single & (size[:, 0] > 0)
    figures = {"determined": float(counted.mean())}
    if not counted.any():
        warnings += (("undetermined", ""),)
        return weighting("bod", terms.names, varies.astype(np.float64), figures=figures, warnings=warnings)
    mean = np.where(varies, (best[counted] / size[counted]).mean(axis=0), 0.0)
    return weighting("bod", terms.names, mean, figures=figures, warnings=warnings)
