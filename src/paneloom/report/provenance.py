"""Where the data come from, and all that is needed to make the results again."""

from __future__ import annotations

from paneloom.report.results import Results
from paneloom.study.base import text_in
from paneloom.wording import say

Pair = tuple[str, tuple[str, ...]]
# Twelve digits tell any two files of a study apart; the page and results.json have all of them.
BEGINNING, MOST_FILES = 12, 10


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


def reproduction_facts(results: Results, *, brief: bool = False) -> tuple[Pair, ...]:
    """The command, the hashes, the versions; ``brief``: of a hash its beginning, of many files the first."""
    language, came = results.language, results.provenance
    digits = BEGINNING if brief else None
    versions = tuple(f"{name} {number}" for name, number in came.versions)
    files = list(dict.fromkeys(f"{item.file}  {item.sha256[:digits]}" for item in came.inputs))
    if brief and len(files) > MOST_FILES:
        files[MOST_FILES:] = [say("page.more_files", language, count=len(files) - MOST_FILES)]
    return (
        (say("page.command", language), (came.command,)),
        (say("page.study_hash", language), (came.study[:digits],)),
        (say("page.file_hashes", language), tuple(files)),
        (say("page.versions", language), (", ".join(versions),)),
    )
