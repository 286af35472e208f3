"""Where the data come from, and all that is needed to make the results again."""

from __future__ import annotations

from paneloom.report.results import Results
from paneloom.study.base import text_in
from paneloom.wording import say

Pair = tuple[str, tuple[str, ...]]


def data_facts(results: Results) -> tuple[Pair, ...]:
    """Each source of data: its file, how it is laid out, where it is from."""
    language = results.language
    pairs = []
    for name, source in results.study.data.items():
        layout = say(f"layout.{source.layout or 'guess'}", language)
        lines = [say("page.file_line", language, file=source.file, layout=layout)]
        if source.source:
            lines.append(text_in(source.source, language))
        pairs.append((name, tuple(lines)))
    return tuple(pairs)


def reproduction_facts(results: Results) -> tuple[Pair, ...]:
    """The command, the hashes, the versions."""
    language, came = results.language, results.provenance
    versions = tuple(f"{name} {number}" for name, number in came.versions)
    files = tuple(f"{item.file}  {item.sha256}" for item in came.inputs)
    return (
        (say("page.command", language), (came.command,)),
        (say("page.study_hash", language), (came.study,)),
        (say("page.file_hashes", language), tuple(dict.fromkeys(files))),
        (say("page.versions", language), (", ".join(versions),)),
    )
