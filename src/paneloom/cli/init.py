"""``paneloom init``."""

from __future__ import annotations

from pathlib import Path

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.wording import say
from paneloom.workflow.starter import write_starter


def init(arguments: Arguments) -> int:
    """Write a first study and say what to do with it."""
    language = arguments.spoken
    assert arguments.output
    folder = Path(arguments.output)
    for path in write_starter(folder, language):
        print(path)
    tell(say("cli.init_done", language, folder=folder))
    return 0
