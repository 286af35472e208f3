"""``paneloom check``."""

from __future__ import annotations

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.study.resolve import resolved_toml
from paneloom.wording import say
from paneloom.workflow.project import load


def check(arguments: Arguments) -> int:
    """Print the study with every default in place; then read its data, and say what is wrong or that it is ready."""
    language = arguments.spoken
    project = load(arguments.study)
    print(resolved_toml(project.study, language), end="", flush=True)
    coverage = project.check(arguments.data)
    counts = {"rows": f"{coverage.rows:,}", "units": coverage.units, "times": len(coverage.times)}
    tell(say("cli.ready", language, **counts))
    return 0
