"""Everything a run found, as one frozen record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from paneloom.algebra.record import Floats, Record
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.provenance import Mask
from paneloom.present.figure import Figure
from paneloom.present.map import Map
from paneloom.present.table import Note, Table
from paneloom.report.part import Part, part_named
from paneloom.space.map_classes import Classes
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, say

if TYPE_CHECKING:
    from paneloom.estimate.description import Description
    from paneloom.estimate.fit import EstimateTable
    from paneloom.estimate.published import Comparison
    from paneloom.estimate.readings.reading import Reading
    from paneloom.index.coupled import Coupled
    from paneloom.index.findings import Findings
    from paneloom.index.index import Index
    from paneloom.index.ranking import Ranking
    from paneloom.panel.coverage import Coverage
    from paneloom.panel.variable_coverage import VariableCoverage


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that the study reads: what reads it ("data.yearbook"), its path as the study says it, its hash."""

    used_by: str
    file: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the results came from: the hash of the study, its input files, the programs that made them."""

    study: str
    inputs: tuple[InputFile, ...]
    versions: tuple[tuple[str, str], ...]
    command: str


@dataclass(frozen=True, slots=True, eq=False)
class MapValues(Record):
    """The numbers behind a map: ``values`` has a row for each heading and a column for each unit, NaN for none."""

    name: str
    of: str
    headings: tuple[str, ...]
    units: tuple[str, ...]
    values: Floats
    classes: Classes


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table, figure or map with its number, and the part of the study that asked for it ("regress.baseline").

    ``letter`` tells apart what shares a number: "" or "a", "b", ...
    """

    part: str
    number: int
    item: Table | Figure | Map
    letter: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Results(Record):
    """What a run found; ``results["regress.baseline"]`` is one part of it.

    ``findings`` are what the study asks to see of each index. ``scores`` holds every index and every part of
    one by unit and time, and is None for a study without an index; ``exhibits`` are in the order of the page,
    ``readings`` what the study asks to read from each table of regressions, with their names;
    ``left_out`` the sentences that stand for what a part could not show.
    After a run of one part only that part is here.

    ``panel`` has the rows with every column that was computed; ``filled`` tells, column by column, which
    values were filled or rest on one that was; ``filled_rows``, by table and in the order of its columns, how
    many rows of each model do. ``folder`` is where the files were written; ``stale`` names the files there
    that hold every part and, because only one part was run, still show an earlier run.
    """

    study: Study
    language: Language
    provenance: Provenance
    ledger: Ledger
    coverage: Coverage
    variables: tuple[VariableCoverage, ...] = ()
    indices: tuple[Index, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    findings: tuple[Findings, ...] = ()
    couplings: tuple[Coupled, ...] = ()
    scores: Frame | None = None
    description: Description | None = None
    estimates: tuple[EstimateTable, ...] = ()
    readings: MappingProxyType[str, tuple[tuple[str, Reading], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    maps: tuple[MapValues, ...] = ()
    published: tuple[tuple[str, Comparison], ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    panel: Frame | None = None
    filled: MappingProxyType[str, Mask] = field(default_factory=lambda: MappingProxyType({}))
    filled_rows: MappingProxyType[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    folder: Path | None = None
    stale: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that are here, in the order of the page."""
        return tuple(dict.fromkeys(exhibit.part for exhibit in self.exhibits))

    def __getitem__(self, name: str) -> Part:
        """One part, by its name or, when that is unique, the last word of it ("baseline").

        Raises
        ------
        PaneloomError
            ``unknown-part``, with the nearest name and all that there are.
        """
        part = part_named(name, self.parts)
        items = [exhibit.item for exhibit in self.exhibits if exhibit.part == part]
        fitted = [table.estimates for table in self.estimates if table.design.name == part]
        return Part(
            name=part,
            tables=tuple(item for item in items if isinstance(item, Table)),
            figures=tuple(item for item in items if not isinstance(item, Table)),
            estimates=fitted[0] if fitted else (),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def text(self, name: str) -> str:
        """The tables of one part as text for a terminal, and what it could not show.

        Raises
        ------
        PaneloomError
            ``unknown-part``.
        """
        part = self[name]
        told = [f"{sentence}\n" for owner, sentence in self.left_out if owner == part.name]
        return "\n".join([part.text, *told])

    def __repr__(self) -> str:
        lines = [f"Results of {self.title!r}", f"  parts: {', '.join(self.parts) or 'none'}"]
        lines += [f"  written to: {self.folder}"] if self.folder is not None else []
        lines += [f"  of an earlier run: {', '.join(self.stale)}"] if self.stale else []
        return "\n".join(lines)

    @property
    def title(self) -> str:
        """The title of the study in the language of the run, marked when its data are simulated."""
        title = text_in(self.study.study.title, self.language)
        mark = say("page.simulated_mark", self.language)
        if not self.study.study.simulated or mark.casefold() in title.casefold():
            return title
        return say("page.simulated_title", self.language, title=title, mark=mark)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in the order of the page."""
        return tuple(e.item for e in self.exhibits if isinstance(e.item, Table))

    @property
    def figures(self) -> tuple[Figure | Map, ...]:
        """The figures and maps, in the order of the page."""
        return tuple(e.item for e in self.exhibits if not isinstance(e.item, Table))


def notes_below(item: Figure | Map) -> tuple[Note, ...]:
    """The notes that stand below a drawing; the sources of a map stand in it."""
    return tuple(note for note in item.notes if not (isinstance(item, Map) and note.kind == "source"))
