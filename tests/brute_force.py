"""Estimators written out the long way, with a dummy for every level: what the algebra must come to."""

from dataclasses import dataclass

import numpy as np
from tests.panels import Rows

from paneloom.algebra.effects import Effects
from paneloom.algebra.record import Floats


def dummies(rows: Rows, effects: Effects) -> Floats:
    """(n, L) a column for each level of the effects, or a constant; not independent with two effects."""
    columns = [np.ones(len(rows))] if effects == "none" else []
    for part, codes in (("unit", rows.units), ("time", rows.times)):
        if part in effects.split("+"):
            columns += [(codes == level).astype(float) for level in np.unique(codes)]
    if "trend" in effects:
        tilted = rows.times - rows.times.mean()
        columns += [(rows.units == unit) * tilted for unit in np.unique(rows.units)]
    return np.column_stack(columns)


def partial_out(rows: Rows, effects: Effects, values: Floats | None = None) -> Floats:
    """(n, k) residuals of a weighted regression of the columns on the dummies."""
    root = np.sqrt(rows.weights)[:, None]
    values = rows.values if values is None else values
    d = dummies(rows, effects)
    centre = values.mean(axis=0)
    return (values - centre) - d @ np.linalg.lstsq(d * root, (values - centre) * root, rcond=1e-11)[0]


def rank(rows: Rows, effects: Effects) -> int:
    """How many columns of the dummies are independent."""
    return int(np.linalg.matrix_rank(dummies(rows, effects)))


@dataclass(frozen=True)
class Fit:
    """Slopes, residuals, and what the covariances need; no small-sample factor."""

    coefficients: Floats
    residuals: Floats
    bread: Floats
    fitted: Floats
    rss: float
    tss: float

    def iid(self, df: int) -> Floats:
        """s2 (X'X)^-1."""
        return self.bread * self.rss / df

    def cluster(self, rows: Rows) -> Floats:
        """The sandwich, a score for each cluster."""
        scores = self.fitted * (rows.weights * self.residuals)[:, None]
        meat = np.zeros_like(self.bread)
        for code in np.unique(rows.clusters):
            s = scores[rows.clusters == code].sum(axis=0)
            meat += np.outer(s, s)
        return self.bread @ meat @ self.bread


def fit(
    rows: Rows,
    effects: Effects,
    x: tuple[str, ...],
    endogenous: tuple[str, ...] = (),
    z: tuple[str, ...] = (),
) -> Fit:
    """OLS, or 2SLS with the instruments ``z`` for ``endogenous``, of y."""
    root = np.sqrt(rows.weights)[:, None]
    swept = partial_out(rows, effects)
    at = {name: swept[:, [i]] for i, name in enumerate(rows.names)}
    y, regressors = at["y"], np.hstack([at[name] for name in x])
    exogenous = [at[name] for name in x if name not in endogenous] + [at[name] for name in z]
    first = np.hstack(exogenous)
    fitted = regressors
    if endogenous:
        fitted = first @ np.linalg.lstsq(first * root, regressors * root, rcond=None)[0]
    b = np.linalg.lstsq(fitted * root, y * root, rcond=None)[0]
    e = y - regressors @ b
    bread = np.linalg.inv((fitted * root).T @ (fitted * root))
    weighted = (rows.weights[:, None] * e * e).sum()
    total = (rows.weights[:, None] * y * y).sum()
    return Fit(b[:, 0], e[:, 0], bread, fitted, float(weighted), float(total))
