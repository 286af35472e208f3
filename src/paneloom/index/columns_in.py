"""Columns of a user's own table: an array, or any frame that narwhals knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError, nearest
from paneloom.study.directions import DIRECTIONS

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

    Columns of an array are called x1, x2, ... A masked value of an array is a missing one.

    Raises
    ------
    PaneloomError
        ``unknown-column``, ``column-not-numeric``, ``table-not-known``, ``column-name`` for a name that is no
        text, ``duplicate-column``.
    """
    if isinstance(data, np.ndarray):
        return _of_array(data, columns)
    import narwhals.stable.v1 as nw
    from narwhals.exceptions import DuplicateError

    try:
        frame = nw.from_native(data, eager_only=True)
        present = tuple(frame.columns)
    except TypeError:
        raise PaneloomError("table-not-known", seen=type(data).__name__) from None
    except DuplicateError:
        present = ()
    _once(tuple(getattr(data, "column_names", getattr(data, "columns", present))))
    names = tuple(columns) if columns is not None else present
    _once(names)
    _known(names, present)
    if not names:
        raise PaneloomError("table-not-known", seen=f"{type(data).__name__}[{len(frame)}, 0]")
    return Columns(names, tuple(_numbers(frame[name], name) for name in names))


def _of_array(data: NDArray[Any], columns: Sequence[str] | None) -> Columns:
    if data.ndim != 2 or data.dtype.kind not in "fiu" or not data.shape[1]:
        raise PaneloomError("table-not-known", seen=f"{data.dtype}{list(data.shape)}")
    names = tuple(columns) if columns is not None else tuple(f"x{j + 1}" for j in range(data.shape[1]))
    if len(names) != data.shape[1]:
        raise PaneloomError("columns-count", count=len(names), width=data.shape[1])
    _once(names)
    if isinstance(data, np.ma.MaskedArray):
        data = np.ma.filled(data.astype(np.float64), np.nan)
    return Columns(names, np.asarray(data, dtype=np.float64))


def _once(names: tuple[Any, ...]) -> None:
    """Refuse names that are no text, or stand twice."""
    met: set[str] = set()
    for name in names:
        if not isinstance(name, str):
            raise PaneloomError("column-name", seen=repr(name))
        if name in met:
            raise PaneloomError("duplicate-column", seen=name)
        met.add(name)


def _known(names: tuple[str, ...], present: tuple[str, ...]) -> None:
    own = frozenset(present)
    for name in names:
        if name not in own:
            raise PaneloomError("unknown-column", seen=name, nearest=nearest(name, present), known=present)


def _numbers(series: Any, name: str) -> Floats:
    if not series.dtype.is_numeric():
        raise PaneloomError("column-not-numeric", column=name)
    import narwhals.stable.v1 as nw

    return np.ascontiguousarray(series.cast(nw.Float64).to_numpy(), dtype=np.float64)


def directions_in(directions: Directions, names: tuple[str, ...], known: str = "+-=") -> tuple[str, ...]:
    """(J,) the sign of each column's direction: one for all, one for each column in order, or by name.

    Directions may be written as in a table of indicators: "+", "正", "positive".

    Raises
    ------
    PaneloomError
        ``indicator-direction`` for what is none of the ``known`` signs, ``directions-count`` when directions
        and columns do not go together.
    """
    asked: object = directions
    if isinstance(asked, str):
        given: list[object] = [asked] * len(names)
    elif isinstance(asked, Mapping):
        own = frozenset(names)
        odd = tuple(name for name in asked if name not in own)
        if odd:
            raise PaneloomError("directions-count", columns=odd, bare=(), chosen="")
        bare = tuple(name for name in names if name not in asked)
        if bare:
            chosen = ", ".join(f'"{name}"' for name in names if name in asked)
            raise PaneloomError("directions-count", columns=(), bare=bare, chosen=chosen)
        given = [asked[name] for name in names]
    elif isinstance(asked, Iterable):
        given = list(asked)
        if len(given) != len(names):
            raise PaneloomError(
                "directions-count", columns=(f"{len(given)}", f"{len(names)}"), bare=(), chosen=""
            )
    else:
        given = [asked]
    signs: list[str] = []
    for sign in given:
        plain = DIRECTIONS.get(sign.lower()) if isinstance(sign, str) else None
        if plain is None or plain not in known:
            raise PaneloomError("indicator-direction", seen=sign if isinstance(sign, str) else repr(sign))
        signs.append(plain)
    return tuple(signs)
