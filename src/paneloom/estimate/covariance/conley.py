"""Errors robust to dependence that dies out with distance, and to serial correlation within units.

Conley (1999), equation 3.13, among the units of one period; with lags also the pairs of rows of one unit, as
Hsiang (2010) adds the two: rows of different units in different periods are independent.
"""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers

EARTH_RADIUS = 6371.0088  # km, the mean of IUGG
# Distances of so many rows to all others of their period are held at a time.
CHUNK = 1024


def conley(influence: Floats, positions: Integers, places: Floats, distance: float, kernel: str) -> Floats:
    """(q, q) covariance without small-sample factor and without the serial part.

    ``influence`` (n, q); ``positions`` (n,) the periods; ``places`` (n, 2) degrees of longitude and latitude.
    Rows up to ``distance`` kilometres apart on a sphere weigh 1 ("uniform") or 1 - d / ``distance`` ("bartlett").
    """
    total = np.zeros((influence.shape[1], influence.shape[1]))
    order = np.argsort(positions, kind="stable")
    bounds = np.flatnonzero(np.diff(positions[order])) + 1
    for rows in np.split(order, bounds):
        for start in range(0, rows.size, CHUNK):
            part = rows[start : start + CHUNK]
            near = kernel_weights(great_circle(places[part], places[rows]), distance, kernel)
            total += influence[part].T @ (near @ influence[rows])
    return np.asarray((total + total.T) / 2)


def great_circle(a: Floats, b: Floats) -> Floats:
    """(n, m) kilometres between places (n, 2) and (m, 2) in degrees, by the haversine formula."""
    a, b = np.radians(a), np.radians(b)
    half = np.sin((a[:, None] - b[None]) / 2) ** 2
    cosines = np.cos(a[:, 1])[:, None] * np.cos(b[:, 1])[None]
    chord = np.sqrt(np.clip(half[..., 1] + cosines * half[..., 0], 0.0, 1.0))
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(chord))


def kernel_weights(kilometres: Floats, distance: float, kernel: str) -> Floats:
    """What pairs of rows weigh, by their distance."""
    if kernel == "uniform":
        return np.asarray(kilometres <= distance, dtype=np.float64)
    return np.asarray(np.maximum(1 - kilometres / distance, 0.0))
