"""A project: a study in its folder, ready to run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sample import EVERY_ROW
from paneloom.workflow.study_files import places_of, read_study_file, study_file
from paneloom.workflow.threads import one_thread

if TYPE_CHECKING:
    from paneloom.panel.coverage import Coverage
    from paneloom.panel.panel import Panel
    from paneloom.report.results import Provenance, Results
    from paneloom.wording import Language
    from paneloom.workflow.steps import Notify, Numbers, Progress

LONGEST_SEEN = 80


@dataclass(frozen=True, slots=True, repr=False)
class Project:
    """A study and the folder it lies in."""

    study: Study
    folder: Path
    file: str = STUDY_FILE

    def __repr__(self) -> str:
        return f"Project({str(self.folder / self.file)!r})"

    def run(
        self,
        part: str | None = None,
        data: Path | str | None = None,
        output: Path | str | None = None,
        notify: Notify | None = None,
        language: Language | None = None,
    ) -> Results:
        """Compute the study, or one part of it, and write what it says.

        Nothing is written before everything is computed, drawn and set.

        Parameters
        ----------
        part
            The part to run, such as "regress.baseline"; everything when None.
        data
            The folder of the data files, when they are not in the folder of the study.
        output
            Where to write; the folder that the study names when None.
        notify
            Called with each step that begins.
        language
            Of the page and the tables; the study's own when None.

        Raises
        ------
        PaneloomError
            What is wrong with the data or what they do not allow; ``output-held`` when all files but those
            named were written; ``output-unwritable``, ``output-busy`` or ``output-outside`` when none was.
        """
        from paneloom.workflow.outputs import output_files
        from paneloom.workflow.write import write_files

        target = self.output_folder(output)
        with self._placing(), one_thread():
            results, progress = self._results(part, data, notify, language)
            progress.begin("draw")
            files = output_files(results, part)
            progress.begin("write")
            written = write_files(target, files, "whole" if part is None else "part")
        return replace(results, folder=target, stale=written.stale)

    def output_folder(self, output: Path | str | None = None) -> Path:
        """Where a run writes: ``output``, else the folder that the study names, below its own.

        Raises
        ------
        PaneloomError
            ``output-outside`` when the study names a folder that is not below its own, ``output-unwritable``
            when no folder can have the name.
        """
        from paneloom.errors import PaneloomError, Place

        given = self.study.output.folder if output is None else str(output)
        target = self.folder / given if output is None else Path(output)
        where = Place(STUDY_FILE, key="output.folder") if output is None else Place("--output")
        with self._placing():
            try:
                target.is_dir()
                is_below = self.folder.resolve() in target.resolve().parents
            except (OSError, RuntimeError, ValueError) as fault:
                raise PaneloomError(
                    "output-unwritable", where=where, seen=repr(given)[:LONGEST_SEEN]
                ) from fault
            if output is None and not is_below:
                raise PaneloomError("output-outside", where=where, seen=given)
        return target

    def data_folder(self, data: Path | str | None = None) -> Path:
        """Where the data files are: ``data``, else the folder of the study.

        Raises
        ------
        PaneloomError
            ``data-folder-missing``.
        """
        from paneloom.errors import PaneloomError

        if data is None:
            return self.folder
        folder = Path(data)
        if not folder.is_dir():
            raise PaneloomError("data-folder-missing", seen=str(data))
        return folder

    def open(self, data: Path | str | None = None) -> Panel:
        """The panel as the study reads and cleans it, with its ledger.

        Raises
        ------
        PaneloomError
            What is wrong with the data.
        """
        from paneloom.open import open_panel

        folder = self.data_folder(data) if data is not None else None
        with self._placing():
            return open_panel(self.study, self.folder, folder)

    def check(self, data: Path | str | None = None) -> Coverage:
        """Read the data and join the maps, without computing anything.

        Raises
        ------
        PaneloomError
            What is wrong with the data or the boundaries, or with the years of a map.
        """
        from paneloom.panel.coverage import coverage
        from paneloom.space.boundaries import read_boundaries
        from paneloom.workflow.maps import boundary_of, check_years
        from paneloom.workflow.steps import named, own_columns

        panel = self.open(data)
        rows = panel.rows.collect((), EVERY_ROW)
        for name, part in self.study.map.items():
            with self._placing(), named(f"map.{name}.boundary"):
                read_boundaries(boundary_of(part, self.folder)).positions(rows.units)
            with self._placing():
                check_years(name, part, rows.time)
        return coverage(own_columns(panel))

    @contextmanager
    def _placing(self) -> Iterator[None]:
        """Let errors that name a key of the study say where it stands."""
        from paneloom.errors import PaneloomError, PaneloomErrors

        try:
            yield
        except PaneloomError as error:
            # The file may be gone by now; what is wrong is said all the same.
            with suppress(PaneloomError, ValueError):
                places = places_of(self.folder / self.file)
                for problem in error.problems if isinstance(error, PaneloomErrors) else (error,):
                    places.settle(problem, STUDY_FILE)
            raise

    def _results(
        self, part: str | None, data: Path | str | None, notify: Notify | None, language: Language | None
    ) -> tuple[Results, Progress]:
        """Everything but the files."""
        from paneloom.report.exhibits import with_exhibits
        from paneloom.report.results import Provenance
        from paneloom.study.resolve import resolved_digest
        from paneloom.workflow.inputs import check_unchanged, input_files, versions
        from paneloom.workflow.maps import map_record
        from paneloom.workflow.needs import checked_part
        from paneloom.workflow.steps import Progress, compute, named, plan

        study = self.study
        spoken: Language = language or study.study.language
        part = None if part is None else checked_part(study, part)
        chosen = plan(study, self.folder, part)
        progress = Progress(chosen.steps, notify)
        before = input_files(study, self.folder, self.data_folder(data))
        progress.begin("open")
        numbers = compute(self.open(data), chosen, self.folder, progress)
        check_unchanged(before, input_files(study, self.folder, self.data_folder(data)))
        # With the layouts that were guessed.
        study = study.model_copy(update={"data": numbers.panel.study.data})
        provenance = Provenance(resolved_digest(study), before, versions(), self._command(data))
        results = _collected(study, spoken, provenance, numbers)
        maps = []
        for made in numbers.maps:
            with named(f"map.{made.name}.boundary"):
                maps.append(map_record(study, made, self.folder, spoken))
        return with_exhibits(results, tuple(maps), part), progress

    def _command(self, data: Path | str | None) -> str:
        """What makes the results again, in the folder of the study."""
        return f"paneloom run {self.file}" + (" --data DATA" if data is not None else "")


def _collected(study: Study, language: Language, provenance: Provenance, numbers: Numbers) -> Results:
    """The numbers of a run with what they came from; the exhibits are still to be made."""
    from paneloom.report.results import Results

    return Results(
        study=study,
        language=language,
        provenance=provenance,
        ledger=numbers.panel.ledger,
        coverage=numbers.coverage,
        variables=numbers.variables,
        indices=numbers.indices,
        rankings=numbers.rankings,
        findings=numbers.findings,
        couplings=numbers.couplings,
        scores=numbers.scores,
        description=numbers.description,
        estimates=numbers.estimates,
        readings=numbers.readings,
        maps=numbers.maps,
        published=numbers.published,
        panel=numbers.rows,
        filled=numbers.filled,
        filled_rows=numbers.filled_rows,
    )


def load(path: Path | str) -> Project:
    """The study in a folder, in a study file, or in a workbook.

    Raises
    ------
    PaneloomError
        What is wrong with the study file; all problems together.
    """
    file = study_file(Path(path))
    return Project(read_study_file(file), file.parent, file.name)
