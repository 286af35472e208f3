"""Weights as the recipe gives them."""

from __future__ import annotations

import numpy as np

from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, weighting


def given(terms: Terms) -> Weighting:
    """The weights of ``terms.given`` divided by their sum; ``columns`` and ``figures`` keep what was given.

    Weights given for other columns than those of ``terms.names`` are those of other nodes.

    Raises
    ------
    PaneloomError
        ``index-given-missing`` for columns without a weight, ``index-given-sign`` for weights that are
        negative or no numbers, or that add up to nothing.
    """
    missing = tuple(name for name in terms.names if name not in terms.given)
    if missing:
        raise PaneloomError("index-given-missing", columns=missing)
    size = np.array([terms.given[name] for name in terms.names])
    broken = tuple(
        name for name, value in zip(terms.names, size, strict=True) if not (np.isfinite(value) and value >= 0)
    )
    if broken or not size.sum() > 0:
        raise PaneloomError("index-given-sign", columns=broken or terms.names)
    return weighting("given", terms.names, size, {"given": size}, {"given_sum": float(size.sum())})
