"""``paneloom init``."""

from __future__ import annotations

from pathlib import Path

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.errors import PaneloomError
from paneloom.wording import say
from paneloom.workflow.starter import write_starter
from paneloom.workflow.survey.holds import holds_raw_files


def init(arguments: Arguments) -> int:
    """Write a first study and say what to do with it: of the raw files that are there, else of made-up data."""
    language = arguments.spoken
    if arguments.output is None and not arguments.excel:
        raise PaneloomError("usage-lacking", seen=say("cli.folder_name", language), nearest="")
    folder = Path(arguments.output or ".")
    if not arguments.excel and (arguments.target is not None or holds_raw_files(folder)):
        return _from_raw_files(folder, arguments)
    paths = write_starter(folder, language, excel=arguments.excel)
    for path in paths:
        print(path)
    tell(say("cli.init_done", language, folder=paths[0] if arguments.excel else folder))
    return 0


def _from_raw_files(path: Path, arguments: Arguments) -> int:
    """Write a study that reads raw files."""
    from paneloom.workflow.survey.start import start_study

    language = arguments.spoken
    target = None if arguments.target is None else Path(arguments.target)
    made = start_study(path, target, language)
    for written in made.paths:
        print(written)
    if not arguments.quiet:
        counts = {
            "files": made.files,
            "sources": made.sources,
            "variables": made.variables,
            "unread": made.unread,
        }
        tell(say("cli.init_raw_done", language, **counts))
        if made.unclear or made.doubtful:
            tell(say("cli.init_raw_judge", language, unclear=made.unclear, doubtful=made.doubtful))
        if made.disagreeing:
            tell(say("cli.init_raw_disagree", language, variables=made.disagreeing))
        study = made.paths[0].parent
        data = f' --data "{path if path.is_dir() else path.parent}"' if made.data else ""
        key = "cli.init_raw_next" if made.variables else "cli.init_raw_next_nothing"
        tell(say(key, language, file=made.paths[0], folder=study, data=data))
    return 0
