"""The steps of a run, from the open panel to every number of the study. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from paneloom.errors import PaneloomError, Place
from paneloom.estimate.answers import Answers
from paneloom.estimate.description import Description, describe
from paneloom.estimate.fit import EstimateTable, fit_table
from paneloom.estimate.published import Comparison, compare
from paneloom.estimate.readings.methods import READINGS
from paneloom.estimate.readings.reading import Reading
from paneloom.index.build import build_index, with_scores
from paneloom.index.coupled import Coupled, couple, with_degrees
from paneloom.index.findings import Findings, findings_of
from paneloom.index.index import Index
from paneloom.index.ranking import Ranking, rank_units
from paneloom.panel.coverage import Coverage, coverage
from paneloom.panel.derivations import all_expressions, deflations_of
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.panel.provenance import Mask, filled_cells, rows_with_filled_cells
from paneloom.panel.variable_coverage import VariableCoverage, variable_coverage
from paneloom.report.results import MapValues
from paneloom.study.designs import TableDesign, table_designs
from paneloom.study.expression import parse
from paneloom.study.model import Study
from paneloom.study.names import derivation_order
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sample import EVERY_ROW
from paneloom.workflow.maps import map_values
from paneloom.workflow.needs import columns_of, needed, parts_of


@dataclass(frozen=True, slots=True)
class Step:
    """A step that begins: a key of ``words.toml`` (group "step"), what it is about, its place among all."""

    key: str
    about: str
    number: int
    total: int


Notify = Callable[[Step], None]


@dataclass(slots=True)
class Progress:
    """Counts steps and tells who wants to know."""

    total: int
    notify: Notify | None
    number: int = 0

    def begin(self, key: str, about: str = "") -> None:
        """Say that a step begins."""
        self.number += 1
        if self.notify is not None:
            self.notify(Step(key, about, self.number, self.total))


@contextmanager
def named(part: str) -> Iterator[None]:
    """Let an error that does not say where it happened name the part of the study."""
    try:
        yield
    except PaneloomError as error:
        if error.where is None:
            error.where = Place(STUDY_FILE, key=part)
        raise


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run computes: the indices and derived variables in order, the parts that are wanted."""

    study: Study
    derived: tuple[str, ...]
    indices: tuple[str, ...]
    tables: tuple[TableDesign, ...]
    maps: tuple[str, ...]
    published: tuple[str, ...]
    describe: bool

    @property
    def steps(self) -> int:
        """How many steps the run has: these, and opening, drawing and writing."""
        return 3 + len(self.indices) + self.describe + len(self.tables) + len(self.maps)


