"""Columns of a user's own table: an array, or any frame that narwhals knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError, nearest

Directions = str | Sequence[str] | Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """J named columns: an array (n, J), or J arrays (n,)."""

    names: tuple[str, ...]
    values: Floats | tuple[Floats, ...]

    def table(self) -> Floats:
        """(n, J) the columns side by side."""
        return self.values if isinstance(self.values, np.ndarray) else np.column_stack(self.values)


def columns_in(data: Any, columns: Sequence[str] | None = None) -> Columns:
    """The columns of an array (n, J) or a frame, all or those named; copied only where they must be.

    Columns of an array are called x1, x2, ...

    Raises
    ------
    PaneloomError
        ``unknown-column``, ``column-not-numeric``, ``table-not-known``.
    """
    if isinstance(data, np.ndarray):
        return _of_array(data, columns)
    import narwhals.stable.v1 as nw

    try:
        frame = nw.from_native(data, eager_only=True)
    except TypeError:
        raise PaneloomError("table-not-known", seen=type(data).__name__) from None
    names = tuple(columns) if columns is not None else tuple(frame.columns)
    _known(names, tuple(frame.columns))
    return Columns(names, tuple(_numbers(frame[name], name) for name in names))


def _of_array(data: NDArray[Any], columns: Sequence[str] | None) -> Columns:
    if data.ndim != 2 or data.dtype.kind not in "fiu":
        raise PaneloomError("table-not-known", seen=f"{data.dtype}{list(data.shape)}")
    names = tuple(columns) if columns is not None else tuple(f"x{j + 1}" for j in range(data.shape[1]))
    if len(names) != data.shape[1]:
        raise PaneloomError("columns-count", count=len(names), width=data.shape[1])
    return Columns(names, np.asarray(data, dtype=np.float64))


def _known(names: tuple[str, ...], present: tuple[str, ...]) -> None:
    for name in names:
        if name not in present:
            raise PaneloomError("unknown-column", seen=name, nearest=nearest(name, present), known=present)


def _numbers(series: Any, name: str) -> Floats:
    if not series.dtype.is_numeric():
        raise PaneloomError("column-not-numeric", column=name)
    import narwhals.stable.v1 as nw

    return np.ascontiguousarray(series.cast(nw.Float64).to_numpy(), dtype=np.float64)


def directions_in(directions: Directions, names: tuple[str, ...], known: str = "+-=") -> tuple[str, ...]:
    """(J,) the direction of each column: one sign for all, one for each column in order, or by name.

    Raises
    ------
    PaneloomError
        ``indicator-direction`` for what is none of the ``known`` signs, ``directions-count`` when directions
        and columns do not go together.
    """
    if isinstance(directions, str):
        signs: Sequence[str] = [directions] * len(names)
    elif isinstance(directions, Mapping):
        odd = [name for name in names if name not in directions]
        odd += [name for name in directions if name not in names]
        if odd:
            raise PaneloomError("directions-count", columns=tuple(odd))
        signs = [directions[name] for name in names]
    else:
        signs = directions
        if len(signs) != len(names):
            raise PaneloomError("directions-count", columns=(f"{len(signs)}", f"{len(names)}"))
    wrong = next((sign for sign in signs if not sign or sign not in known), None)
    if wrong is not None:
        raise PaneloomError("indicator-direction", seen=wrong)
    return tuple(signs)
