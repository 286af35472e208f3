"""The functions of the expression language, on arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.phi import phi
from paneloom.algebra.record import Floats


def _power(base: Floats, exponent: Floats) -> Floats:
    # NumPy has NaN ** 0 = 1; a missing value stays missing.
    return np.where(np.isnan(base) | np.isnan(exponent), np.nan, np.power(base, exponent))


def _round(x: Floats, digits: Floats) -> Floats:
    scale = np.power(10.0, digits)
    return np.rint(x * scale) / scale


def _comparison(compare: Callable[..., NDArray[np.bool_]]) -> Callable[..., Floats]:
    """1 or 0; missing where an argument is, so that a missing value is neither large nor small."""

    def compared(*arguments: Floats) -> Floats:
        missing = np.any([np.isnan(argument) for argument in arguments], axis=0)
        return np.where(missing, np.nan, compare(*arguments).astype(np.float64))

    return compared


def _among(x: Floats, *values: Floats) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.any([x == value for value in values], axis=0)
    return found


OPERATIONS: Mapping[str, Callable[..., Floats]] = MappingProxyType(
    {
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": np.divide,
        "^": _power,
        "neg": np.negative,
        "log": np.log,
        "exp": np.exp,
        "abs": np.abs,
        "sqrt": np.sqrt,
        "min": lambda *arguments: reduce(np.minimum, arguments),
        "max": lambda *arguments: reduce(np.maximum, arguments),
        "round": _round,
        "phi": phi,
        "<": _comparison(np.less),
        "<=": _comparison(np.less_equal),
        ">": _comparison(np.greater),
        ">=": _comparison(np.greater_equal),
        "==": _comparison(np.equal),
        "!=": _comparison(np.not_equal),
        "in": _comparison(_among),
        "not in": _comparison(lambda *arguments: ~_among(*arguments)),
        "and": _comparison(lambda a, b: (a != 0) & (b != 0)),
        "or": _comparison(lambda a, b: (a != 0) | (b != 0)),
        "not": _comparison(lambda a: a == 0),
    }
)
