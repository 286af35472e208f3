"""Functions whose Sobol indices are known, and the design at which they were computed."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
A, B = 7.0, 0.1
G = np.array([0.0, 0.5, 3.0, 9.0, 99.0, 99.0])
BASE = 1024


def ishigami(points: Floats) -> Floats:
    """Ishigami and Homma (1990) on the unit cube: sin x1 + a sin^2 x2 + b x3^4 sin x1, x from -pi to pi."""
    x = np.pi * (2.0 * points - 1.0)
    return np.asarray(np.sin(x[..., 0]) + A * np.sin(x[..., 1]) ** 2 + B * x[..., 2] ** 4 * np.sin(x[..., 0]))


def g_function(points: Floats) -> Floats:
    """Sobol's g-function: the product of (|4 x - 2| + a) / (1 + a)."""
    return np.asarray(np.prod((np.abs(4.0 * points - 2.0) + G) / (1.0 + G), axis=-1))


def uniforms(width: int, seed: int) -> Floats:
    """(BASE, 2 width) numbers of [0, 1), the same wherever NumPy is."""
    return np.random.Generator(np.random.PCG64(seed)).random((BASE, 2 * width))


def exchanged(numbers: Floats) -> Floats:
    """(k + 2, BASE, k) points A, B, and A with column i of B, from A and B side by side."""
    width = numbers.shape[1] // 2
    a, b = numbers[:, :width], numbers[:, width:]
    points = np.repeat(a[None], width + 2, axis=0)
    points[1] = b
    for i in range(width):
        points[i + 2][:, i] = b[:, i]
    return points
