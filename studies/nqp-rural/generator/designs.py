"""Coefficients of two-way fixed-effects models as linear functions of the outcome.

Given the regressors, each estimate is a fixed vector times the outcome. So an outcome
near a wanted one can be found in closed form that has given estimates exactly.
"""

from dataclasses import dataclass

import numpy as np
from frame import ANCHORS, N, T
from numpy.typing import NDArray
from shapes import Array

CONTROLS = ("gov", "ur", "ind", "inv", "edu")
REGION = np.repeat([row["region"] for row in ANCHORS], T)
YEAR = np.tile(np.arange(T), N)
UNIT = np.repeat(np.arange(N), T)


def lagged(series: Array) -> Array:
    """Value of the year before, flat order, missing in the first year."""
    result = np.full((N, T), np.nan)
    result[:, 1:] = series.reshape(N, T)[:, :-1]
    return result.reshape(-1)


def swept(columns: Array, rows: NDArray[np.intp]) -> Array:
    """Residuals of columns (rows, k) on province and year effects of these rows."""
    units = (UNIT[rows][:, None] == np.unique(UNIT[rows])[None, :]).astype(float)
    years = (YEAR[rows][:, None] == np.unique(YEAR[rows])[None, 1:]).astype(float)
    dummies = np.hstack([units, years])
    return np.asarray(columns - dummies @ np.linalg.lstsq(dummies, columns, rcond=None)[0])


@dataclass(frozen=True, slots=True)
class Target:
    """A coefficient to hit: of `name` in a model of `controls` (region, iv as said)."""

    name: str
    value: float
    controls: tuple[str, ...] = CONTROLS
    of: str = ""
    region: str = ""
    lag_instrument: bool = False


def functional(target: Target, data: dict[str, Array]) -> Array:
    """The vector whose product with the outcome is the coefficient."""
    x = data[target.name].reshape(-1)
    z = lagged(x) if target.lag_instrument else x
    keep = ~np.isnan(z)
    if target.region:
        keep &= target.region == REGION
    rows = np.flatnonzero(keep)
    rest = [data[c].reshape(-1) for c in target.controls]
    columns = swept(np.stack([v[rows] for v in (x, *rest)], axis=1), rows)
    instruments = columns.copy()
    instruments[:, 0] = swept(z[rows][:, None], rows)[:, 0]
    wanted = (target.name, *target.controls).index(target.of or target.name)
    solution = np.linalg.solve(instruments.T @ columns, instruments.T)
    result = np.zeros(N * T)
    result[rows] = solution[wanted]
    return result


def steered(outcome: Array, targets: list[Target], data: dict[str, Array]) -> Array:
    """The outcome nearest to `outcome` whose coefficients equal the targets."""
    rows = np.stack([functional(t, data) for t in targets])
    scale = np.linalg.norm(rows, axis=1)
    rows = rows / scale[:, None]
    missing = np.array([t.value for t in targets]) / scale - rows @ outcome
    return np.asarray(outcome + rows.T @ np.linalg.solve(rows @ rows.T, missing))
