"""Weights by standard deviations (Diakoulaki, Mavrotas and Papayannakis 1995, there a step of CRITIC)."""

from __future__ import annotations

from paneloom.index.moments import Moments
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting


def standard_deviation(found: Moments, terms: Terms) -> Weighting:
    """Weights in proportion to the standard deviation of the scaled values.

    The divisor is n - 1, with n the values present in each column; packages that divide by n give the same
    weights while every column has the same n.

    Raises
    ------
    PaneloomError
        ``index-constant`` when no column varies.
    """
    deviation = found.deviation(1)[0]
    warnings = constant_warnings(found.scatter[0] > 0, terms.names)
    return weighting(
        "standard-deviation", terms.names, deviation, {"deviation": deviation}, warnings=warnings
    )
