"""CRITIC (Diakoulaki, Mavrotas and Papayannakis 1995): contrast times conflict."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.totals import Totals
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting

# The sum of k correlations that are 1 but for rounding differs from k by less than this, per column.
NO_CONFLICT = 1e-12


def critic(found: Totals, terms: Terms) -> Weighting:
    """Weights in proportion to C_j = s_j * sum over k of (1 - r_jk), equation 5 of the paper.

    s is the standard deviation of the scaled values (divisor n - 1, which cancels), r Pearson's correlation,
    both over rows with every column. A column that does not vary weighs 0 and takes part in no correlation;
    one that is left alone weighs 1.

    The values are scaled with their direction, so an indicator of which less is better is turned over before
    it is correlated, as the paper does. Some packages correlate raw values instead; both are published as
    CRITIC, and they differ as soon as directions do.

    Raises
    ------
    PaneloomError
        ``index-one-row``; ``index-constant`` when no column varies; ``index-no-conflict`` when all that vary
        are perfectly correlated, so that every C is 0.
    """
    if found.n < 2:
        raise PaneloomError("index-one-row", columns=terms.names)
    varies = np.diag(found.scatter) > 0
    at = np.flatnonzero(varies)
    correlation = found.correlation[np.ix_(at, at)]
    contrast, conflict = found.deviation, np.zeros(varies.size)
    conflict[at] = (1.0 - correlation).sum(axis=1)
    information = contrast * conflict
    if at.size == 1:
        information = varies.astype(np.float64)
    elif at.size and (conflict <= NO_CONFLICT * at.size).all():
        raise PaneloomError("index-no-conflict", columns=tuple(terms.names[j] for j in at))
    columns = {"contrast": contrast, "conflict": conflict, "information": information}
    return weighting(
        "critic", terms.names, information, columns, warnings=constant_warnings(varies, terms.names)
    )
