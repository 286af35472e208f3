"""What each variable of a raw source holds, read as a study would read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.assemble import assemble
from paneloom.panel.observations import Observations, joined
from paneloom.sources.cells import is_blank, squeezed, text_of
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.layouts.looks import is_number, share_of
from paneloom.sources.observe import observe
from paneloom.sources.readings import Readings, Request
from paneloom.study.intake import Clean
from paneloom.workflow.survey.groups import RawSource
from paneloom.workflow.survey.heading import label_and_unit, title_of, unit_above, units_beside
from paneloom.workflow.survey.names_known import NamesKnown, known_share
from paneloom.workflow.survey.tables import RawTable

Kind = Literal["number", "category", "left out"]
NUMBERS, UNITS_AGAIN, MOST_LABELS = 0.5, 0.8, 40
_CODE = re.compile(r".*(?:代码|编码|编号)|id|.*[_ ](?:id|code)|code|no\.?", re.IGNORECASE)
MOST_STRANGE = 20
CLEAN = Clean()


@dataclass(frozen=True, slots=True, eq=False)
class RawColumn:
    """One variable: what it is called in the file (None in a table of one), what its cells are.

    ``reason`` says why it is left out, as a word of ``[survey]``; ``problem`` why it cannot be read as it
    stands, though it should be; ``first`` and ``last`` are the years with a value; ``units`` counts the units
    with one.
    """

    column: str | None
    label: str
    unit: str
    kind: Kind
    reason: str = ""
    problem: PaneloomError | None = None
    cells: int = 0
    numeric: float = 0.0
    observed: int = 0
    units: int = 0
    first: int | None = None
    last: int | None = None
    minimum: float | None = None
    maximum: float | None = None


def raw_columns(raw: RawSource, names: NamesKnown) -> tuple[tuple[RawColumn, ...], PaneloomError | None]:
    """The variables of a source in its order; and why none of them can be read, if none can."""
    wanted = _wanted(raw)
    # Sheets stand for themselves: what is wrong with one says nothing of another.
    each = raw.source.layout == "sheets"
    pieces = [{key: column} for key, column in wanted.items()] if each else [wanted]
    parts: dict[str, list[tuple[Readings, ...]] | PaneloomError] = {}
    for piece in pieces:
        try:
            parts |= _readings(raw, names, piece)
        except PaneloomError as fault:
            parts |= dict.fromkeys(piece, fault)
    found: list[RawColumn] = []
    good: dict[int, Observations] = {}
    for key, column in wanted.items():
        read = parts.get(key, [])
        if isinstance(read, PaneloomError):
            found.append(replace(_described(raw, column, "number"), problem=read))
            continue
        one, observations = _column(raw, column, read, names)
        if observations is not None:
            # Messages call a variable as its file does.
            good[len(found)] = replace(observations, variable=column or one.label)
        found.append(one)
    if _assembled(good.values(), names) is None:
        return tuple(found), _shared_problem(found)
    for number, observations in good.items():
        own = _assembled([observations], names)
        if own is not None:
            found[number] = replace(found[number], problem=own)
    return tuple(found), _shared_problem(found)


def _wanted(raw: RawSource) -> dict[str, str | None]:
    if raw.source.files == "variable":
        return {f"v{number}": table.stem for number, table in enumerate(raw.tables)}
    return {f"v{number}": name for number, name in enumerate(raw.first.names)} or {"v0": None}


def _readings(
    raw: RawSource, names: NamesKnown, wanted: Mapping[str, str | None]
) -> dict[str, list[tuple[Readings, ...]]]:
    """The readings of each variable, file by file."""
    found: dict[str, list[tuple[Readings, ...]]] = {}
    for table in raw.tables:
        columns = {key: column or key for key, column in wanted.items()}
        request = table.request(names, columns)
        if raw.source.files == "variable":
            columns = {key: column for key, column in columns.items() if column == table.stem}
            request = replace(request, columns=columns, of_variable=table.stem)
        readings = _read(table, raw, request)
        for key in columns:
            found.setdefault(key, []).append(tuple(one for one in readings if one.variable == key))
    return found


def _read(table: RawTable, raw: RawSource, request: Request) -> tuple[Readings, ...]:
    layout = raw.source.layout
    assert layout is not None
    return LAYOUTS[layout](table.book, request).readings


def _column(
    raw: RawSource, column: str | None, files: Sequence[tuple[Readings, ...]], names: NamesKnown
) -> tuple[RawColumn, Observations | None]:
    raw_cells = [cell for file in files for one in file for cell in one.values]
    filled = [cell for cell in raw_cells if not is_blank(cell)]
    texts = [text_of(cell) for cell in filled]
    said = [cell for cell, text in zip(filled, texts, strict=True) if text not in CLEAN.missing]
    numeric = share_of(said, is_number)
    one = replace(_described(raw, column, "number"), cells=len(filled), numeric=numeric)
    reason, kind = _kind(column, texts, numeric, names)
    one = replace(one, kind=kind, reason=reason)
    if kind == "left out":
        return one, None
    categories = frozenset(
        {"" if not files else files[0][0].variable} if kind == "category" and files[0] else ()
    )
    strange = _strange_names(files, names)
    if strange is not None:
        return replace(one, problem=strange), None
    try:
        parts = [observe(file, names.registry, CLEAN, categories) for file in files if file]
        observations = joined([part.observations[0] for part in parts if part.observations])
    except PaneloomError as problem:
        return replace(one, problem=_called(problem, column or one.label)), None
    return _counted(one, observations), observations


def _called(problem: PaneloomError, name: str) -> PaneloomError:
    """A problem that calls the variable as its file does."""
    for one in problem.problems if isinstance(problem, PaneloomErrors) else (problem,):
        if "variable" in one.details:
            one.details["variable"] = name
    return problem


def _strange_names(files: Sequence[tuple[Readings, ...]], names: NamesKnown) -> PaneloomError | None:
    """The error for the first of many names that the registry does not know: what they are like is slow to tell."""
    if names.registry is None:
        return None
    met = {
        text: (one, number) for file in files for one in file for number, text in enumerate(one.units) if text
    }
    unknown = [text for text in met if not names.is_unit(text)]
    if len(unknown) <= MOST_STRANGE:
        return None
    one, number = met[unknown[0]]
    return PaneloomError(
        "names-of-no-registry",
        where=one.unit_place(number),
        seen=tuple(unknown),
        registry=names.registry.name,
        count=len(unknown),
    )


def _kind(column: str | None, texts: Sequence[str], numeric: float, names: NamesKnown) -> tuple[str, Kind]:
    distinct = dict.fromkeys(text for text in texts if text not in CLEAN.missing)
    if not distinct:
        return "empty", "left out"
    if column is not None and _CODE.fullmatch(squeezed(column)):
        return "code", "left out"
    if numeric >= NUMBERS:
        return "", "number"
    if names.registry is not None and known_share(tuple(distinct), names.registry) >= UNITS_AGAIN:
        return "units_again", "left out"
    if 1 < len(distinct) <= min(MOST_LABELS, len(texts) // 3):
        return "", "category"
    return ("one_text" if len(distinct) == 1 else "texts"), "left out"


def _described(raw: RawSource, column: str | None, kind: Kind) -> RawColumn:
    """The label and the unit of measurement, by the heading or by the name of the file or sheet."""
    table = raw.first
    if raw.source.files == "variable":
        table = next(one for one in raw.tables if one.stem == column)
    if column is not None and raw.source.files != "variable":
        label, unit = label_and_unit(column)
        if raw.source.layout == "sheets" and column in table.book.names:
            unit = unit or unit_above(table.book.sheet(column))
        if raw.source.layout == "tidy" and not unit:
            unit = units_beside(table.sheet, raw.source.variable).get(column, "")
        return RawColumn(column, label, unit, kind)
    sheet = raw.source.sheet
    label, unit = label_and_unit(sheet if sheet and len(table.book.sheets) > 1 else title_of(table.stem))
    return RawColumn(column, label, unit or unit_above(table.sheet), kind)


def _counted(one: RawColumn, seen: Observations) -> RawColumn:
    present = seen.present
    times = seen.time[present] if seen.timed else np.array([], dtype=np.int64)
    values = seen.values[present] if not seen.is_category else np.array([])
    return replace(
        one,
        observed=int(present.sum()),
        units=len(np.unique(seen.unit[present])) if seen.united else 0,
        first=int(times.min()) if times.size else None,
        last=int(times.max()) if times.size else None,
        minimum=float(values.min()) if values.size else None,
        maximum=float(values.max()) if values.size else None,
    )


def _assembled(observations: Iterable[Observations], names: NamesKnown) -> PaneloomError | None:
    """What keeps observations from being a panel: two values for one unit and year."""
    # Those that hold for every year are no panel without others.
    timed = [one for one in observations if one.timed]
    if not timed:
        return None
    try:
        assemble(tuple(timed), names.unit_key)
    except PaneloomError as problem:
        return problem
    return None


def _shared_problem(found: Sequence[RawColumn]) -> PaneloomError | None:
    """The problem of the table that all variables share, so that it is told once; not that of their cells."""
    wanted = [one for one in found if one.kind != "left out"]
    problems = [one.problem for one in wanted if one.problem is not None]
    if not problems or len(problems) < len(wanted):
        return None
    firsts = [first_of(problem) for problem in problems]
    alike = len(dict.fromkeys(one.slug for one in firsts)) == 1
    of_cells = "variable" in firsts[0].details and firsts[0].slug != "duplicate-key"
    return problems[0] if alike and not of_cells else None


def first_of(problem: PaneloomError) -> PaneloomError:
    """The first of several problems; a single one itself."""
    return problem.problems[0] if isinstance(problem, PaneloomErrors) else problem
