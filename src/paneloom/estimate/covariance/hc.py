"""Heteroskedasticity-robust errors with absorbed effects: HC1, HC2, HC3.

HC0 is White (1980); HC1 multiplies it by n / (n - K) (Hinkley 1977), HC2 divides each squared residual by
1 - h (Horn, Horn and Duncan 1975), HC3 by (1 - h)^2 (MacKinnon and White 1985; the form without the factor
(n - 1) / n, as in sandwich and in Stata). The leverage h of a row is that of the whole regression, dummies
included: the leverage of the effects and that of the swept regressors (Frisch, Waugh and Lovell).

With instruments h is the leverage of the second stage, the diagonal of the projection on the fitted regressors
and the effects, as in estimatr and clubSandwich; it lies between 0 and 1. AER takes the diagonal of the oblique
projection that makes the fitted outcome, which does not.
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.estimate.covariance.influence import influence_rows
from paneloom.estimate.solved import Solved

# Of 1 - h nothing but rounding is left below this.
FULL = 1e-10


def hc1(solved: Solved, factor: float) -> Floats:
    """(p + 1, p + 1) HC0 times ``factor``, which is n / (n - K) unless the preset counts otherwise."""
    rows = influence_rows(solved)
    return np.asarray(factor * (rows.T @ rows))


def hc_leverage(solved: Solved, power: float) -> tuple[Floats, int]:
    """HC2 (``power`` 0.5) or HC3 (``power`` 1), and how many rows the effects fit by themselves.

    A row that the effects fit alone (a unit seen once) has h = 1, no residual and no swept regressors: it
    adds nothing, and the coefficients are the same without it. Such rows are counted and left at zero.

    Raises
    ------
    PaneloomError
        ``leverage-one`` where h is 1 because a regressor is fitted to one row: without that row it has no
        coefficient, so that HC2 and HC3 do not exist.
    """
    left, alone = 1 - solved.rows.leverage, 1 - solved.rows.leverage <= FULL
    left = left - regressor_leverage(solved)
    full = (left <= FULL) & ~alone
    if full.any():
        raise _full_leverage(solved, full)
    rows = influence_rows(solved)
    rows[alone] = 0.0
    rows[~alone] /= left[~alone, None] ** power
    return np.asarray(rows.T @ rows), int(alone.sum())


def regressor_leverage(solved: Solved) -> Floats:
    """(n,) the diagonal of the projection on the swept (fitted) regressors, weights included."""
    weighted = solved.fitted_rows * np.sqrt(solved.rows.weights)[:, None]
    if weighted.shape[1] == 0:
        return np.zeros(weighted.shape[0])
    q, _ = np.linalg.qr(weighted / np.sqrt((weighted**2).sum(axis=0)))
    return np.asarray((q**2).sum(axis=1))


def _full_leverage(solved: Solved, full: np.ndarray) -> PaneloomError:
    """Names the regressor that the row at fault determines, and the time of the row."""
    row = int(np.flatnonzero(full)[0])
    x, weights = np.abs(solved.fitted_rows), solved.rows.weights
    share = x[row] ** 2 * weights[row] / (weights[:, None] * x**2).sum(axis=0)
    name = solved.names[int(np.argmax(share))]
    return PaneloomError(
        "leverage-one",
        errors=solved.design.errors,
        count=int(full.sum()),
        time=int(solved.rows.times[row]),
        column=name,
    )
