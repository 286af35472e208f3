"""``paneloom check``."""

from __future__ import annotations

from paneloom.audit.evidence import evidence
from paneloom.audit.referee import referee_json, referee_text
from paneloom.cli.arguments import Arguments
from paneloom.cli.summary import summary
from paneloom.cli.terminal import tell
from paneloom.panel.coverage_words import years_warning
from paneloom.study.resolve import resolved_toml
from paneloom.wording import say
from paneloom.workflow.project import load


def check(arguments: Arguments) -> int:
    """Tell what the study holds, print it with every default in place, read its data, and say what comes of it.

    Before the end stands what a referee would ask; with ``--json`` that is all that is printed.
    What is wrong, or that the study is ready, stands last, where a reader of a long text looks.
    """
    language = arguments.spoken
    project = load(arguments.study)
    if not arguments.quiet:
        tell(summary(project.study, project.folder, language))
    if not arguments.brief and not arguments.json:
        print(resolved_toml(project.study, language), end="", flush=True)
    coverage = project.check(arguments.data)
    seen = evidence(project.study, project.folder, coverage.units)
    if arguments.json:
        print(referee_json(seen, language), end="", flush=True)
    if arguments.quiet:
        return 0
    asked = referee_text(seen, language)
    if asked and not arguments.json:
        tell(asked)
    warning = years_warning(project.study, coverage, language)
    if warning:
        tell(warning)
    counts = {"rows": f"{coverage.rows:,}", "units": coverage.units, "times": len(coverage.times)}
    tell(say("cli.ready", language, **counts))
    return 0
