"""Equal weights."""

from __future__ import annotations

import numpy as np

from paneloom.index.weight.weighting import Terms, Weighting, weighting


def equal(terms: Terms) -> Weighting:
    """1/k for each of k columns."""
    return weighting("equal", terms.names, np.ones(len(terms.names)))
