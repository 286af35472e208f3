"""The penalty for imbalance of Mazziotta and Pareto (De Muro, Mazziotta and Pareto 2011)."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats


def penalised(z: Floats, weight: Floats) -> Floats:
    """(n,) M - S cv of the rows of ``z`` (n, k), with ``weight`` (k,), (1, k) or (n, k) summing to 1.

    M is the weighted mean of a row, S its weighted standard deviation (divisor 1, that of a population, as the
    authors have it), cv = S / M: the index of a phenomenon of which more is better. With equal weights it is
    their MPI, for which they scale to mean 100 and deviation 10 (``scale = "z"``, ``range = [100, 110]``) or to
    a range such as [70, 130]; the weighted form is that of Mazziotta and Pareto (2022). A row of zeros has the
    score 0, and any score may be negative. A row with a missing value, or a mean below 0, has none.
    """
    mean = (z * weight).sum(axis=1)
    variance = (weight * (z - mean[:, None]) ** 2).sum(axis=1)
    penalty = np.divide(variance, mean, out=np.zeros(mean.size), where=mean > 0)
    return np.asarray(np.where(mean >= 0, mean - penalty, np.nan))
