"""``paneloom init``."""

from __future__ import annotations

from pathlib import Path

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.errors import PaneloomError
from paneloom.wording import say
from paneloom.workflow.starter import write_starter


def init(arguments: Arguments) -> int:
    """Write a first study and say what to do with it."""
    language = arguments.spoken
    if arguments.output is None and not arguments.excel:
        raise PaneloomError("usage-lacking", seen=say("cli.folder_name", language), nearest="")
    folder = Path(arguments.output or ".")
    paths = write_starter(folder, language, excel=arguments.excel)
    for path in paths:
        print(path)
    tell(say("cli.init_done", language, folder=paths[0] if arguments.excel else folder))
    return 0
