"""Everything a run found, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paneloom.algebra.record import Floats, Record
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.present.figure import Figure
from paneloom.present.map import Map
from paneloom.present.table import Note, Table
from paneloom.space.map_classes import Classes
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, say

if TYPE_CHECKING:
    from paneloom.estimate.description import Description
    from paneloom.estimate.fit import EstimateTable
    from paneloom.estimate.published import Comparison
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
    """A table, figure or map with its number, and the part of the study that asked for it ("regress.baseline")."""

    part: str
    number: int
    item: Table | Figure | Map


@dataclass(frozen=True, slots=True, eq=False)
class Results(Record):
    """What a run found.

    ``scores`` holds every index and every part of one by unit and time, and is None for a study without an
    index; ``exhibits`` are in the order of the page. After a run of one part only that part is here.
    """

    study: Study
    language: Language
    provenance: Provenance
    ledger: Ledger
    coverage: Coverage
    variables: tuple[VariableCoverage, ...] = ()
    indices: tuple[Index, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    scores: Frame | None = None
    description: Description | None = None
    estimates: tuple[EstimateTable, ...] = ()
    maps: tuple[MapValues, ...] = ()
    published: tuple[tuple[str, Comparison], ...] = ()
    exhibits: tuple[Exhibit, ...] = field(default=())

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
