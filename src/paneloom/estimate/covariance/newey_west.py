"""Errors robust to heteroskedasticity and to serial correlation within units over some lags.

Newey and West (1987) for panels, units independent: every pair of rows of one unit that lie l periods of the
calendar apart weighs 1 - l / (lags + 1). Without lags this is HC0.
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.estimate.covariance.serial import keys_within_units, serial_part


def newey_west(influence: Floats, units: Integers, positions: Integers, weights: Floats) -> Floats:
    """(q, q) covariance without small-sample factor; rows sorted by unit and time, ``weights`` of lag 1 and up."""
    keys = keys_within_units(units, positions, weights.size)
    return np.asarray(influence.T @ influence + serial_part(influence, keys, weights))
