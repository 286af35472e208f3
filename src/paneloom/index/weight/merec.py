"""MEREC (Keshavarz-Ghorabaee et al. 2021): what is lost when an indicator is taken away."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting


def merec(z: Floats, terms: Terms) -> Weighting:
    """Weights in proportion to the removal effects of the columns of ``z`` (n, k), all positive.

    Every column grows with what is good, so n_ij = min_i z_ij / z_ij, the paper's equation (1). The
    performance of a row is S_i = ln(1 + (1/k) sum_j |ln n_ij|), equation (2), and S'_ij that without column j,
    still divided by k, equation (3); the effect of j is E_j = sum_i |S'_ij - S_i|, equation (4).

    A column that does not vary weighs 0 and does not count in k. The paper's matrix is positive, and the
    logarithm of 0 has no value: min-max scaling puts a 0 into every column, and is refused. A range such as
    [0.002, 1], or the scales "sum" and "vector", have none; the weights depend on which.

    Raises
    ------
    PaneloomError
        ``index-zero`` for a column that varies and holds a 0, ``index-constant`` when none varies.
    """
    varies = z.max(axis=0, initial=-np.inf) > z.min(axis=0, initial=np.inf)
    at = np.flatnonzero(varies)
    inside = z[:, at]
    zeros = tuple(terms.names[j] for j in at[(inside <= 0).any(axis=0)])
    if zeros:
        raise PaneloomError("index-zero", columns=zeros, rule="MEREC")
    effect = np.zeros(varies.size)
    if at.size:
        logs = np.log(inside / inside.min(axis=0))
        whole = logs.sum(axis=1, keepdims=True)
        lost = np.log1p(whole / at.size) - np.log1p((whole - logs) / at.size)
        effect[at] = np.abs(lost).sum(axis=0)
    columns = {"removal_effect": effect}
    return weighting("merec", terms.names, effect, columns, warnings=constant_warnings(varies, terms.names))
