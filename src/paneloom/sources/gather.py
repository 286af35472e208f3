"""From the ``[data]`` of a study to the observations of each of its variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

import numpy as np

from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.panel.discard import without
from paneloom.panel.ledger import Entry
from paneloom.panel.merge import merge
from paneloom.panel.observations import Observations, joined, selected
from paneloom.sources.cells import squeezed
from paneloom.sources.columns import kind_of, read_columns
from paneloom.sources.files import read_book
from paneloom.sources.folder import files_of
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.names.orders import units_in_order
from paneloom.sources.names.registry import Registry
from paneloom.sources.observe import observe
from paneloom.sources.readings import Request
from paneloom.sources.sentinels import sentinel_faults
from paneloom.sources.sheet import Book
from paneloom.sources.text import encoding_entries
from paneloom.sources.unchanged import unchanged
from paneloom.study.base import text_in
from paneloom.study.intake import From, Source
from paneloom.study.measures import factor
from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE

# From this size on a table of layout "long" is read by column.
LARGE = 8 * 2**20
# Beyond this the columns may not fit; the reader of cells says so.
LARGEST = 2**30
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|2[01]\d\d)(?!\d)", re.ASCII)


class Notify(Protocol):
    """What is told of progress: the step ("read", "assemble", "fill", "derive") and what it is about."""

    def __call__(self, step: str, /, **details: object) -> None:
        """Take note of one step."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What the files of a study hold.

    ``observations`` are in the order of ``[variables]``; ``totals`` are those of total rows, kept apart;
    ``layouts`` are the sources whose layout was guessed, with the guess filled in.
    """

    observations: tuple[Observations, ...]
    entries: tuple[Entry, ...]
    totals: tuple[Observations, ...]
    layouts: Mapping[str, Source]


def gather(study: Study, folder: Path, names: Registry | None, tell: Notify) -> Gathered:
    """Read every file that a variable asks for; convert units of measurement; merge sources by precedence.

    Parameters
    ----------
    study
        The study.
    folder
        Where the files of ``[data]`` are.
    names
        The registry of unit names, or None.
    tell
        Told of each file.

    Raises
    ------
    PaneloomError
        What the readers, layouts and numbers find; ``file-name-year``, ``mixed-kinds``; those of ``factor``
        and ``merge``.
    """
    reading = _Reading(study, folder, names, tell)
    found: dict[str, dict[str, Observations]] = {}
    for key, source in study.data.items():
        asked = asked_of(study, key)
        if asked:
            for name, one in reading.source(key, source, asked).items():
                found.setdefault(name, {})[key] = one
    merged: list[Observations] = []
    for name, variable in study.variables.items():
        if name in found:
            # In the order of precedence, which need not be that of [data].
            keys = [part.data for part in variable.sources] or list(found[name])
            parts = [found[name][key] for key in keys]
            one, entries = merge(parts, [f"data.{key}" for key in keys], variable.tolerance)
            merged.append(one)
            reading.entries += entries
    return Gathered(tuple(merged), tuple(reading.entries), tuple(reading.totals), reading.layouts)


def asked_of(study: Study, key: str) -> dict[str, From]:
    """The variables that come from the source ``key``, and what each is called there."""
    only = next(iter(study.data))
    asked: dict[str, From] = {}
    for name, variable in study.variables.items():
        if variable.expr is not None:
            continue
        own = variable.sources or (
            From(data=variable.data or only, column=variable.column, given=variable.given),
        )
        for part in own:
            if part.data == key:
                asked[name] = part
    return asked


class _Reading:
    """The files read so far, and what was told on the way."""

    def __init__(self, study: Study, folder: Path, names: Registry | None, tell: Notify) -> None:
        self.study, self.folder, self.names, self.tell = study, folder, names, tell
        # Codes for missing values are looked for when all files are there.
        self.clean = study.clean.model_copy(
            update={"missing": study.clean.missing_words, "sentinels": "keep"}
        )
        self.entries = list(encoding_entries(names.encoding, names.name)) if names else []
        self.totals: list[Observations] = []
        self.layouts: dict[str, Source] = {}
        self._books: dict[tuple[str, str | None, str | None], Book] = {}
        self._categories = frozenset(
            name for name, variable in study.variables.items() if variable.kind == "category"
        )

    def source(self, key: str, source: Source, asked: Mapping[str, From]) -> dict[str, Observations]:
        """The observations of each variable asked of one source, its files one after the other."""
        where = Place(STUDY_FILE, key=f"data.{key}.file")
        parts: dict[str, list[Observations]] = {}
        before = len(self.totals)
        for path, file in files_of(self.folder, source.file, where):
            request = self.request(key, source, asked, file)
            if not request.columns:
                continue
            found = self.by_column(path, file, request)
            if found is None:
                book = self.book(path, file, source)
                if source.layout is None:
                    source = self.guessed(key, book, request)
                    request = replace(request, source=source)
                found = self.file(book, request)
            for name, one in found.items():
                parts.setdefault(name, []).append(one)
        missing = [name for name in asked if name not in parts]
        if missing:
            self.check_years(key, source, {name: asked[name] for name in missing})
            raise PaneloomError("no-file-of-variable", where=where, seen=missing, pattern=source.file)
        whole = {name: joined(parts[name]) for name in asked}
        self.check_sentinels(whole)
        self.totals[before:] = self.measured_totals(asked, self.totals[before:])
        return {name: self.measured(name, asked[name], one, self.entries) for name, one in whole.items()}

    def measured_totals(self, asked: Mapping[str, From], totals: list[Observations]) -> list[Observations]:
        """The totals of one source as its values are: one for each variable, in the unit of the study."""
        parts: dict[str, list[Observations]] = {}
        for one in totals:
            parts.setdefault(one.variable, []).append(one)
        return [self.measured(name, asked[name], joined(several), []) for name, several in parts.items()]

    def check_sentinels(self, whole: Mapping[str, Observations]) -> None:
        """Stop at codes for missing values, but for the cells that the study leaves out."""
        clean = self.study.clean
        if clean.sentinels == "stop":
            left = [without(one, clean.discard) for one in whole.values()]
            faults = [fault for one in left for fault in sentinel_faults(one)]
            if faults:
                raise PaneloomErrors(faults)

    def check_years(self, key: str, source: Source, asked: Mapping[str, From]) -> None:
        """Stop where the files have the variables, in other years than those taken from the source."""
        all_years = source.model_copy(update={"years": None})
        times: list[int] = []
        for path, file in files_of(self.folder, source.file, Place(STUDY_FILE, key=f"data.{key}.file")):
            request = self.request(key, all_years, asked, file)
            if request.columns and source.layout is not None:
                found = LAYOUTS[source.layout](self.book(path, file, source), request)
                times += [time for one in found.readings for time in one.times if time is not None]
        if source.years is not None and times:
            raise PaneloomError(
                "no-years-of-source",
                where=Place(STUDY_FILE, key=f"data.{key}.years"),
                seen=source.years,
                variables=tuple(asked),
                first=min(times),
                last=max(times),
            )

    def guessed(self, key: str, book: Book, request: Request) -> Source:
        """The source with its layout filled in, and the guess told."""
        from paneloom.sources.layouts.guess import guess

        source = guess(book, request)
        self.layouts[key] = source
        self.entries.append(Entry("converted", f"layout: {source.layout}", place=Place(book.file)))
        return source

    def request(self, key: str, source: Source, asked: Mapping[str, From], file: str) -> Request:
        """What is asked of one file; its name may stand for the unit, the time or the variable of all of it."""
        columns = {name: part.column or name for name, part in asked.items()}
        stem = PurePosixPath(file).stem
        if source.files == "variable":
            columns = {name: column for name, column in columns.items() if squeezed(column) == squeezed(stem)}
        return Request(
            source,
            self.study.unit,
            self.study.time,
            columns,
            self.study.clean.total_rows,
            f"data.{key}",
            is_unit=_knows(self.names),
            order=units_in_order(source.order) if source.order else (),
            of_unit=stem if source.files == "unit" else None,
            of_time=_year_in(stem, file) if source.files == "time" else source.year,
            of_variable=stem if source.files == "variable" else None,
        )

    def by_column(self, path: Path, file: str, request: Request) -> dict[str, Observations] | None:
        """The observations of a large plain table; None for any other, which is read cell by cell."""
        kind = kind_of(path) if LARGE <= path.stat().st_size <= LARGEST else None
        if kind is None or not _is_plain(request) or self._categories.intersection(request.columns):
            return None
        self.tell("read", file=file)
        with unchanged(path, file):
            found = read_columns(path, kind, file, request, self.names, self.clean.missing)
        if found is None:
            return None
        self.entries += found.entries
        self.totals += found.totals
        return {one.variable: one for one in found.observations}

    def book(self, path: Path, file: str, source: Source) -> Book:
        """A file, read once."""
        how = (file, source.encoding, source.password)
        if how not in self._books:
            self.tell("read", file=file)
            self._books[how] = read_book(path, file, source)
            self.entries += encoding_entries(self._books[how].encoding, file)
            self.entries += self._books[how].entries
        return self._books[how]

    def file(self, book: Book, request: Request) -> dict[str, Observations]:
        """The observations of the variables asked of one file."""
        assert request.source.layout is not None
        found = LAYOUTS[request.source.layout](book, request)
        self.entries += found.entries
        decimal = request.source.decimal
        one = observe(found.readings, self.names, self.clean, self._categories, decimal)
        self.entries += one.entries
        self.totals += observe(found.totals, None, self.clean, self._categories, decimal).observations
        return {part.variable: part for part in one.observations}

    def measured(self, name: str, part: From, one: Observations, told: list[Entry]) -> Observations:
        """The observations in the unit of measurement of the study, and within the years of the source.

        What was converted is added to ``told``.
        """
        variable = self.study.variables[name]
        where = Place(STUDY_FILE, key=f"variables.{name}")
        if part.years is not None and one.timed:
            inside = (one.time >= part.years[0]) & (one.time <= part.years[1])
            one = selected(one, np.flatnonzero(inside))
        scale, rule = variable.scale or 1.0, f"scale: {variable.scale!r}"
        given = text_in(part.given, "zh")
        if given:
            try:
                own = factor(part.given, variable.unit)
            except PaneloomError as problem:
                problem.where = where
                raise
            scale, rule = scale * own, f"unit: {given}"
        if scale == 1.0 or one.is_category:
            return one
        count = int(one.present.sum())
        told.append(
            Entry(
                "converted",
                rule,
                variable=name,
                before=given,
                after=text_in(variable.unit, "zh"),
                place=Place(one.file),
                count=count,
            )
        )
        values = scaled(one.values, scale)
        beyond = np.flatnonzero(np.isinf(values))
        if beyond.size:
            raise _too_large(one, int(beyond[0]))
        return replace(one, values=values)


def _too_large(one: Observations, number: int) -> PaneloomError:
    row = f"{one.unit_of(number)} {one.time_of(number) or ''}".strip()
    seen = repr(float(one.values[number]))
    return PaneloomError(
        "infinite-number", where=one.place(number), seen=seen, variable=one.variable, row=row
    )


def _is_plain(request: Request) -> bool:
    """Whether a table is of layout "long" and nothing else is said of it than its key columns."""
    source = request.source
    said = (source.sheet, source.year, source.years, request.of_unit, request.of_time, request.of_variable)
    return (
        source.layout == "long"
        and all(word is None for word in said)
        and source.header in (None, 1)
        and source.encoding in (None, "utf-8")
        and source.decimal == "."
        and not request.order
    )


def scaled(values: np.ndarray, scale: float) -> np.ndarray:
    """The values times a factor; a factor below one divides, so that 12 x 10^-4 is the nearest number to 0.0012."""
    inverse = round(1 / scale)
    with np.errstate(over="ignore"):
        exact: np.ndarray = values / inverse if scale < 1 and 1 / inverse == scale else values * scale
    return exact


def _year_in(stem: str, file: str) -> int:
    years = tuple(dict.fromkeys(_YEAR.findall(stem)))
    if len(years) != 1:
        raise PaneloomError("file-name-year", where=Place(file), seen=stem, years=years)
    return int(years[0])


def _knows(names: Registry | None) -> Callable[[str], bool] | None:
    return None if names is None else lambda text: names.unit(text) is not None
