"""``paneloom check``."""

from __future__ import annotations

from paneloom.cli.arguments import Arguments
from paneloom.cli.summary import summary
from paneloom.cli.terminal import tell
from paneloom.panel.coverage_words import years_warning
from paneloom.study.resolve import resolved_toml
from paneloom.wording import say
from paneloom.workflow.project import load


def check(arguments: Arguments) -> int:
    """Tell what the study holds, print it with every default in place, read its data, and say what comes of it.

    What is wrong, or that the study is ready, stands last, where a reader of a long text looks.
    """
    language = arguments.spoken
    project = load(arguments.study)
    if not arguments.quiet:
        tell(summary(project.study, project.folder, language))
    if not arguments.brief:
        print(resolved_toml(project.study, language), end="", flush=True)
    coverage = project.check(arguments.data)
    if arguments.quiet:
        return 0
    warning = years_warning(project.study, coverage, language)
    if warning:
        tell(warning)
    counts = {"rows": f"{coverage.rows:,}", "units": coverage.units, "times": len(coverage.times)}
    tell(say("cli.ready", language, **counts))
    return 0
