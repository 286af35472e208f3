"""Weights by coefficients of variation."""

from __future__ import annotations

import numpy as np

from paneloom.errors import PaneloomError
from paneloom.index.moments import Moments
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting

# A mean that is this small beside the largest value is zero but for rounding, as that of z-scores is.
ZERO = 1e-12


def variation(found: Moments, terms: Terms) -> Weighting:
    """Weights in proportion to the coefficient of variation sd / |mean| of the scaled values.

    The variant is that of Shuai, Zongzhun, Yongji and Lei (2012), with the divisor n - 1 in sd and the
    absolute mean. It is not invariant to a shift of the scale: the same indicators scaled to [0, 1] and to
    [1, 2] have other weights.

    Raises
    ------
    PaneloomError
        ``index-zero-mean`` for a column that varies around zero (z-scores), ``index-constant`` when none varies.
    """
    varies = found.scatter[0] > 0
    size = np.maximum(np.abs(found.minimum[0]), np.abs(found.maximum[0]))
    mean = np.abs(found.mean[0])
    around_zero = varies & (mean <= ZERO * size)
    if around_zero.any():
        lacking = tuple(name for name, is_so in zip(terms.names, around_zero, strict=True) if is_so)
        raise PaneloomError("index-zero-mean", columns=lacking)
    deviation = found.deviation(1)[0]
    ratio = np.divide(deviation, mean, out=np.zeros(mean.size), where=varies)
    columns = {"deviation": deviation, "mean": found.mean[0], "variation": ratio}
    return weighting(
        "variation", terms.names, ratio, columns, warnings=constant_warnings(varies, terms.names)
    )
