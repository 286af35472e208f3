"""The draft as the text of a study file, every guess told beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError
from paneloom.sources.names.orders import units_in_order
from paneloom.study.toml_text import value_text
from paneloom.wording import Language, say
from paneloom.workflow.survey.draft import Draft, DraftSource
from paneloom.workflow.survey.findings import Findings
from paneloom.workflow.survey.names_known import NamesKnown
from paneloom.workflow.survey.raw_files import RawFiles
from paneloom.workflow.survey.source_notes import problem_lines, seen_lines
from paneloom.workflow.survey.tables import TIME_KEY
from paneloom.workflow.survey.variable_lines import variable_lines

SETTINGS = (
    "file", "layout", "files", "down", "across", "sheet", "header", "order", "year", "unit", "time", "variable",
    "value",
)  # fmt: skip
# What a layout means without being said.
USUAL: Mapping[str, object] = {"header": 1, "across": ("time",)}
NOTHING = Findings()


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the data are.

    ``folder`` as it was given; ``data`` is what ``--data`` must say, "" for nothing; ``prefix`` stands before
    every path, which then begins at ``root``.
    """

    title: str
    folder: str
    data: str
    prefix: str
    root: Path


def study_text(
    draft: Draft,
    raw: RawFiles,
    names: NamesKnown,
    at: Setting,
    language: Language,
    found: Findings = NOTHING,
) -> str:
    """The text of ``study.toml``, with what was found when its sources were put together."""
    lines = [
        *_opening(draft, raw, at, language),
        *_head(draft, names, at, found, language),
        *(line for source in draft.sources for line in _source(source, draft, at, language)),
        *_clean(names, language),
        *variable_lines(draft, found, language),
        *_unread(raw, language),
    ]
    return "\n".join(lines) + "\n"


def _opening(draft: Draft, raw: RawFiles, at: Setting, language: Language) -> Iterator[str]:
    used = draft.used
    yield "# " + say("survey.intro", language, folder=at.folder)
    yield "# " + say(
        "survey.counts",
        language,
        files=raw.count,
        sources=len(used),
        variables=len(draft.read),
        unclear=len(draft.sources) - len(used),
        doubtful=len(draft.doubtful),
        unread=len(raw.unread),
    )
    if at.data:
        yield "# " + say("survey.data_apart", language)
        yield f'#   paneloom check . --data "{at.data}"'
    yield ""


def _head(draft: Draft, names: NamesKnown, at: Setting, found: Findings, language: Language) -> Iterator[str]:
    yield "[study]"
    yield f"title = {value_text(at.title)}"
    yield f'panel = ["{names.unit_key}", "{TIME_KEY}"]'
    yield from _years(draft, language)
    if found.empty_units:
        count = len(found.empty_units)
        yield "# " + say("survey.empty_units", language, count=count, units=found.units)
        yield f"# drop_units = {value_text(found.empty_units)}"
    yield f'language = "{language}"'
    if language == "zh":
        yield 'style = "cn-econ"'
    yield ""


def _years(draft: Draft, language: Language) -> Iterator[str]:
    """All years met, and those that at least half of the variables have."""
    columns = [one.column for one in draft.read]
    spans = [(one.first, one.last) for one in columns if one.first is not None and one.last is not None]
    if not spans:
        return
    counts = Counter(year for first, last in spans for year in range(first, last + 1))
    whole = (min(counts), max(counts))
    usual = [year for year, count in counts.items() if 2 * count >= len(spans)]
    yield f"# years = [{whole[0]}, {whole[1]}]  # " + say("survey.years", language)
    if usual and (min(usual), max(usual)) != whole:
        yield f"# years = [{min(usual)}, {max(usual)}]  # " + say("survey.usual_years", language)


def _source(source: DraftSource, draft: Draft, at: Setting, language: Language) -> Iterator[str]:
    yield from ("# " + line for line in seen_lines(source, language))
    in_use = source.key in draft.used
    if not in_use:
        yield from (f"# ! {line}" for line in _why_not(source, draft, language))
    mark = "" if in_use else "# "
    yield f"{mark}[data.{source.key}]"
    told = source.raw.source.model_dump(exclude_defaults=True)
    for key in SETTINGS:
        if key not in told or told[key] == USUAL.get(key):
            continue
        if key == "down" and told[key] == ("unit",):
            continue
        value = at.prefix + told[key] if key == "file" else told[key]
        yield f"{mark}{key} = {value_text(value)}"
    yield from _alternatives(source, language)
    yield ""


def _why_not(source: DraftSource, draft: Draft, language: Language) -> list[str]:
    """Why a source is not read: its own problem, or that of each of its variables, told where they are."""
    if source.problem is not None:
        lines = problem_lines(source.problem, language)
        order = source.raw.source.order
        if order is not None:
            rows = len(units_in_order(order))
            lines.append(say("survey.order", language, rows=rows, order=order))
        return lines
    own = [one for one in draft.variables if one.parts[0][0] is source and one.problem is not None]
    if not own:
        return [say("survey.nothing", language)]
    return [say("survey.nothing_yet", language, count=len(own))]


def _alternatives(source: DraftSource, language: Language) -> Iterator[str]:
    """The settings that may be meant where the layout was not told."""
    problem = source.problem
    settings = "" if problem is None else problem.details.get("settings", "")
    if settings and source.raw.source.order is None:
        yield "# " + say("survey.one_of", language)
        yield from (f"# {one}" for one in settings.split("; "))


def _clean(names: NamesKnown, language: Language) -> Iterator[str]:
    yield "[clean]"
    if names.registry is None:
        yield "# " + say("survey.no_registry", language)
    else:
        told = say("survey.registry", language, tables=names.tables)
        yield f'names = "{names.registry.name}"  # {told}'
    for name, tables in names.others:
        yield "# " + say("survey.other_registry", language, name=name, tables=tables)
    yield ""


def _unread(raw: RawFiles, language: Language) -> Sequence[str]:
    if not raw.unread:
        return ()
    told = [
        f"#   {one.file}: {one.problem.what(language)} {_seen_text(one.problem)}".rstrip()
        for one in raw.unread
    ]
    return ("# " + say("survey.unread", language), *told)


def _seen_text(problem: PaneloomError) -> str:
    return f"({problem.seen})" if problem.seen else ""
