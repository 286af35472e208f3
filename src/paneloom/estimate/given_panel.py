"""A panel from a user's own table: any frame that narwhals knows, in any order of rows and columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from paneloom.algebra.record import Floats, Integers, sealed
from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.frame import Frame, LabelsLater
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.intake import Source
from paneloom.study.model import Study
from paneloom.study.sections import Head

Column = np.ndarray | Callable[[], np.ndarray]


def given_panel(data: Any, unit: str, time: str, labels: tuple[str, ...] = ()) -> Panel:
    """The panel of a frame, sorted by unit and time.

    Columns of numbers and of truth values are numbers, those of text and those named in ``labels`` are labels;
    columns of other kinds, such as dates, are not taken. Nulls are missing values.
    A column is read when it is first asked for.

    Raises
    ------
    PaneloomError
        ``table-not-known``, ``column-name``, ``duplicate-column``, ``unknown-column`` for a key, ``keys-missing``
        for a row without its unit or time, ``time-not-whole``, ``rows-doubled`` for two rows of one unit and time;
        ``not-finite`` when a column that is read holds an infinite value.
    """
    import narwhals.stable.v1 as nw

    table = _table(data)
    kinds = table.schema
    for key in (unit, time):
        if key not in kinds:
            known = tuple(kinds)
            raise PaneloomError("unknown-column", seen=key, nearest=nearest(str(key), known), known=known)
    codes, units = _units(table[unit], unit)
    times = _times(table[time], time)
    order = np.lexsort((times, codes))
    codes, times = codes[order], times[order]
    twice = np.flatnonzero((codes[1:] == codes[:-1]) & (times[1:] == times[:-1]))
    if twice.size:
        row = int(twice[0])
        raise PaneloomError(
            "rows-doubled", unit=units[codes[row]], time=int(times[row]), count=int(twice.size)
        )

    def row_name(row: int) -> tuple[str, int]:
        return units[codes[row]], int(times[row])

    numbers: dict[str, Column] = {}
    categories: dict[str, Column] = {unit: lambda: sealed(np.array(units, dtype=np.str_)[codes])}
    for name, kind in kinds.items():
        if name in (unit, time):
            continue
        if name in labels or kind in (nw.String, nw.Categorical, nw.Enum):
            categories[name] = partial(_label_column, table, name, order)
        elif kind.is_numeric() or kind == nw.Boolean:
            numbers[name] = partial(_number_column, table, name, order, row_name)
    frame = Frame(
        units=units,
        unit=sealed(codes),
        time=sealed(times),
        numbers=MappingProxyType(LabelsLater(numbers)),
        categories=MappingProxyType(LabelsLater(categories)),
        time_key=time,
    )
    return Panel(MemoryEngine(frame), _study(unit, time), Ledger())


def _number_column(
    table: Any, name: str, order: Integers, row_name: Callable[[int], tuple[str, int]]
) -> Floats:
    import narwhals.stable.v1 as nw

    values = np.asarray(table[name].cast(nw.Float64).to_numpy(), dtype=np.float64)[order]
    endless = np.flatnonzero(np.isinf(values))
    if endless.size:
        unit, time = row_name(int(endless[0]))
        seen = repr(float(values[endless[0]]))
        raise PaneloomError(
            "not-finite", seen=seen, expression=name, unit=unit, time=time, count=int(endless.size)
        )
    return sealed(values)


def _label_column(table: Any, name: str, order: Integers) -> np.ndarray:
    return sealed(_labels(table[name])[order])


def _table(data: Any) -> Any:
    """The frame behind the face of narwhals, its columns called by text, each name once."""
    import narwhals.stable.v1 as nw
    from narwhals.exceptions import DuplicateError

    names = getattr(data, "column_names", getattr(data, "columns", ()))
    met: dict[str, None] = {}
    for name in () if callable(names) else names:
        if not isinstance(name, str):
            raise PaneloomError("column-name", seen=repr(name))
        if name in met:
            raise PaneloomError("duplicate-column", seen=name)
        met[name] = None
    try:
        return nw.from_native(data, eager_only=True)
    except (TypeError, DuplicateError):
        raise PaneloomError("table-not-known", seen=type(data).__name__) from None


def _units(series: Any, key: str) -> tuple[Integers, tuple[str, ...]]:
    """(n,) codes, and the names in sorted order; numbers keep the order of numbers."""
    if series.dtype.is_float() or series.dtype.is_integer():
        known, at = np.unique(_whole(series, key), return_inverse=True)
    else:
        labels = _labels(series)
        empty = int((labels == "").sum())
        if empty:
            raise PaneloomError("keys-missing", column=key, count=empty)
        known, at = np.unique(labels, return_inverse=True)
    return at.astype(np.int64), tuple(str(name) for name in known.tolist())


def _times(series: Any, key: str) -> Integers:
    if not series.dtype.is_numeric():
        raise PaneloomError("time-not-whole", seen=str(series.dtype), column=key)
    return _whole(series, key)


def _whole(series: Any, key: str) -> Integers:
    import narwhals.stable.v1 as nw

    values = series.cast(nw.Float64).to_numpy() if series.null_count() or series.dtype.is_float() else None
    if values is None:
        return np.asarray(series.to_numpy(), dtype=np.int64)
    lost = int(np.isnan(values).sum())
    if lost:
        raise PaneloomError("keys-missing", column=key, count=lost)
    odd = np.flatnonzero(values != np.round(values))
    if odd.size:
        raise PaneloomError("time-not-whole", seen=repr(float(values[odd[0]])), column=key)
    return np.asarray(values, dtype=np.int64)


def _labels(series: Any) -> np.ndarray:
    """(n,) text, "" where there is none; whole numbers without their point."""
    if series.dtype.is_float():
        values = [None if value is None or value != value else value for value in series.to_list()]  # noqa: PLR0124
        texts = ["" if v is None else str(int(v)) if float(v).is_integer() else repr(v) for v in values]
    else:
        texts = ["" if value is None or value != value else str(value) for value in series.to_list()]  # noqa: PLR0124
    return np.array(texts, dtype=np.str_)


def _study(unit: str, time: str) -> Study:
    """A study of nothing but its keys, which here may be called anything."""
    head = Head.model_construct(title="", panel=(unit, time))
    return Study.model_construct(study=head, data={"table": Source.model_construct(file="")})
