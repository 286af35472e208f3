"""A first study of raw sources: names for its sections and variables, and what is left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from paneloom.errors import PaneloomError, Place
from paneloom.sources.cells import squeezed
from paneloom.study.recipes import STUDY_FILE
from paneloom.workflow.survey.columns import RawColumn
from paneloom.workflow.survey.groups import RawSource
from paneloom.workflow.survey.heading import key_of, title_of
from paneloom.workflow.survey.indicator_names import name_of

LONGEST_KEY = 24


@dataclass(frozen=True, slots=True, eq=False)
class DraftSource:
    """A section ``[data.key]``; with a ``problem`` it is written as a comment. ``outs`` are columns left out."""

    key: str
    raw: RawSource
    columns: tuple[RawColumn, ...]
    problem: PaneloomError | None

    @property
    def outs(self) -> tuple[RawColumn, ...]:
        """The columns that become no variable."""
        return tuple(one for one in self.columns if one.kind == "left out")

    @property
    def named_by_file(self) -> bool:
        """Whether only the name of the file or the sheet says what the values are."""
        return self.raw.source.files == "variable" or self.raw.first.names == ()


@dataclass(frozen=True, slots=True, eq=False)
class DraftVariable:
    """A variable, and its column in each of the sources that have it; with a ``problem`` it is a comment."""

    key: str
    parts: tuple[tuple[DraftSource, RawColumn], ...]
    problem: PaneloomError | None

    @property
    def column(self) -> RawColumn:
        """Its column in the first source."""
        return self.parts[0][1]

    @property
    def is_read(self) -> bool:
        """Whether the study reads it."""
        return self.problem is None and self.parts[0][0].problem is None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """The sources and variables of a first study, those that are comments too."""

    sources: tuple[DraftSource, ...]
    variables: tuple[DraftVariable, ...]

    @property
    def read(self) -> tuple[DraftVariable, ...]:
        """The variables that the study reads."""
        return tuple(one for one in self.variables if one.is_read)

    @property
    def doubtful(self) -> tuple[DraftVariable, ...]:
        """The variables with a problem of their own, in sources that can be read."""
        return tuple(
            one for one in self.variables if one.problem is not None and one.parts[0][0].problem is None
        )

    @property
    def used(self) -> tuple[str, ...]:
        """The keys of the sources that a variable reads."""
        return tuple(dict.fromkeys(source.key for one in self.read for source, _ in one.parts))


Found = tuple[RawSource, tuple[RawColumn, ...], PaneloomError | None]


def drafted(found: Sequence[Found], taken: Iterable[str]) -> Draft:
    """A draft of raw sources.

    Parameters
    ----------
    found
        Each source with its columns and what keeps it from being read.
    taken
        Names that no variable may have: the keys of the panel.
    """
    sources: list[DraftSource] = []
    for number, (raw, columns, problem) in enumerate(found, start=1):
        key = _unused(_source_key(raw) or f"t{number}", [one.key for one in sources])
        if problem is not None and "section" in problem.details:
            problem.details["section"] = f"data.{key}"
        sources.append(DraftSource(key, raw, columns, problem))
    return Draft(tuple(sources), _variables(sources, {}, taken))


def without(draft: Draft, problem: PaneloomError, taken: Iterable[str]) -> Draft | None:
    """The draft with what a problem is about turned into a comment; None when it is about nothing of it."""
    where = problem.where or Place(STUDY_FILE)
    parts = (where.key or "").split(".")
    in_study = where.file == STUDY_FILE and parts[0] == "variables" and len(parts) > 1
    name = parts[1] if in_study else problem.details.get("variable", "")
    variables = tuple(
        replace(one, problem=problem) if one.key == name and one.is_read else one for one in draft.variables
    )
    if any(new is not old for new, old in zip(variables, draft.variables, strict=True)):
        return Draft(draft.sources, variables)
    if in_study:
        return None
    sources = tuple(
        replace(one, problem=problem) if one.problem is None and _is_about(one, where, parts) else one
        for one in draft.sources
    )
    if all(new is old for new, old in zip(sources, draft.sources, strict=True)):
        return None
    dropped = {one.key: one.problem for one in draft.variables if one.problem is not None}
    return Draft(sources, _variables(sources, dropped, taken))


def _is_about(source: DraftSource, where: Place, parts: list[str]) -> bool:
    if where.file == STUDY_FILE:
        return parts[:2] == ["data", source.key]
    same_sheet = where.sheet is None or source.raw.source.sheet in (None, where.sheet)
    return same_sheet and any(table.file == where.file for table in source.raw.tables)


def _source_key(raw: RawSource) -> str:
    stem = PurePosixPath(raw.source.file).stem
    key = key_of(stem.replace("*", "")) if stem != "*" else ""
    key = key or (key_of(raw.source.sheet) if raw.source.sheet else "")
    return key if len(key) <= LONGEST_KEY else ""


def _variables(
    sources: Sequence[DraftSource], dropped: Mapping[str, PaneloomError], taken: Iterable[str]
) -> tuple[DraftVariable, ...]:
    groups: dict[object, list[tuple[DraftSource, RawColumn]]] = {}
    for source in sources:
        for number, column in enumerate(source.columns):
            if column.kind != "left out":
                groups.setdefault(_same(source, column, number), []).append((source, column))
    keys = list(taken)
    found: dict[int, DraftVariable] = {}
    # What is read has the first choice of names.
    order = sorted(enumerate(groups.values()), key=lambda pair: not _can_be_read(*pair[1][0]))
    for place, parts in order:
        source, column = parts[0]
        number = [one for one in source.columns if one.kind != "left out"].index(column) + 1
        key = _unused(name_of(column.label) or f"{source.key}_{number}", keys)
        keys.append(key)
        found[place] = DraftVariable(key, tuple(parts), column.problem or dropped.get(key))
    return tuple(found[place] for place in range(len(found)))


def _can_be_read(source: DraftSource, column: RawColumn) -> bool:
    return source.problem is None and column.problem is None


def _same(source: DraftSource, column: RawColumn, number: int) -> object:
    """What two columns share that hold the same thing: label and unit of measurement."""
    alone = not _can_be_read(source, column) or column.kind != "number" or column.first is None
    if alone or (source.named_by_file and not column.unit):
        return (source.key, number)
    return (squeezed(title_of(column.label)), squeezed(column.unit))


def _unused(key: str, taken: Sequence[str]) -> str:
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}_{number}"
    return found
