"""TOPSIS (Hwang and Yoon 1981): closeness to the best point against distance from the worst."""

from __future__ import annotations

from paneloom.algebra.record import Floats


def closeness(z: Floats, weight: Floats, best: Floats, worst: Floats) -> Floats:
    """(n,) closeness of the rows of ``z`` (n, k) to ``best`` (k,) with ``weight`` (k,), (1, k) or (n, k)."""
    raise NotImplementedError(z, weight, best, worst)
