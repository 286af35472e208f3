"""IDOCRIW (Zavadskas and Podvezko 2016): entropy weights times CILOS weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.index.weight.cilos import cilos
from paneloom.index.weight.entropy import entropy, shares
from paneloom.index.weight.weighting import Terms, Weighting, weighting


def idocriw(z: Floats, terms: Terms) -> Weighting:
    """Weights in proportion to q_j W_j, for the columns of ``z`` (n, k), all at least 0.

    W are entropy weights with the constant ln(n) and 0 ln 0 = 0, q those of CILOS, both over the same rows
    and the same scaled values. The paper forms entropies of the raw matrix, where an indicator of which less
    is better has not been turned over; scaled values have been, so the weights differ where there is one.

    Raises
    ------
    PaneloomError
        As ``entropy`` and ``cilos``.
    """
    varies = z.max(axis=0, initial=-np.inf) > z.min(axis=0, initial=np.inf)
    near = np.where(varies, z.mean(axis=0), 0.0) if len(z) else np.zeros(varies.size)
    spread = entropy(shares(z, near), replace(terms, constant="ln(n)"))
    impact = cilos(z, terms)
    columns = {"weight_entropy": spread.weight, "weight_cilos": impact.weight}
    warnings = tuple(dict.fromkeys((*spread.warnings, *impact.warnings)))
    return weighting("idocriw", terms.names, spread.weight * impact.weight, columns, warnings=warnings)
