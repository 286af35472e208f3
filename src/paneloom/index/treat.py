"""Treating outliers before scaling: winsorising by rule, logarithms, Box and Cox's power."""

from __future__ import annotations

from paneloom.algebra.record import Floats
from paneloom.study.index_part import Treat


def treatment(x: Floats, treat: Treat, name: str) -> tuple[float, float, float]:
    """The floor, ceiling and power (NaN for none) of a column (n,), NaN for a missing value."""
    raise NotImplementedError(name, treat.rule, x.size)
