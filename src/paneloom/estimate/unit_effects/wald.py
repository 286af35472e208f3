"""Do unit means matter beside the regressors? The Wald test that random effects and within agree."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.check import Check
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.unit_effects.gls import RandomEffects

SINGULAR = 1e12


def wald_of_means(made: RandomEffects, matrix: Floats, freedom: DegreesOfFreedom, name: str) -> Check:
    """F that all unit means of regressors have coefficient zero (Mundlak 1978; Wooldridge 2010, eq. 10.88).

    ``matrix`` (p, p) is the covariance of the regression that holds the means. A regression on quasi-demeaned
    regressors and on regressors centred within units spans the same columns, so that it gives the same F.
    """
    from scipy.special import fdtrc

    null, kind = f"{name}_null", made.design.errors
    means = made.columns.means
    if not means:
        return Check(name, null, reason="hausman_no_means")
    at = [made.solution.names.index(mean) for mean in means]
    b, v = made.solution.coefficients[at], matrix[np.ix_(at, at)]
    errors = np.sqrt(np.diag(v))
    if not errors.all() or np.linalg.cond(v / np.outer(errors, errors)) > SINGULAR:
        return Check(name, null, reason="hausman_singular")
    f = float(b @ np.linalg.solve(v, b)) / len(at)
    df = (len(at), freedom.denominator)
    return Check(name, null, statistic=f, df=df, p=float(fdtrc(*df, f)), covariance=kind)
