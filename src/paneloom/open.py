"""From a study and its files to a panel: the one place that chooses an engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, Place
from paneloom.panel.assemble import assemble
from paneloom.panel.derivations import derivations
from paneloom.panel.fill import fill
from paneloom.panel.groups import with_groups
from paneloom.panel.ledger import Entry, Ledger
from paneloom.panel.observations import Observations
from paneloom.panel.panel import Panel
from paneloom.sources.files import read_book
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.names.registry import BUNDLED, Registry, registry
from paneloom.sources.observe import observe
from paneloom.sources.readings import Request
from paneloom.sources.sheet import Book
from paneloom.sources.text import encoding_entries
from paneloom.study.model import Study
from paneloom.study.paths import inside
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.unit_names import Resolve, with_unit_names

ENGINES = ("memory",)


class Notify(Protocol):
    """What is told of progress: the step ("read", "assemble", "fill", "derive") and what it is about."""

    def __call__(self, step: str, /, **details: object) -> None:
        """Take note of one step."""
        ...


def open_panel(
    study: Study,
    folder: Path,
    data_folder: Path | None = None,
    engine: str = "memory",
    notify: Notify | None = None,
) -> Panel:
    """Read the files of a study, assemble its panel, fill gaps, then derive its variables.

    The study of the panel calls every unit by its name in the registry.

    Parameters
    ----------
    study
        The study.
    folder
        Its folder, where a registry of names of its own and tables of indicators are.
    data_folder
        Where the files of ``[data]`` are; by default the folder of the study.
    engine
        Where the rows are to live; only "memory" so far.
    notify
        Told of each step.

    Raises
    ------
    PaneloomError
        What the readers find (one error, or ``PaneloomErrors`` with all of one file), ``unknown-engine``,
        and the errors of ``assemble``, ``with_groups``, ``fill`` and ``derive``.
    """
    if engine not in ENGINES:
        raise PaneloomError("unknown-engine", seen=engine, known=ENGINES)
    tell = notify or _silent
    names = names_of(study, folder)
    if names is not None:
        study = with_unit_names(study, _spelling(names))
    observations, entries = _observations(study, data_folder or folder, names, tell)
    tell("assemble", variables=len(observations))
    years = study.study.years
    dropped, order = study.study.drop_units, names.units if names else None
    filling = study.clean.gaps != "leave" or study.clean.ends != "leave"
    assembly = assemble(
        observations, study.unit, years=years, drop_units=dropped, order=order, complete=filling
    )
    entries += assembly.entries
    tell("fill", variables=len(assembly.frame.numbers))
    filled = fill(assembly, study.clean)
    entries += filled.entries
    absent = (*dropped, *assembly.empty_units)
    frame = with_groups(replace(filled.frame, time_key=study.time), study, absent)
    chosen = derivations(study, folder).now
    tell("derive", variables=len(chosen))
    # Groupings by the median of a derived variable can be made only now.
    rows = MemoryEngine(with_groups(MemoryEngine(frame).derive(chosen).frame, study, absent))
    for name in chosen:
        count = int((~np.isnan(rows.frame.numbers[name])).sum())
        entries.append(Entry("derived", study.variables[name].expr or "", variable=name, after=str(count)))
    return Panel(rows, study, Ledger(tuple(entries)))


def names_of(study: Study, folder: Path) -> Registry | None:
    """The registry of unit names that the study asks for, or None.

    Raises
    ------
    PaneloomError
        ``unknown-registry``, ``broken-registry``.
    """
    name = study.clean.names
    if name is None:
        return None
    if name in BUNDLED or not name.lower().endswith(".csv"):
        return registry(name)
    return registry(name, inside(folder, name, Place(STUDY_FILE, key="clean.names")))


def _observations(
    study: Study, folder: Path, names: Registry | None, tell: Notify
) -> tuple[tuple[Observations, ...], list[Entry]]:
    """The observations of every variable that comes from a file, in the order of ``[variables]``."""
    categories = frozenset(name for name, variable in study.variables.items() if variable.kind == "category")
    books: dict[str, Book] = {}
    found: dict[str, Observations] = {}
    entries = list(encoding_entries(names.encoding, names.name)) if names else []
    for key, source in study.data.items():
        columns = _columns(study, key)
        if not columns:
            continue
        if source.file not in books:
            tell("read", file=source.file)
            path = inside(folder, source.file, Place(STUDY_FILE, key=f"data.{key}.file"))
            books[source.file] = read_book(path, source.file)
            entries += encoding_entries(books[source.file].encoding, source.file)
        request = Request(source, study.unit, study.time, columns, study.clean.totals, f"data.{key}")
        readings = LAYOUTS[source.layout](books[source.file], request)
        observed = observe(readings.readings, names, study.clean, categories, source.decimal)
        found |= {one.variable: one for one in observed.observations}
        entries += [*readings.entries, *observed.entries]
    return tuple(found[name] for name in study.variables if name in found), entries


def _columns(study: Study, key: str) -> dict[str, str]:
    """The variables that come from one source, and their columns in it."""
    only = next(iter(study.data))
    return {
        name: variable.column or name
        for name, variable in study.variables.items()
        if variable.expr is None and (variable.data or only) == key
    }


def _spelling(names: Registry) -> Resolve:
    def resolve(text: str, key: str) -> str:
        return names.resolve(text, Place(STUDY_FILE, key=key))

    return resolve


def _silent(step: str, /, **details: object) -> None:
    """Tell nobody."""
