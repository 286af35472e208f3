"""Numbers as JSON can hold them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def number(value: float) -> float | None:
    """A number of JSON, which has neither NaN nor infinity: null stands for both."""
    value = float(value)
    return value if math.isfinite(value) else None


def numbers(values: Any) -> list[Any]:
    """An array of any depth as lists."""
    if np.ndim(values) == 0:
        return number(values)  # type: ignore[return-value]
    return [numbers(value) for value in values]
