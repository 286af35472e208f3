"""Errors robust to any dependence among units of one period and to serial correlation over some lags.

Driscoll and Kraay (1998), equations 6 to 8; for unbalanced panels Hoechle (2007), section 2: the influences of
each period are summed over units, and the sums taken for a time series with a kernel. Only its length, the
number of periods, makes it right.
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.estimate.covariance.serial import serial_part


def driscoll_kraay(influence: Floats, positions: Integers, weights: Floats) -> Floats:
    """(q, q) covariance without small-sample factor.

    ``influence`` (n, q), ``positions`` (n,) the periods of the rows on the calendar, ``weights`` those of lag 1
    and up.
    """
    present, at = np.unique(positions, return_inverse=True)
    sums = np.zeros((present.size, influence.shape[1]))
    np.add.at(sums, at, influence)
    return np.asarray(sums.T @ sums + serial_part(sums, present, weights))
