"""``paneloom data``."""

from __future__ import annotations

from pathlib import Path

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.errors import PaneloomError, nearest
from paneloom.report.data_json import data_json
from paneloom.report.data_text import data_text, variable_text
from paneloom.wording import say
from paneloom.workflow.data_report import data_report
from paneloom.workflow.project import load


def show_data(arguments: Arguments) -> int:
    """Tell what is known of the data of a study: as text, as JSON, or as a page."""
    language = arguments.spoken
    project = load(arguments.study)
    report = data_report(project, arguments.data)
    variable = arguments.variable
    if variable is not None and variable not in report.states:
        known = tuple(report.states)
        raise PaneloomError(
            "unknown-map-variable", seen=variable, nearest=nearest(variable, known), known=known
        )
    if arguments.page is not None:
        from paneloom.report.data_page import data_page
        from paneloom.workflow.write import write_files

        target = Path(arguments.page)
        files = {
            target.name: data_page(report, arguments.language or project.study.study.language).encode("utf-8")
        }
        print(write_files(target.parent, files, "plain").paths[0])
        return 0
    if arguments.json:
        print(data_json(report, variable), end="", flush=True)
    elif variable is not None:
        print(variable_text(report, variable, language), end="", flush=True)
    else:
        print(data_text(report, language), end="", flush=True)
    if not arguments.quiet and not arguments.json and variable is None:
        tell(say("cli.data_next", language))
    return 0
