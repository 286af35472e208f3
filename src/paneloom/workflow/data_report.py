"""The report on the data of a project."""

from __future__ import annotations

from pathlib import Path

from paneloom.panel.derivations import all_expressions, deflations_of
from paneloom.panel.states import cell_states
from paneloom.report.data_report import DataReport, SourceRead
from paneloom.workflow.project import Project
from paneloom.workflow.steps import own_columns


def data_report(project: Project, data: Path | str | None = None) -> DataReport:
    """Read the data of a project and tell what is known of them.

    Raises
    ------
    PaneloomError
        What is wrong with the data.
    """
    panel = project.open(data)
    frame = own_columns(panel)
    expressions = {
        name: tree
        for name, tree in all_expressions(panel.study, project.folder).items()
        if name in panel.study.variables
    }
    sources = tuple(
        SourceRead(name, source.file, panel.study.data[name].layout or "", source.layout is None)
        for name, source in project.study.data.items()
    )
    states = cell_states(frame, panel.ledger, expressions, deflations_of(panel.study))
    return DataReport(panel.study, frame, states, panel.ledger, sources)
