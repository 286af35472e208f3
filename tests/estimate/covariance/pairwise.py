"""Covariances the long way: a double loop over all pairs of rows, and a dummy for every level of the effects."""

from collections.abc import Callable

import numpy as np
from tests.brute_force import dummies, fit
from tests.panels import Rows

from paneloom.algebra.effects import Effects
from paneloom.algebra.record import Floats

Weight = Callable[[int, int], float]
SLOPES = ("x1", "x2")


def influence(rows: Rows, effects: Effects, instruments: tuple[str, ...] = ()) -> Floats:
    """(n, 2) bread times score of each row; the third column is that of the constant, without effects."""
    if effects == "none":
        return _with_constant(rows, instruments)
    made = fit(rows, effects, SLOPES, ("x1",) if instruments else (), instruments)
    scores = made.fitted * (rows.weights * made.residuals)[:, None]
    return np.asarray(scores @ made.bread)


def _with_constant(rows: Rows, instruments: tuple[str, ...]) -> Floats:
    root = np.sqrt(rows.weights)[:, None]
    one = np.ones((len(rows), 1))
    x = np.hstack([rows["x1"][:, None], rows["x2"][:, None], one])
    z = np.hstack([*(rows[name][:, None] for name in instruments), x[:, 1:]]) if instruments else x
    fitted = z @ np.linalg.lstsq(z * root, x * root, rcond=None)[0]
    b = np.linalg.lstsq(fitted * root, rows["y"] * root[:, 0], rcond=None)[0]
    bread = np.linalg.inv((fitted * root).T @ (fitted * root))
    return np.asarray((fitted * (rows.weights * (rows["y"] - x @ b))[:, None]) @ bread)


def paired(parts: Floats, weight: Weight) -> Floats:
    """(q, q) the sum over pairs of rows of ``weight`` times their products."""
    total = np.zeros((parts.shape[1], parts.shape[1]))
    for i in range(len(parts)):
        for j in range(len(parts)):
            total += weight(i, j) * np.outer(parts[i], parts[j])
    return total


def leverages(rows: Rows, effects: Effects) -> Floats:
    """(n,) the diagonal of the projection on dummies and regressors."""
    columns = [dummies(rows, effects), rows["x1"][:, None], rows["x2"][:, None]]
    x = np.hstack(columns) * np.sqrt(rows.weights)[:, None]
    return np.asarray(np.diag(x @ np.linalg.pinv(x, rcond=1e-12)))