def plan(study: Study, folder: Path, part: str | None) -> Plan:
    """Everything, or what one part needs."""
    wanted = parts_of(study) if part is None else _with_compared(study, part)
    order = derivation_order(study, folder)
    if part is not None:
        rests_on = needed(study, folder, [column for name in wanted for column in columns_of(study, name)])
        order = tuple(name for name in order if name in rests_on)
    return Plan(
        study=study,
        derived=order,
        indices=tuple(name for name in order if name in study.index),
        tables=tuple(table for table in table_designs(study) if table.name in wanted),
        maps=tuple(name for name in study.map if f"map.{name}" in wanted),
        published=tuple(name for name in study.published if f"published.{name}" in wanted),
        describe=study.describe is not None and "describe" in wanted,
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number of a run, as records.

    ``rows`` are those of the panel with every column that was computed; ``filled`` tells which cells of them
    were filled or rest on one that was, ``filled_rows`` how many rows of each model do, by table.
    """

    panel: Panel
    rows: Frame
    filled: MappingProxyType[str, Mask]
    filled_rows: MappingProxyType[str, tuple[int, ...]]
    coverage: Coverage
    variables: tuple[VariableCoverage, ...]
    indices: tuple[Index, ...]
    rankings: tuple[Ranking, ...]
    findings: tuple[Findings, ...]
    couplings: tuple[Coupled, ...]
    scores: Frame | None
    description: Description | None
    estimates: tuple[EstimateTable, ...]
    readings: MappingProxyType[str, tuple[tuple[str, Reading], ...]]
    maps: tuple[MapValues, ...]
    published: tuple[tuple[str, Comparison], ...]


def compute(panel: Panel, chosen: Plan, folder: Path, progress: Progress) -> Numbers:
    """The numbers of the plan from an open panel.

    Raises
    ------
    PaneloomError
        The first thing that the data do not allow, with the part it happened in.
    """
    study = chosen.study
    opened = own_columns(panel)
    panel, indices, couplings = _with_indices(panel, chosen, folder, progress)
    description = None
    if chosen.describe and panel.study.describe is not None:
        progress.begin("describe")
        with named("describe"):
            description = describe(panel, panel.study.describe)
    estimates, readings = _fitted(panel, chosen, progress)
    maps = _maps(panel, chosen, progress)
    rankings = tuple(rank_units(panel, index) for index in indices)
    rows = every_column(panel)
    filled = filled_cells(
        rows, panel.ledger, all_expressions(panel.study, folder), deflations_of(panel.study)
    )
    return Numbers(
        panel=panel,
        rows=rows,
        filled=filled,
        filled_rows=_filled_rows(panel, rows, filled, estimates),
        coverage=coverage(opened),
        variables=variable_coverage(opened, filled),
        indices=indices,
        rankings=rankings,
        findings=_findings(panel, indices, rankings),
        couplings=couplings,
        scores=_scores(panel, indices),
        description=description,
        estimates=estimates,
        readings=readings,
        maps=maps,
        published=tuple(_compared(study, name, description, estimates) for name in chosen.published),
    )


def _fitted(
    panel: Panel, chosen: Plan, progress: Progress
) -> tuple[tuple[EstimateTable, ...], MappingProxyType[str, tuple[tuple[str, Reading], ...]]]:
    """Every table of regressions, and what the study asks to read from each."""
    estimates, readings = [], {}
    # The panel's own study calls every unit as the panel does.
    designs = {table.name: table for table in table_designs(panel.study)}
    answers = Answers(panel, [design for table in chosen.tables for design in designs[table.name].designs])
    for table in chosen.tables:
        progress.begin("regress", table.name)
        with named(table.name):
            made = fit_table(panel, designs[table.name], answers)
        with named(f"{table.name}.show"):
            readings[table.name] = tuple((name, READINGS[name](panel, made)) for name in table.show)
        estimates.append(made)
    return tuple(estimates), MappingProxyType(readings)


def _maps(panel: Panel, chosen: Plan, progress: Progress) -> tuple[MapValues, ...]:
    """The numbers behind each map."""
    made = []
    for name in chosen.maps:
        progress.begin("map", f"map.{name}")
        with named(f"map.{name}"):
            made.append(map_values(panel, name))
    return tuple(made)


def own_columns(panel: Panel) -> Frame:
    """The study's variables, as far as the panel has them."""
    present = (*panel.rows.numbers, *panel.rows.categories)
    return panel.rows.collect(tuple(name for name in panel.study.variables if name in present), EVERY_ROW)


def every_column(panel: Panel) -> Frame:
    """All rows of the panel, with every column it has."""
    return panel.rows.collect((*panel.rows.numbers, *panel.rows.categories), EVERY_ROW)


def _filled_rows(
    panel: Panel, rows: Frame, filled: MappingProxyType[str, Mask], estimates: Iterable[EstimateTable]
) -> MappingProxyType[str, tuple[int, ...]]:
    """By table, how many rows of the sample of each model rest on filled cells."""
    return MappingProxyType(
        {
            table.design.name: tuple(
                rows_with_filled_cells(rows, panel.rows.collect((), one.sample), one.columns, filled)
                for one in table.design.designs
            )
            for table in estimates
        }
    )


def _compared(
    study: Study, name: str, description: Description | None, estimates: Iterable[EstimateTable]
) -> tuple[str, Comparison]:
    """The name of a published section, and its values beside those of the part it is about."""
    published = study.published[name]
    fitted = description if published.of == "describe" else _table_named(published.of, estimates)
    assert fitted is not None
    return name, compare(published, fitted, name)


def _table_named(name: str, estimates: Iterable[EstimateTable]) -> EstimateTable:
    return next(made for made in estimates if made.design.name == name)


def _with_compared(study: Study, part: str) -> tuple[str, ...]:
    """A part, and the one that it is compared with."""
    section, _, name = part.partition(".")
    return (part, study.published[name].of) if section == "published" else (part,)


def _with_indices(
    panel: Panel, chosen: Plan, folder: Path, progress: Progress
) -> tuple[Panel, tuple[Index, ...], tuple[Coupled, ...]]:
    """The panel with every index, every coupling and what reads one; both of them in the order of the file."""
    built: dict[str, Index] = {}
    coupled: dict[str, Coupled] = {}
    for name in chosen.derived:
        if name in chosen.study.index:
            progress.begin("index", f"index.{name}")
            with named(f"index.{name}"):
                built[name] = build_index(panel, name, folder)
            panel = with_scores(panel, built[name])
        elif name in chosen.study.coupling:
            with named(f"coupling.{name}"):
                coupled[name] = couple(panel, name)
            panel = with_degrees(panel, coupled[name])
        elif name not in panel.rows.numbers:
            # As the panel's own study spells it, so that it calls every unit as the panel does.
            panel = panel.with_rows(
                panel.rows.derive({name: parse(panel.study.variables[name].expr or name)})
            )
    return (
        panel,
        tuple(built[name] for name in chosen.study.index if name in built),
        tuple(coupled[name] for name in chosen.study.coupling if name in coupled),
    )


def _findings(
    panel: Panel, indices: tuple[Index, ...], rankings: tuple[Ranking, ...]
) -> tuple[Findings, ...]:
    """What the study asks to see of each index."""
    found = []
    for index, ranking in zip(indices, rankings, strict=True):
        with named(f"index.{index.name}.show"):
            found.append(findings_of(panel, index, ranking))
    return tuple(found)


def _scores(panel: Panel, indices: tuple[Index, ...]) -> Frame | None:
    """Every index and every part of one, by unit and time."""
    columns = tuple(name for index in indices for name in (index.name, *(part.name for part in index.parts)))
    return panel.rows.collect(columns, EVERY_ROW) if columns else None
