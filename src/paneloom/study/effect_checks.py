"""What can be wrong with absorbed effects before any number is read."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError, nearest
from paneloom.study.effects import NEED_SWEEP, finest, parts_of
from paneloom.study.model_column import ModelColumn


def effect_problems(column: ModelColumn) -> Iterator[PaneloomError]:
    """Every problem of ``absorb`` and ``unit_trends``."""
    unit, absorb = column.check.study.unit, column["absorb"] or ()
    found = list(_names(column, absorb))
    yield from found
    if found:
        return
    rest = [name for name in finest(absorb) if name != unit]
    if column["unit_trends"] and unit not in finest(absorb):
        yield PaneloomError("trends-without-unit", where=column.place("unit_trends"), unit=unit)
    elif column["unit_trends"] and len(rest) > 1:
        yield PaneloomError("trends-among-many", where=column.place("unit_trends"), seen=absorb, unit=unit)
    if len(rest) > 1 and column["errors"] in NEED_SWEEP:
        where = column.place("errors")
        yield PaneloomError("errors-need-sweep", where=where, seen=column["errors"], effects=absorb)


def _names(column: ModelColumn, absorb: tuple[str, ...]) -> Iterator[PaneloomError]:
    """Names that are no keys or labels, and crossings that leave one row to each level."""
    check = column.check
    unit, time = check.study.unit, check.study.time
    known = (unit, time, *check.names.labels)
    is_whole = check.whole("groups", "variables", "variable")
    for position, text in enumerate(absorb):
        where, parts = column.place("absorb", position), parts_of(text)
        unknown = next((part for part in parts if part not in known), None)
        if unknown is not None:
            if is_whole or unknown in check.names.numbers:
                like = nearest(unknown, known)
                yield PaneloomError("absorb-unknown", where=where, seen=unknown, nearest=like, known=known)
        elif {unit, time} <= set(parts):
            yield PaneloomError("absorb-every-row", where=where, seen=text, unit=unit, time=time)
