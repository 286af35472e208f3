"""How much do the other regressors inflate the variance of one, after the effects?"""

from __future__ import annotations

import numpy as np

from paneloom.estimate.check import Check
from paneloom.estimate.solved import Solved


def vif(solved: Solved) -> tuple[Check, ...]:
    """1 / (1 - R2) of each slope on the others after the absorbed effects; no test, so no p value.

    From the triangle R of the swept regressors: the j-th row of the inverse of R, its columns scaled to length
    one, has this sum of squares. Constants and effects are in every auxiliary regression; ``[describe] vif`` is
    that of raw columns. Endogenous regressors are taken as they are, not as fitted.
    """
    regressors = solved.records.factor.select(solved.names)
    inverse = np.linalg.inv(regressors.upper / regressors.norms)
    return tuple(
        Check("vif", "vif_null", statistic=float(value), about=name)
        for name, value in zip(solved.names, (inverse**2).sum(axis=1), strict=True)
    )
