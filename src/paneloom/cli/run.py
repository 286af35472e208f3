"""``paneloom run``."""

from __future__ import annotations

from time import perf_counter

from paneloom.cli.arguments import Arguments
from paneloom.cli.terminal import tell
from paneloom.panel.coverage_words import years_warning
from paneloom.wording import Language, say
from paneloom.workflow.outputs import PAGE
from paneloom.workflow.project import load
from paneloom.workflow.steps import Step


def run(arguments: Arguments) -> int:
    """Run a study, or one part of it, and say where the output is."""
    language = arguments.spoken
    project = load(arguments.study)
    target = project.output_folder(arguments.output)
    clock = _Clock(language)
    results = project.run(
        arguments.part,
        data=arguments.data,
        output=arguments.output,
        notify=None if arguments.quiet else clock,
        language=arguments.language,
    )
    if arguments.quiet:
        return 0
    counts = {
        "tables": len(results.tables),
        "figures": len(results.figures),
        "seconds": f"{clock.elapsed:.1f}",
    }
    if results.stale:
        tell(say("cli.stale", language, part=arguments.part, files=", ".join(results.stale)))
    warning = years_warning(results.study, results.coverage, language)
    if warning:
        tell(warning)
    tell(say("cli.done", language, **counts))
    page = target / PAGE
    print(page if arguments.part is None and page.is_file() else target)
    return 0


class _Clock:
    """Tells each step with its number and the seconds since the start."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.start = perf_counter()

    @property
    def elapsed(self) -> float:
        return perf_counter() - self.start

    def __call__(self, step: Step) -> None:
        width = len(str(step.total))
        what = say(f"step.{step.key}", self.language)
        about = f" {step.about}" if step.about else ""
        tell(f"[{step.number:>{width}}/{step.total}] {self.elapsed:5.1f} s  {what}{about}")
