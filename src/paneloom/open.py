"""From a study and its files to a panel: the one place that chooses an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, Place
from paneloom.panel.assemble import Assembly, assemble
from paneloom.panel.deflate import deflate
from paneloom.panel.derivations import derivations
from paneloom.panel.dimensions import dimension_entries
from paneloom.panel.discard import discard
from paneloom.panel.fill import fill, fill_derived, fills_anything, fills_ends
from paneloom.panel.frame import Frame
from paneloom.panel.groups import with_groups
from paneloom.panel.ledger import Entry, Ledger
from paneloom.panel.observations import Observations
from paneloom.panel.panel import Panel
from paneloom.panel.screen.absurd_ratio import absurd_ratios
from paneloom.panel.screen.screen import check_sums, screen
from paneloom.sources.gather import Gathered, Notify, gather
from paneloom.sources.names.registry import BUNDLED, Registry, registry
from paneloom.study.expression import Expression
from paneloom.study.intake import Source
from paneloom.study.model import Study
from paneloom.study.paths import inside
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sections import MedianSplit
from paneloom.study.unit_names import Resolve, with_unit_names

ENGINES = ("memory",)


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
    gathered = gather(study, data_folder or folder, names, tell)
    study = _with_layouts(study, gathered.layouts)
    assembly, entries = _assembled(study, gathered, names.units if names else None, tell)
    tell("fill", variables=len(assembly.frame.numbers))
    filled = fill(assembly, study.clean, study.variables)
    absent = (*study.study.drop_units, *assembly.empty_units)
    chosen = derivations(study, folder).now
    tell("derive", variables=len(chosen))
    keyed = replace(filled.frame, time_key=study.time)
    files = {name: origin.observations for name, origin in assembly.origins.items()}
    grouped = with_groups(keyed, study, absent)
    frame, derived = _derived(grouped, study, chosen, files, lambda one: with_groups(one, study, absent))
    doubted = absurd_ratios(frame, study) if study.clean.screen == "flag" else ()
    return Panel(MemoryEngine(frame), study, Ledger((*entries, *filled.entries, *derived, *doubted)))


def _assembled(
    study: Study, gathered: Gathered, order: tuple[str, ...] | None, tell: Notify
) -> tuple[Assembly, list[Entry]]:
    """The observed values in one frame, known errors left out, doubtful cells flagged."""
    observations, discarded = discard(gathered.observations, study.clean.discard, study.study.language)
    tell("assemble", variables=len(observations))
    assembly = assemble(
        observations,
        study.unit,
        years=study.study.years,
        drop_units=study.study.drop_units,
        order=order,
        complete=fills_anything(study.clean, study.variables),
        ends=fills_ends(study.clean, study.variables),
    )
    entries = [*gathered.entries, *discarded, *assembly.entries]
    if study.clean.screen == "flag":
        entries += screen(assembly, study.variables)
        entries += check_sums(assembly, {one.variable: one for one in gathered.totals})
        entries += dimension_entries(study)
    return assembly, entries


def _derived(
    frame: Frame,
    study: Study,
    chosen: Mapping[str, Expression],
    files: Mapping[str, Observations],
    regroup: Callable[[Frame], Frame],
) -> tuple[Frame, list[Entry]]:
    """The frame with its derived columns, each brought to constant prices and filled before the next reads it.

    ``files`` are the variables from files in all years, in which a price index may lead to its base year;
    ``regroup`` makes the groupings that can be made, by the median of a derived variable as soon as it is there.
    """
    awaited = [group.median for group in study.groups.values() if isinstance(group, MedianSplit)]
    entries: list[Entry] = []
    for name, tree in chosen.items():
        variable = study.variables[name]
        frame = MemoryEngine(frame).derive({name: tree}).frame
        count = int((~np.isnan(frame.numbers[name])).sum())
        entries.append(Entry("derived", variable.expr or "", variable=name, after=str(count)))
        if variable.deflate is not None:
            frame, told = deflate(frame, name, variable.deflate, files.get(variable.deflate.index))
            entries += told
        filled = fill_derived(frame, (name,), study.clean, study.variables)
        frame = filled.frame
        entries += filled.entries
        if name in awaited:
            frame = regroup(frame)
    return frame, entries


def _with_layouts(study: Study, layouts: Mapping[str, Source]) -> Study:
    """The study with the layouts that were guessed."""
    return study.model_copy(update={"data": {**study.data, **layouts}}) if layouts else study


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


def _spelling(names: Registry) -> Resolve:
    def resolve(text: str, key: str) -> str:
        return names.resolve(text, Place(STUDY_FILE, key=key))

    return resolve


def _silent(step: str, /, **details: object) -> None:
    """Tell nobody."""
