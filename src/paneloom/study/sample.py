"""Which rows a number rests on, as data: every engine reads the same record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A choice of rows.

    Rows count when every column of ``complete`` is present, the unit is not in ``drop_units``, the time lies
    within ``times`` (both ends included), and each ``(column, level)`` of ``where`` holds. Units
    (``"unit"`` in ``singletons``), times (``"time"``) and levels of labels or of labels crossed
    (``"region#year"``) with a single remaining row are then left out, again and again until none is left.
    """

    complete: tuple[str, ...] = ()
    drop_units: tuple[str, ...] = ()
    times: tuple[int, int] | None = None
    where: tuple[tuple[str, str], ...] = ()
    singletons: tuple[str, ...] = ()


EVERY_ROW = Sample()
