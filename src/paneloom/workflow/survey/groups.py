"""Tables alike put together: a file for each unit, each year or each indicator, a sheet for each indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from paneloom.study.intake import Axis, Source
from paneloom.workflow.survey.tables import RawTable, years_in

_DIGITS = re.compile(r"\d+")
# What tells whether two tables are laid out alike.
_LAYOUT = ("layout", "down", "across", "header", "unit", "time", "variable", "value", "sheet")


@dataclass(frozen=True, slots=True, eq=False)
class RawSource:
    """What becomes one section ``[data.x]``: its tables, and the source with the path or pattern of its files."""

    tables: tuple[RawTable, ...]
    source: Source

    @property
    def first(self) -> RawTable:
        """Its first table."""
        return self.tables[0]


def raw_sources(tables: Sequence[RawTable], files: Iterable[str]) -> list[RawSource]:
    """The sources, each where its first table stands.

    Parameters
    ----------
    tables
        All tables, in order.
    files
        The paths of all files, so that a pattern means no other.
    """
    known = tuple(files)
    groups: dict[tuple[object, ...], list[RawTable]] = {}
    for number, table in enumerate(tables):
        groups.setdefault(_signature(table, number), []).append(table)
    found = [one for group in groups.values() for one in _sources(group, known)]
    order: dict[tuple[str, str | None], int] = {}
    for number, table in enumerate(tables):
        order.setdefault((table.file, None), number)
        order.setdefault((table.file, table.source.sheet), number)
    return sorted(found, key=lambda one: order[one.first.file, one.first.source.sheet])


def _signature(table: RawTable, number: int) -> tuple[object, ...]:
    if table.problem is not None or table.source.layout == "sheets":
        return (number,)
    path = PurePosixPath(table.file)
    said = tuple(getattr(table.source, name) for name in _LAYOUT[:-1])
    told = (table.of_unit is not None, table.of_time is not None)
    if not table.names and table.source.sheet is not None:
        return (table.file, *said)
    return (str(path.parent), path.suffix, *said, table.source.sheet, *told, table.names)


def _sources(group: list[RawTable], files: tuple[str, ...]) -> Iterator[RawSource]:
    first = group[0]
    if len(group) > 1 and first.source.sheet is not None and not first.names:
        names = tuple(table.source.sheet or "" for table in group)
        source = first.source.model_copy(update={"sheet": None, "layout": "sheets"})
        yield RawSource((_merged(group, source, names),), source)
        return
    axis = _axis(group)
    pattern = _pattern(group, files) if len(group) > 1 else None
    if pattern is not None and axis != "none":
        update = {"file": pattern, **({} if axis == "" else {"files": axis})}
        yield RawSource(tuple(group), first.source.model_copy(update=update))
        return
    for table in group:
        told: dict[str, object] = {}
        if table.of_unit is not None:
            told["files"] = "unit"
        if table.of_time is not None:
            told["year"] = table.of_time
        yield RawSource((table,), table.source.model_copy(update=told))


def _merged(group: list[RawTable], source: Source, names: tuple[str, ...]) -> RawTable:
    return RawTable(group[0].book, source, names)


def _axis(group: list[RawTable]) -> Axis | str:
    """What each file stands for; "" for a part of one table, "none" where they are tables of their own."""
    first = group[0]
    if first.of_unit is not None:
        return "unit"
    if first.of_time is not None:
        return "time"
    if not first.names:
        return "variable" if first.source.layout == "wide" else "none"
    # The same columns in files that differ in their numbers alone: one table in parts.
    stems = dict.fromkeys(_DIGITS.sub("", table.stem) for table in group)
    return "" if len(stems) == 1 and all(years_in(table.stem) for table in group) else "none"


def _pattern(group: list[RawTable], files: tuple[str, ...]) -> str | None:
    """A pattern that means the files of the group and no other; None when there is none."""
    parent = PurePosixPath(group[0].file).parent
    names = [PurePosixPath(table.file).name for table in group]
    suffix = PurePosixPath(group[0].file).suffix
    beside = [PurePosixPath(file).name for file in files if PurePosixPath(file).parent == parent]
    start = _common_start(names)
    end = _common_start([name[::-1] for name in names])[::-1]
    for head, tail in (("", suffix), (start, suffix), (start, end)):
        if any(sign in head + tail for sign in "*?"):
            continue
        met = [name for name in beside if name.startswith(head) and name.endswith(tail)]
        if sorted(met) == sorted(names):
            return str(parent / f"{head}*{tail}")
    return None


def _common_start(names: Sequence[str]) -> str:
    """What all names begin with."""
    # What the first and the last in order share, all share.
    first, last = min(names), max(names)
    at = next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:at]
