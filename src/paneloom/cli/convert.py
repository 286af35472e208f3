"""``paneloom convert``."""

from __future__ import annotations

from pathlib import Path

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.wording import say
from paneloom.workflow.study_files import convert, is_workbook


def convert_study(arguments: Arguments) -> int:
    """Turn a study file into a workbook, or a workbook into a study file."""
    assert arguments.target
    source, target = Path(arguments.study), Path(arguments.target)
    print(convert(source, target, arguments.spoken))
    if not arguments.quiet and not is_workbook(source):
        tell(say("cli.convert_done", arguments.spoken))
    return 0
